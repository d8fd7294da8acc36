import assert from 'node:assert/strict';
import { operatorPolicy } from '../../backend/aws/policies/policies.ts';
import { keyStatement } from '../../backend/aws/statements.ts';
import type { Tracker } from '../../backend/aws/trackers.ts';
import { FOUND_POLICIES, KEY, OWNER } from './keyPolicies.ts';
import { mayUseKey, type KeyPolicy, type KeyRequest, type PolicyStatement } from './local/keyPolicy.ts';
import { ACCOUNT, REGION } from './local/names.ts';

const TRACKER: Tracker = {
  stage: 'class',
  stackName: 'cloudtrail-tracker-class',
  stackId: `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/cloudtrail-tracker-class/1`,
  status: 'UPDATE_COMPLETE',
  account: ACCOUNT,
  region: REGION,
  outputs: {},
  parameters: {},
};
const ROLE = `arn:aws:iam::${ACCOUNT}:role/cloudtrail-tracker-class-IngestRole-1ABCDEFGHIJKL`;
const TRAIL = `arn:aws:cloudtrail:${REGION}:${OWNER}:trail/all`;
const VIA_S3 = { 'kms:ViaService': `s3.${REGION}.amazonaws.com` };

/** How S3 asks for a role that reads a log file. */
const READS: KeyRequest = {
  action: 'kms:Decrypt',
  key: KEY,
  principal: ROLE,
  context: { ...VIA_S3, 'kms:EncryptionContext:aws:cloudtrail:arn': TRAIL },
};
/** What the template gives the roles of a tracker that is deployed with a key. */
const OF_ROLE: PolicyStatement[] = [
  { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY, Condition: { StringEquals: VIA_S3 } },
];

const withOurs = (policy: KeyPolicy): KeyPolicy => ({
  ...policy,
  Statement: [...policy.Statement, keyStatement(TRACKER) as unknown as PolicyStatement],
});

for (const [name, found] of Object.entries(FOUND_POLICIES))
  describe(`the policy of a foreign key ${name}`, () => {
    it('does not let a tracker of another account decrypt', () => assert.ok(!mayUseKey(found, OF_ROLE, READS)));

    it('lets it with the statement that its owner is shown', () =>
      assert.ok(mayUseKey(withOurs(found), OF_ROLE, READS)));

    it('does not without the rights of the roles: a tracker that is deployed without the key', () =>
      assert.ok(!mayUseKey(withOurs(found), [], READS)));

    const others: Record<string, Partial<KeyRequest>> = {
      'a role of another tracker': { principal: ROLE.replace('-class-', '-other-') },
      'a role of another account': { principal: ROLE.replace(ACCOUNT, '111111111111') },
      'a user of the account': { principal: `arn:aws:iam::${ACCOUNT}:user/ana` },
      'who does not come by S3': { context: { 'kms:EncryptionContext:aws:cloudtrail:arn': TRAIL } },
      'who comes by S3 of another region': { context: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
      'who wants to encrypt': { action: 'kms:Encrypt' },
      'who wants to change the policy': { action: 'kms:PutKeyPolicy' },
    };
    const everything: PolicyStatement[] = [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }];
    for (const [who, request] of Object.entries(others))
      it(`with that statement does not let ${who}`, () =>
        assert.ok(!mayUseKey(withOurs(found), everything, { ...READS, ...request })));

    it('goes on letting its own account read', () => {
      const own = { ...READS, principal: `arn:aws:iam::${OWNER}:role/Audit` };
      assert.ok(mayUseKey(withOurs(found), everything, own));
    });
  });

describe('a key of the account itself', () => {
  const key = KEY.replace(OWNER, ACCOUNT);
  const found = Object.values(FOUND_POLICIES).map(
    (policy) => JSON.parse(JSON.stringify(policy).replaceAll(OWNER, ACCOUNT)) as KeyPolicy,
  );
  const reads = { ...READS, key };
  const ofRole = OF_ROLE.map((each) => ({ ...each, Resource: key }));

  it('needs no statement where its policy lets the account decide', () => {
    for (const policy of found) assert.ok(mayUseKey(policy, ofRole, reads));
  });

  it('needs the rights of the roles all the same where nobody else is named', () => {
    const [, controlTower] = found;
    assert.ok(!mayUseKey(controlTower!, [], reads));
  });

  it('stays closed where somebody denies it', () => {
    const deny: PolicyStatement = { Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
    for (const policy of found)
      assert.ok(!mayUseKey({ ...policy, Statement: [...policy.Statement, deny] }, ofRole, reads));
  });

  it("lets whoever has the README's policy for operators read log files through S3, and nothing else", () => {
    const { Statement } = operatorPolicy({
      partition: 'aws',
      account: ACCOUNT,
      region: REGION,
      stage: 'class',
      bucket: 'class-trail',
      kmsKey: key,
    });
    const [, controlTower] = found;
    const operator = { ...reads, principal: `arn:aws:iam::${ACCOUNT}:user/ana` };
    assert.ok(mayUseKey(controlTower!, Statement, operator));
    assert.ok(!mayUseKey(controlTower!, Statement, { ...operator, context: {} }));
    assert.ok(!mayUseKey(controlTower!, Statement, { ...operator, action: 'kms:GenerateDataKey' }));
  });
});
