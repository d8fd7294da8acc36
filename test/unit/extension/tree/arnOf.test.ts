import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../backend/core/json.ts';
import { arnOf } from '../../../../extension/tree/arnOf.ts';

const session = 'arn:aws:sts::111122223333:assumed-role/Deploy/bob';
const role = 'arn:aws:iam::111122223333:role/ci/Deploy';
const user = 'arn:aws-cn:iam::111122223333:user/staff/alice';
const assumed: JsonObject = {
  userIdentity: { type: 'AssumedRole', arn: session, sessionContext: { sessionIssuer: { arn: role } } },
};

describe('arnOf', () => {
  it('of a role has the path that its name lacks', () => assert.equal(arnOf(assumed, 'role'), role));
  it('of a session is the session', () => assert.equal(arnOf(assumed, 'session'), session));
  it('of an IAM user is the own one', () => {
    assert.equal(arnOf({ userIdentity: { type: 'IAMUser', arn: user } }, 'iamUser'), user);
  });
  it('of an IAM user who used a federation token is that of the issuer', () => {
    const identity = {
      type: 'FederatedUser',
      arn: 'arn:aws:sts::1:federated-user/x',
      sessionContext: { sessionIssuer: { arn: user } },
    };
    assert.equal(arnOf({ userIdentity: identity }, 'iamUser'), user);
  });
  for (const arn of ['javascript:alert(1)', 'arn:aws:iam::1:user/a\nb', '', undefined, 7]) {
    it(`is never ${JSON.stringify(arn)}`, () => assert.equal(arnOf({ userIdentity: { arn } }, 'iamUser'), undefined));
  }
});
