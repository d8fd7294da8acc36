import { principalId, serviceOrigin, type Caller, type Origin, type Session } from './caller.ts';

function attributes(session: Session, mfa = false) {
  return { creationDate: session.startedAt, mfaAuthenticated: String(mfa) };
}

function caller(name: string, account: string, arn: string, origin: Origin, identity: Caller['identity']): Caller {
  return { name, account, arn, fromConsole: false, longTermKey: false, ...origin, identity };
}

/** `via` is the service that makes the call in the user's name. */
export function iamUser(account: string, userName: string, origin: Origin, via?: string): Caller {
  const arn = `arn:aws:iam::${account}:user/${userName}`;
  const from = via === undefined ? origin : serviceOrigin(via);
  const temporary = origin.fromConsole === true || via !== undefined;
  const user = caller(userName, account, arn, from, (session) => ({
    type: 'IAMUser',
    principalId: principalId('AIDA', arn),
    arn,
    accountId: account,
    accessKeyId: session.accessKeyId,
    userName,
    ...(temporary ? { sessionContext: { attributes: attributes(session) } } : {}),
    ...(via === undefined ? {} : { invokedBy: via }),
  }));
  return { ...user, longTermKey: !temporary };
}

export function root(account: string, origin: Origin): Caller {
  const arn = `arn:aws:iam::${account}:root`;
  return caller('root', account, arn, origin, (session) => ({
    type: 'Root',
    principalId: account,
    arn,
    accountId: account,
    accessKeyId: session.accessKeyId,
    sessionContext: { attributes: attributes(session, true) },
  }));
}

/** A session of a role, whose name is chosen by whoever assumes it. */
export interface RoleSession {
  account: string;
  role: string;
  session: string;
  origin: Origin;
  /** Of the role, for example `/aws-reserved/sso.amazonaws.com/`. */
  path?: string;
  sourceIdentity?: string;
  /** The service that uses a service-linked role. */
  invokedBy?: string;
  /** How an instance got its credentials. */
  ec2RoleDelivery?: '2.0';
  mfa?: boolean;
}

export function assumedRole(of: RoleSession): Caller {
  const { account, role, session: sessionName, path = '/' } = of;
  const arn = `arn:aws:sts::${account}:assumed-role/${role}/${sessionName}`;
  const roleArn = `arn:aws:iam::${account}:role${path}${role}`;
  const roleId = principalId('AROA', roleArn);
  return caller(sessionName, account, arn, of.origin, (session) => ({
    type: 'AssumedRole',
    principalId: `${roleId}:${sessionName}`,
    arn,
    accountId: account,
    accessKeyId: session.accessKeyId,
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId: roleId, arn: roleArn, accountId: account, userName: role },
      attributes: attributes(session, of.mfa),
      ...(of.sourceIdentity === undefined ? {} : { sourceIdentity: of.sourceIdentity }),
      ...(of.ec2RoleDelivery === undefined ? {} : { ec2RoleDelivery: of.ec2RoleDelivery }),
    },
    ...(of.invokedBy === undefined ? {} : { invokedBy: of.invokedBy }),
  }));
}

export function awsService(account: string, principal: string): Caller {
  return caller(principal.split('.')[0]!, account, principal, serviceOrigin(principal), () => ({
    type: 'AWSService',
    invokedBy: principal,
  }));
}

/** The identity of service events, which has no type. */
export function serviceItself(account: string, invokedBy: string): Caller {
  return caller(invokedBy.split('.')[0]!, account, invokedBy, serviceOrigin(invokedBy), () => ({
    accountId: account,
    invokedBy,
  }));
}

/** Somebody of another account, of whom this account's log knows little. */
export function otherAccount(account: string, callerAccount: string, principal: string, origin: Origin): Caller {
  return caller(principal, account, `arn:aws:iam::${callerAccount}:root`, origin, () => ({
    type: 'AWSAccount',
    principalId: principal,
    accountId: callerAccount,
  }));
}

export function anonymous(account: string, origin: Origin): Caller {
  return otherAccount(account, 'ANONYMOUS_PRINCIPAL', '', origin);
}

export function webIdentity(account: string, provider: string, subject: string, origin: Origin): Caller {
  return caller('web-identity', account, subject, origin, () => ({
    type: 'WebIdentityUser',
    principalId: `arn:aws:iam::${account}:oidc-provider/${provider}:sts.amazonaws.com:${subject}`,
    userName: subject,
    identityProvider: `arn:aws:iam::${account}:oidc-provider/${provider}`,
  }));
}

export function samlUser(account: string, provider: string, userName: string, origin: Origin): Caller {
  return caller(userName, account, userName, origin, () => ({
    type: 'SAMLUser',
    principalId: `${provider}:${userName}`,
    userName,
    identityProvider: provider,
  }));
}

/** Credentials that an IAM user made for somebody with GetFederationToken. */
export function federatedUser(account: string, issuer: string, name: string, origin: Origin): Caller {
  const arn = `arn:aws:sts::${account}:federated-user/${name}`;
  const issuerArn = `arn:aws:iam::${account}:user/${issuer}`;
  return caller(name, account, arn, origin, (session) => ({
    type: 'FederatedUser',
    principalId: `${account}:${name}`,
    arn,
    accountId: account,
    accessKeyId: session.accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'IAMUser',
        principalId: principalId('AIDA', issuerArn),
        arn: issuerArn,
        accountId: account,
        userName: issuer,
      },
      attributes: attributes(session),
    },
  }));
}

/** A person at the access portal of Identity Center, before any role. */
export function identityCenterUser(account: string, userId: string, storeArn: string, origin: Origin): Caller {
  return caller(userId, account, userId, origin, () => ({
    type: 'IdentityCenterUser',
    accountId: account,
    onBehalfOf: { userId, identityStoreArn: storeArn },
  }));
}

/** Somebody who types a user's name and a password; there are no credentials yet. */
export function signingIn(account: string, userName: string, origin: Origin): Caller {
  const arn = `arn:aws:iam::${account}:user/${userName}`;
  return caller(userName, account, arn, origin, () => ({
    type: 'IAMUser',
    principalId: principalId('AIDA', arn),
    arn,
    accountId: account,
    accessKeyId: '',
    userName,
  }));
}

/** A sign-in under a name that no user has: CloudTrail hides it, because people type passwords there. */
export function unknownUser(account: string, origin: Origin): Caller {
  return caller('unknown', account, '', origin, () => ({
    type: 'IAMUser',
    accountId: account,
    accessKeyId: '',
    userName: 'HIDDEN_DUE_TO_SECURITY_REASONS',
  }));
}
