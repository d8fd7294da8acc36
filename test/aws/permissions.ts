import assert from 'node:assert/strict';
import { allows, grantsOf } from './local/executionRole.ts';
import { iamQuery } from './local/iamQuery.ts';
import { ACCOUNT, REGION } from './local/localAws.ts';
import { STAGE, type Story } from './story.ts';

const ANSWERS_NOT_FOUND = 'With it S3 answers "not found" for a file that is gone, without it "access denied".';
const POLLS = 'Lambda polls the queue in the name of the role.';
const WRITES_LOG = 'Lambda writes the log in the name of the role.';

/** What the functions may and never do by themselves, and why they may. */
const UNUSED: Record<string, Record<string, string>> = {
  ingest: {
    's3:ListBucket': ANSWERS_NOT_FOUND,
    'sqs:ReceiveMessage': POLLS,
    'sqs:DeleteMessage': POLLS,
    'sqs:GetQueueAttributes': POLLS,
    'logs:CreateLogStream': WRITES_LOG,
    'logs:PutLogEvents': WRITES_LOG,
  },
  query: {
    's3:ListBucket': ANSWERS_NOT_FOUND,
    'logs:CreateLogStream': WRITES_LOG,
    'logs:PutLogEvents': WRITES_LOG,
  },
};

/** Holds what the functions have called in the chapters before against the policies of their roles. */
export function testPermissions(story: () => Story): void {
  for (const [name, unused] of Object.entries(UNUSED)) {
    it(name, async () => {
      const functionName = `cloudtrail-tracker-${STAGE}-${name}`;
      const grants = await grantsOf(story().aws, functionName);
      const calls = story().aws.calls.filter((call) => call.function === functionName);
      assert.ok(calls.length > 0);
      const outside = calls.filter((call) => !grants.some((grant) => allows(grant, call)));
      assert.deepEqual(
        [
          ...new Set(
            outside.map(({ action, resource, leadingKeys = [] }) => [action, resource, ...leadingKeys].join(' ')),
          ),
        ],
        [],
      );
      const neverUsed = grants.filter((grant) => !calls.some((call) => allows(grant, call)));
      // The right to list is given on two buckets.
      assert.deepEqual([...new Set(neverUsed.map(({ action }) => action))].sort(), Object.keys(unused).sort());
    });
  }

  it('and lets readers do nothing but ask', async () => {
    const { aws, tracker } = story();
    const { ReaderPolicyArn: PolicyArn, ApiUrl } = tracker.outputs;
    const [document = ''] = await iamQuery(aws, 'GetPolicyVersion', { PolicyArn, VersionId: 'v1' }, 'Document');
    const [apiId] = new URL(ApiUrl).hostname.split('.');
    const Resource = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${apiId}/${STAGE}/GET/*`;
    assert.deepEqual((JSON.parse(document) as { Statement: unknown }).Statement, [
      { Effect: 'Allow', Action: 'execute-api:Invoke', Resource },
    ]);
    const own = { PolicyArn: tracker.outputs.OwnViewPolicyArn, VersionId: 'v1' };
    const [ownView = ''] = await iamQuery(aws, 'GetPolicyVersion', own, 'Document');
    const ownPath = Resource.replace('*', 'users/${aws:username}');
    assert.deepEqual((JSON.parse(ownView) as { Statement: unknown }).Statement, [
      { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: [ownPath, `${ownPath}/*`] },
    ]);
  });
}
