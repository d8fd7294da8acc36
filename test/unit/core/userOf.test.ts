import assert from 'node:assert/strict';
import type { JsonObject } from '../../../backend/core/json.ts';
import { userOf, type Attribution } from '../../../backend/core/userOf.ts';

const HOME = '111122223333';
const OTHER = '444455556666';
const SSO_ROLE = 'AWSReservedSSO_AdministratorAccess_1b74cd717d47002b';

function role(name: string, session: string, more: JsonObject = {}): JsonObject {
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE:${session}`,
    arn: `arn:aws:sts::${HOME}:assumed-role/${name}/${session}`,
    accountId: HOME,
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${HOME}:role/${name}`, accountId: HOME, userName: name },
    },
    ...more,
  };
}

function identityCenter(session: string): JsonObject {
  const arn = `arn:aws:iam::${HOME}:role/aws-reserved/sso.amazonaws.com/eu-west-1/${SSO_ROLE}`;
  return role(SSO_ROLE, session, {
    sessionContext: { sessionIssuer: { type: 'Role', arn, accountId: HOME, userName: SSO_ROLE } },
  });
}

// One row an identity type of "who did it" (CLOUDTRAIL facts, section 4), and one a trap.
const TABLE: [
  what: string,
  userIdentity: JsonObject | null | undefined,
  expected: Partial<Attribution>,
  record?: JsonObject,
][] = [
  [
    'an IAM user is its userName, at home in its account',
    { type: 'IAMUser', userName: 'ana', accountId: HOME, arn: `arn:aws:iam::${HOME}:user/ana` },
    { user: { kind: 'iamUser', home: HOME, name: 'ana' }, account: HOME, proof: 'proven' },
  ],
  [
    'an IAM user without userName is the last part of its ARN',
    { type: 'IAMUser', accountId: HOME, arn: `arn:aws:iam::${HOME}:user/division/ana` },
    { user: { kind: 'iamUser', home: HOME, name: 'ana' } },
  ],
  [
    'invokedBy on an IAM user is kept as via and makes no service of it',
    { type: 'IAMUser', userName: 'ana', accountId: HOME, invokedBy: 'signin.amazonaws.com' },
    { user: { kind: 'iamUser', home: HOME, name: 'ana' }, via: 'signin.amazonaws.com' },
  ],
  [
    'a name typed at a failed sign-in is only claimed',
    { type: 'IAMUser', userName: 'ana', accountId: HOME },
    { user: { kind: 'iamUser', home: HOME, name: 'ana' }, proof: 'claimed' },
    { eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Failure' } },
  ],
  [
    'a hidden name is nobody known',
    { type: 'IAMUser', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS', accountId: HOME },
    { user: { kind: 'unknown', home: HOME, name: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, proof: 'claimed' },
  ],
  [
    'root is root, whatever alias its userName holds',
    { type: 'Root', userName: 'grycap-aws', accountId: HOME, arn: `arn:aws:iam::${HOME}:root` },
    { user: { kind: 'root', home: HOME, name: 'root' }, proof: 'proven' },
  ],
  [
    'an assumed role is the role; its session name is claimed',
    role('deployer', 'ana'),
    { user: { kind: 'role', home: HOME, name: 'deployer' }, role: 'deployer', session: 'ana', proof: 'claimed' },
  ],
  [
    'sourceIdentity is claimed too',
    role('deployer', 's', {
      sessionContext: { sourceIdentity: 'ana', sessionIssuer: { userName: 'deployer', accountId: HOME } },
    }),
    { user: { kind: 'role', home: HOME, name: 'deployer' }, session: 's', sourceIdentity: 'ana', proof: 'claimed' },
  ],
  [
    'the home of a role is the role’s own account, the account where it happened is the record’s',
    role('auditor', 's', { sessionContext: { sessionIssuer: { userName: 'auditor', accountId: OTHER } } }),
    { user: { kind: 'role', home: OTHER, name: 'auditor' }, account: '777788889999' },
    { recipientAccountId: '777788889999' },
  ],
  [
    'an Identity Center session, told by its role’s path, is a person without home',
    identityCenter('ana@example.com'),
    { user: { kind: 'person', home: '', name: 'ana@example.com' }, role: SSO_ROLE, proof: 'proven' },
  ],
  [
    'FORGED: a role only named like one of Identity Center proves no person',
    role(SSO_ROLE, 'ana@example.com'),
    { user: { kind: 'role', home: HOME, name: SSO_ROLE }, session: 'ana@example.com', proof: 'claimed' },
  ],
  [
    'onBehalfOf proves a person',
    role('app', 's', {
      onBehalfOf: { userId: 'c1-2', identityStoreArn: `arn:aws:identitystore::${HOME}:identitystore/d-1` },
    }),
    { user: { kind: 'person', home: '', name: 'c1-2' }, role: 'app', proof: 'proven' },
  ],
  [
    'a role session without issuer is read from its ARN',
    { type: 'AssumedRole', accountId: HOME, arn: `arn:aws:sts::${HOME}:assumed-role/worker/i-0123` },
    { user: { kind: 'role', home: HOME, name: 'worker' }, session: 'i-0123' },
  ],
  [
    'an AWS service is the one that invoked',
    { type: 'AWSService', invokedBy: 'config.amazonaws.com' },
    { user: { kind: 'service', home: '', name: 'config.amazonaws.com' } },
  ],
  [
    'a service event without type is the service that invoked',
    { accountId: HOME, invokedBy: 'ec2.amazonaws.com' },
    { user: { kind: 'service', home: '', name: 'ec2.amazonaws.com' }, account: HOME },
  ],
  [
    'no identity at all is the event’s own service',
    null,
    { user: { kind: 'service', home: '', name: 'ec2.amazonaws.com' } },
  ],
  [
    'another account is account and principal',
    { type: 'AWSAccount', accountId: OTHER, principalId: 'AIDAEXAMPLE' },
    { user: { kind: 'account', home: OTHER, name: `${OTHER}:AIDAEXAMPLE` } },
  ],
  [
    'an anonymous caller has no principal',
    { type: 'AWSAccount', accountId: 'ANONYMOUS_PRINCIPAL', principalId: '' },
    { user: { kind: 'account', home: 'ANONYMOUS_PRINCIPAL', name: 'ANONYMOUS_PRINCIPAL' } },
  ],
  [
    'a SAML user is a person at home with the identity provider',
    { type: 'SAMLUser', principalId: 'idp=:ana', userName: 'ana', identityProvider: 'idp=' },
    { user: { kind: 'person', home: 'idp=', name: 'ana' }, proof: 'proven' },
  ],
  [
    'a web identity too',
    { type: 'WebIdentityUser', userName: 'system:serviceaccount:ns:app', identityProvider: 'oidc.example' },
    { user: { kind: 'person', home: 'oidc.example', name: 'system:serviceaccount:ns:app' } },
  ],
  [
    'a federated user is its issuer, the name it was given is the session',
    {
      type: 'FederatedUser',
      accountId: HOME,
      arn: `arn:aws:sts::${HOME}:federated-user/guest`,
      sessionContext: { sessionIssuer: { type: 'IAMUser', userName: 'ana', accountId: HOME } },
    },
    { user: { kind: 'iamUser', home: HOME, name: 'ana' }, session: 'guest', proof: 'claimed' },
  ],
  [
    'a user federated by root is root',
    {
      type: 'FederatedUser',
      accountId: HOME,
      principalId: `${HOME}:guest`,
      sessionContext: { sessionIssuer: { type: 'Root' } },
    },
    { user: { kind: 'root', home: HOME, name: 'root' }, session: 'guest' },
  ],
  [
    'an Identity Center user is named by the record where it names one',
    { type: 'IdentityCenterUser', accountId: HOME, onBehalfOf: { userId: 'c1-2' } },
    { user: { kind: 'person', home: '', name: 'ana' } },
    { additionalEventData: { UserName: 'ana' } },
  ],
  [
    'an unknown type keeps the name that it has, claimed',
    { type: 'Unknown', accountId: HOME, arn: `arn:aws:sts::${HOME}:assumed-role/${SSO_ROLE}/Ana` },
    { user: { kind: 'unknown', home: HOME, name: 'Ana' }, proof: 'claimed' },
  ],
  [
    'names contain no slash',
    { type: 'WebIdentityUser', userName: 'https://id.example/ana', identityProvider: 'a/b' },
    { user: { kind: 'person', home: 'a:b', name: 'https:::id.example:ana' } },
  ],
  [
    'mistyped elements are as good as absent',
    { type: 'IAMUser', userName: 7, accountId: [], arn: {} },
    { user: { kind: 'iamUser', home: '', name: 'unknown' } },
  ],
  [
    'the account falls back to the identity’s, then to the issuer’s',
    {
      type: 'AssumedRole',
      arn: 'x/worker/s',
      sessionContext: { sessionIssuer: { userName: 'worker', accountId: OTHER } },
    },
    { account: OTHER },
  ],
];

describe('userOf', () => {
  for (const [what, userIdentity, expected, more] of TABLE) {
    it(what, () => {
      const found = userOf({ eventSource: 'ec2.amazonaws.com', userIdentity: userIdentity ?? null, ...more });
      assert.deepEqual({ ...found, ...expected }, found);
    });
  }

  it('keeps a person proven and the same name claimed by a role apart', () => {
    const proven = userOf({ userIdentity: identityCenter('ana@example.com') });
    const claimed = userOf({ userIdentity: role('deployer', 'ana@example.com') });
    assert.notDeepEqual(proven.user, claimed.user);
    assert.deepEqual([proven.proof, claimed.proof], ['proven', 'claimed']);
  });
});
