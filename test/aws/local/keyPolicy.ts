/** A statement of a policy of IAM or of a key, as far as the policies here have it. */
export interface PolicyStatement {
  Sid?: string;
  Effect: string;
  /** Of a key's policy; those of a role have none. */
  Principal?: '*' | Record<string, string | string[]>;
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

export interface KeyPolicy {
  Version: string;
  Id?: string;
  Statement: PolicyStatement[];
}

/** What somebody asks of a key. */
export interface KeyRequest {
  /** For example kms:Decrypt. */
  action: string;
  /** The ARN of the key. */
  key: string;
  /** The ARN of the role or user who asks. */
  principal: string;
  /** What conditions ask for, by the names of IAM; aws:PrincipalArn and kms:CallerAccount are known already. */
  context: Readonly<Record<string, string>>;
}

/**
 * Whether KMS does what it is asked for, as IAM decides it: nobody may deny it, and the key's policy has to name the principal or its
 * account. Where it names the account alone, or the key is of another account, the principal's own policies have to allow it too.
 */
export function mayUseKey(policy: KeyPolicy, own: readonly PolicyStatement[], request: KeyRequest): boolean {
  const account = accountOf(request.principal);
  const meant = policy.Statement.filter((each) => isMeant(each, request));
  const ownAllow = own.some((each) => each.Effect === 'Allow' && isMeant(each, request));
  if ([...meant, ...own.filter((each) => isMeant(each, request))].some(({ Effect }) => Effect === 'Deny')) return false;
  const isForeign = accountOf(request.key) !== account;
  return meant.some((each) => !onlyNamesAccount(each, account) && !isForeign) || (meant.length > 0 && ownAllow);
}

function isMeant({ Principal, Action, Resource, Condition = {} }: PolicyStatement, request: KeyRequest): boolean {
  const { action, key, principal } = request;
  const isNamed = Principal === undefined || names(Principal, principal);
  if (!isNamed || !anyMatches(Action, action) || !anyMatches(Resource, key)) return false;
  const context: Record<string, string> = {
    'aws:PrincipalArn': principal,
    'kms:CallerAccount': accountOf(principal),
    ...request.context,
  };
  return Object.entries(Condition).every(([operator, wanted]) =>
    Object.entries(wanted).every(([name, values]) => holds(operator, context[name], [values].flat())),
  );
}

/** Services are nobody of ours. */
function names(principal: NonNullable<PolicyStatement['Principal']>, arn: string): boolean {
  if (principal === '*') return true;
  const account = accountOf(arn);
  const [, partition = ''] = arn.split(':');
  const [named = []] = [principal['AWS']];
  return [named].flat().some((each) => ['*', arn, account, `arn:${partition}:iam::${account}:root`].includes(each));
}

/** The account then decides by its own policies who may. */
function onlyNamesAccount({ Principal }: PolicyStatement, account: string): boolean {
  if (Principal === undefined || Principal === '*') return false;
  return [Principal['AWS'] ?? []].flat().every((each) => each === account || each.endsWith(`:${account}:root`));
}

/** The operators that the policies here have; a name that the request does not have never fits. */
function holds(operator: string, actual: string | undefined, wanted: readonly string[]): boolean {
  switch (operator) {
    case 'StringEquals':
      return actual !== undefined && wanted.includes(actual);
    case 'StringLike':
    case 'ArnLike':
    case 'ArnEquals':
      return actual !== undefined && anyMatches(wanted, actual);
    case 'Null':
      return wanted.includes(String(actual === undefined));
    default:
      throw new Error(`This evaluation does not know the condition ${operator}.`);
  }
}

function anyMatches(patterns: string | readonly string[], text: string): boolean {
  return [patterns].flat().some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`).test(text);
  });
}

function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}
