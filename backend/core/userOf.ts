import type { User } from './event.ts';
import { objectAt, stringAt, type JsonObject } from './json.ts';

/** Who a record says did it. */
export interface Attribution {
  user: User;
  /** The account in which it happened ('' where the record names none). */
  account: string;
  /** The role through which it was done. */
  role?: string;
  /** The name that whoever assumed the role, or asked for the federation token, gave the session. */
  session?: string;
  /** sts:SourceIdentity: set at the first assumption, then fixed, but chosen by the caller. */
  sourceIdentity?: string;
  /** The service that made the call in the user's name. */
  via?: string;
  /** 'claimed' where the most precise name above was chosen by the caller and AWS vouches only for the user. */
  proof: 'proven' | 'claimed';
}

/** AWS writes this in place of a user name that does not exist: people type passwords there. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** Only AWS itself can make roles under this path, so it proves an Identity Center session; a role's name proves nothing. */
const IDENTITY_CENTER_ROLE = '/aws-reserved/sso.amazonaws.com/';

/**
 * Names the person, role or service behind any record; never fails, whatever the record looks like.
 * Identity types: CloudTrail user guide, "CloudTrail userIdentity element".
 */
export function userOf(record: JsonObject): Attribution {
  const identity = objectAt(record, 'userIdentity');
  const issuer = objectAt(objectAt(identity, 'sessionContext'), 'sessionIssuer');
  const ownAccount = stringAt(identity, 'accountId') ?? '';
  const account = stringAt(record, 'recipientAccountId') ?? (ownAccount || (stringAt(issuer, 'accountId') ?? ''));
  const invokedBy = stringAt(identity, 'invokedBy');
  const found = byType(record, identity, issuer, ownAccount);
  const attribution: Attribution = { user: found.user, account, proof: found.proof ?? 'proven' };
  if (found.role !== undefined) attribution.role = found.role;
  if (found.session !== undefined) attribution.session = found.session;
  if (found.sourceIdentity !== undefined) attribution.sourceIdentity = found.sourceIdentity;
  if (invokedBy !== undefined && found.user.kind !== 'service') attribution.via = invokedBy;
  return attribution;
}

type Found = Pick<Attribution, 'user'> & Partial<Attribution>;

function byType(record: JsonObject, identity: JsonObject, issuer: JsonObject, account: string): Found {
  switch (identity['type']) {
    case 'IAMUser':
      return iamUser(record, identity, account);
    case 'Root':
      return { user: named('root', account, 'root') };
    case 'AssumedRole':
      return assumedRole(identity, issuer, account);
    case 'AWSService':
    case undefined:
    case null:
      return {
        user: named('service', '', stringAt(identity, 'invokedBy') ?? stringAt(record, 'eventSource') ?? 'unknown'),
      };
    case 'AWSAccount':
      return {
        user: named('account', account, [account, stringAt(identity, 'principalId')].filter(Boolean).join(':')),
      };
    case 'SAMLUser':
    case 'WebIdentityUser':
      return {
        user: named(
          'person',
          stringAt(identity, 'identityProvider') ?? '',
          stringAt(identity, 'userName') ?? afterColon(identity),
        ),
      };
    case 'FederatedUser':
      return federatedUser(identity, issuer, account);
    case 'IdentityCenterUser':
      return { user: named('person', '', personName(record, identity)) };
    case 'Role':
      return { user: named('role', account, lastOfArn(identity) ?? stringAt(identity, 'principalId')) };
    default:
      return {
        user: named('unknown', account, stringAt(identity, 'userName') ?? lastOfArn(identity) ?? afterColon(identity)),
        proof: 'claimed',
      };
  }
}

function iamUser(record: JsonObject, identity: JsonObject, account: string): Found {
  const name = stringAt(identity, 'userName') ?? lastOfArn(identity) ?? stringAt(identity, 'principalId');
  if (name === HIDDEN) return { user: named('unknown', account, HIDDEN), proof: 'claimed' };
  // Whoever fails to sign in has only typed the name.
  const failed = objectAt(record, 'responseElements')['ConsoleLogin'] === 'Failure';
  return { user: named('iamUser', account, name), proof: failed ? 'claimed' : 'proven' };
}

function assumedRole(identity: JsonObject, issuer: JsonObject, account: string): Found {
  const role = nameOf(stringAt(issuer, 'userName') ?? lastOf(stringAt(issuer, 'arn')) ?? roleOfSession(identity));
  const session = sessionName(identity);
  const sourceIdentity = stringAt(objectAt(identity, 'sessionContext'), 'sourceIdentity');
  const home = stringAt(issuer, 'accountId') ?? account;
  const onBehalfOf = stringAt(objectAt(identity, 'onBehalfOf'), 'userId');
  if (session !== undefined && (stringAt(issuer, 'arn')?.includes(IDENTITY_CENTER_ROLE) ?? false)) {
    return { user: named('person', '', session), role, session };
  }
  if (onBehalfOf !== undefined) return { user: named('person', '', onBehalfOf), role, session, sourceIdentity };
  const claimed = session !== undefined || sourceIdentity !== undefined;
  return { user: named('role', home, role), role, session, sourceIdentity, proof: claimed ? 'claimed' : 'proven' };
}

/** GetFederationToken: the issuer is an IAM user or root; it chose the session's name itself. */
function federatedUser(identity: JsonObject, issuer: JsonObject, account: string): Found {
  const home = stringAt(issuer, 'accountId') ?? account;
  const root = issuer['type'] === 'Root';
  const session = lastOfArn(identity) ?? afterColon(identity);
  const name = root ? 'root' : (stringAt(issuer, 'userName') ?? lastOf(stringAt(issuer, 'arn')));
  return {
    user: named(root ? 'root' : 'iamUser', home, name),
    session,
    proof: session === undefined ? 'proven' : 'claimed',
  };
}

function personName(record: JsonObject, identity: JsonObject): string | undefined {
  return (
    stringAt(objectAt(record, 'additionalEventData'), 'UserName') ??
    stringAt(identity, 'userName') ??
    stringAt(objectAt(identity, 'onBehalfOf'), 'userId') ??
    stringAt(identity, 'principalId')
  );
}

function named(kind: User['kind'], home: string, name: string | undefined): User {
  return { kind, home: nameOf(home), name: nameOf(name ?? 'unknown') };
}

/** Names stand in paths of the API, so they contain no '/'; and they are kept to the length of every stored value. */
function nameOf(name: string): string {
  const safe = name.includes('/') ? name.replaceAll('/', ':') : name;
  return (safe.length > 256 ? safe.slice(0, 256) : safe).toWellFormed();
}

function sessionName(identity: JsonObject): string | undefined {
  return lastOfArn(identity) ?? afterColon(identity);
}

/** arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION without a session issuer. */
function roleOfSession(identity: JsonObject): string {
  return stringAt(identity, 'arn')?.split('/').at(-2) ?? stringAt(identity, 'principalId') ?? 'unknown';
}

function lastOfArn(identity: JsonObject): string | undefined {
  return lastOf(stringAt(identity, 'arn'));
}

function lastOf(arn: string | undefined): string | undefined {
  if (arn === undefined || !arn.includes('/')) return undefined;
  return arn.slice(arn.lastIndexOf('/') + 1) || undefined;
}

/** AROA…:SESSION and ACCOUNT:NAME; without a colon the whole principal id. */
function afterColon(identity: JsonObject): string | undefined {
  const id = stringAt(identity, 'principalId');
  return id === undefined ? undefined : id.slice(id.indexOf(':') + 1) || undefined;
}
