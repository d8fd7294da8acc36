import assert from 'node:assert/strict';
import { S3Client, type HeadObjectCommandInput } from '@aws-sdk/client-s3';
import { keyStanding, newestKey } from '../../../backend/aws/logFileKey.ts';
import { accessStatements, ownerStatements } from '../../../backend/aws/statements.ts';
import type { Tracker } from '../../../backend/aws/trackers.ts';
import { awsError, fakeClient, refused, type FakeAnswers } from '../../fixtures/fakeClient.ts';

const [OURS, OTHER] = ['111122223333', '999988887777'];
const keyOf = (account: string) => `arn:aws:kms:eu-west-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const nameAt = (time: string) => `${OURS}_CloudTrail_eu-west-1_20260301T${time}Z_AbCdEfGhIjKlMnOp.json.gz`;
/** Of two trails, the second of which has delivered last. */
const KEYS = [
  `AWSLogs/${OURS}/CloudTrail/eu-west-1/2026/03/01/${nameAt('1005')}`,
  `team/AWSLogs/${OURS}/CloudTrail/eu-west-1/2026/03/01/${nameAt('1010')}`,
];

function bucket(encrypted: Record<string, string>, answers: FakeAnswers = {}) {
  const listed = ({ Prefix = '', Delimiter }: { Prefix?: string; Delimiter?: string }) => {
    const found = KEYS.filter((key) => key.startsWith(Prefix));
    if (Delimiter === undefined) return { Contents: found.map((Key) => ({ Key, Size: 10 })) };
    const folders = found.map((key) => key.slice(0, key.indexOf('/', Prefix.length) + 1));
    return { CommonPrefixes: [...new Set(folders)].map((each) => ({ Prefix: each })) };
  };
  const HeadObject = ({ Key = '' }: HeadObjectCommandInput) => ({ SSEKMSKeyId: encrypted[Key] });
  return { s3: fakeClient(S3Client, { ListObjectsV2: listed, HeadObject, ...answers }) };
}

const tracker = (parameters: Record<string, string> = {}): Tracker => ({
  stage: 'class',
  stackName: 'cloudtrail-tracker-class',
  stackId: '',
  status: 'CREATE_COMPLETE',
  account: OURS,
  region: 'eu-west-1',
  parameters: { KmsKey: '', BucketOwner: '', ...parameters },
  outputs: { BucketName: 'trail-bucket', QueueArn: 'arn:queue' },
});

describe('the key that log files are encrypted with', () => {
  it('is that of the newest file, of all or of those below a prefix', async () => {
    const aws = bucket({ [KEYS[0]!]: keyOf(OURS), [KEYS[1]!]: keyOf(OTHER) });
    assert.deepEqual(await newestKey(aws, 'trail-bucket', ''), { kmsKey: keyOf(OTHER) });
    assert.deepEqual(await newestKey(aws, 'trail-bucket', 'AWSLogs/'), { kmsKey: keyOf(OURS) });
  });

  it('is none where S3 encrypts by itself, and where there is no file', async () => {
    assert.deepEqual(await newestKey(bucket({}), 'trail-bucket', ''), {});
    assert.deepEqual(await newestKey(bucket({}), 'trail-bucket', 'nothing/AWSLogs/'), {});
  });

  it('is not known to who may not look, which is said', async () => {
    const { refused: why } = await newestKey(bucket({}, { HeadObject: refused(awsError('AccessDenied', 403)) }), 'trail-bucket', ''); // prettier-ignore
    assert.match(why ?? '', /s3:GetObject on arn:aws:s3:::trail-bucket/);
  });

  for (const [what, kmsKey, deployed, expected] of [
    ['no key', undefined, '', 'fine'],
    ['its own key', keyOf(OURS), keyOf(OURS), 'fine'],
    ['a key that it is not deployed with', keyOf(OURS), '', 'undeployed'],
    ['another key than it is deployed with', keyOf(OTHER), keyOf(OURS), 'undeployed'],
    ['the key of another account', keyOf(OTHER), keyOf(OTHER), 'foreign'],
  ] as const)
    it(`stands to a tracker as ${expected}: ${what}`, () =>
      assert.equal(keyStanding(tracker({ KmsKey: deployed }), kmsKey), expected));
});

describe('what others must add', () => {
  it('is nothing where all is of one account and not encrypted', () => {
    assert.equal(accessStatements(tracker(), { prefix: 'AWSLogs/' }), undefined);
  });

  it('is a statement of the key, and the deployment where that lacks it', () => {
    const text = accessStatements(tracker(), { prefix: 'AWSLogs/', kmsKey: keyOf(OTHER) }) ?? '';
    assert.match(text, /Whoever manages keys in account 999988887777/);
    assert.match(text, /"kms:Decrypt"[\s\S]*role\/cloudtrail-tracker-class-\*/);
    assert.match(text, /--param kmsKey=arn:aws:kms:eu-west-1:999988887777/);
    const deployed = accessStatements(tracker({ KmsKey: keyOf(OTHER) }), { kmsKey: keyOf(OTHER) }) ?? '';
    assert.match(deployed, /kms put-key-policy --region eu-west-1/);
    assert.doesNotMatch(deployed, /--param/);
  });

  it('is a statement of the bucket where that is of another account', () => {
    const text = accessStatements(tracker({ BucketOwner: OTHER }), {}) ?? '';
    assert.match(text, /## The policy of the bucket[\s\S]*"s3:GetObject"/);
    assert.doesNotMatch(text, /kms/);
  });

  it('has the prefix of the trail in the rule, where it is known', () => {
    const known = ownerStatements(tracker(), { prefix: 'o-abc/AWSLogs/o-abc/' });
    assert.match(known, /"Value": "o-abc\/AWSLogs\/o-abc\/"/);
    assert.doesNotMatch(known, /If the trail has a prefix/);
    assert.match(ownerStatements(tracker()), /If the trail has a prefix[\s\S]*"Value": "AWSLogs\/"/);
  });
});
