import assert from 'node:assert/strict';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { S3Client } from '@aws-sdk/client-s3';
import { createTrail, planTrail } from '../../../backend/aws/createTrail.ts';
import { awsError, fakeClient, refused, type FakeAnswers, type FakeCall } from '../../fixtures/fakeClient.ts';

const IDENTITY = { account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ana' };
const BUCKET = 'cloudtrail-tracker-trail-111122223333-eu-west-1';
const ARN = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/cloudtrail-tracker';
const CHANGES = /^(Create|Put|Start|Delete|Update|Add)/;

/** An account with nothing in it, that remembers what is created. */
function emptyAccount(more: FakeAnswers = {}, region = 'eu-west-1') {
  const state = { bucket: false, tags: [] as { Key: string }[], trails: [] as object[] };
  const calls: FakeCall[] = [];
  const notFound = refused(awsError('NotFound', 404));
  const answers: FakeAnswers = {
    HeadBucket: () => (state.bucket ? { BucketRegion: region } : notFound()),
    CreateBucket: () => ((state.bucket = true), {}),
    GetBucketTagging: () => (state.tags.length > 0 ? { TagSet: state.tags } : refused(awsError('NoSuchTagSet', 404))()),
    ListObjectsV2: () => ({ Contents: [] }),
    PutBucketTagging: ({ Tagging }: { Tagging: { TagSet: { Key: string }[] } }) => ((state.tags = Tagging.TagSet), {}),
    PutPublicAccessBlock: () => ({}),
    PutBucketEncryption: () => ({}),
    PutBucketPolicy: () => ({}),
    DescribeTrails: () => ({ trailList: state.trails }),
    CreateTrail: ({ S3BucketName }: { S3BucketName: string }) => {
      state.trails.push({ TrailARN: ARN, S3BucketName, IsMultiRegionTrail: true });
      return {};
    },
    StartLogging: () => ({}),
    ...more,
  };
  const aws = {
    region,
    s3: fakeClient(S3Client, answers, calls),
    cloudTrail: fakeClient(CloudTrailClient, answers, calls),
  };
  return { aws, state, calls, changes: () => calls.map(({ command }) => command).filter((name) => CHANGES.test(name)) };
}

const inputOf = (calls: FakeCall[], command: string) => calls.find((call) => call.command === command)?.input;

describe('planTrail', () => {
  it('changes nothing', async () => {
    const { aws, changes } = emptyAccount();
    assert.deepEqual(await planTrail(aws, IDENTITY), {
      name: 'cloudtrail-tracker',
      arn: ARN,
      bucket: BUCKET,
      region: 'eu-west-1',
      account: '111122223333',
      bucketExists: false,
      trailExists: false,
    });
    assert.deepEqual(changes(), []);
  });

  const refusals: [what: string, FakeAnswers, message: RegExp][] = [
    ["another account's bucket", { HeadBucket: refused(awsError('403', 403)) }, /another account owns/],
    ['a bucket of another region', { HeadBucket: () => ({ BucketRegion: 'us-west-2' }) }, /already, in us-west-2/],
    [
      'a bucket that holds something else',
      { HeadBucket: () => ({ BucketRegion: 'eu-west-1' }), ListObjectsV2: () => ({ Contents: [{ Key: 'x' }] }) },
      /with files in it and without the tag/,
    ],
    [
      'a trail of that name to another bucket',
      { DescribeTrails: () => ({ trailList: [{ TrailARN: ARN, S3BucketName: 'other', IsMultiRegionTrail: true }] }) },
      /delivers to the bucket other/,
    ],
  ];
  for (const [what, answers, message] of refusals) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(planTrail(emptyAccount(answers).aws, IDENTITY), { name: 'UserError', message });
    });
  }
});

describe('createTrail', () => {
  it('creates a private bucket, a trail of all regions, and starts it', async () => {
    const { aws, calls, changes } = emptyAccount();
    const steps: string[] = [];
    await createTrail(aws, await planTrail(aws, IDENTITY), (step) => steps.push(step));
    assert.deepEqual(steps, ['bucket', 'policy', 'trail', 'logging']);
    assert.deepEqual(changes(), [
      'CreateBucket',
      'PutBucketTagging',
      'PutPublicAccessBlock',
      'PutBucketEncryption',
      'PutBucketPolicy',
      'CreateTrail',
      'StartLogging',
    ]);
    assert.deepEqual(inputOf(calls, 'CreateTrail'), {
      Name: 'cloudtrail-tracker',
      S3BucketName: BUCKET,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
      TagsList: [{ Key: 'cloudtrail-tracker', Value: 'trail' }],
    });
    const { Policy } = inputOf(calls, 'PutBucketPolicy') as { Policy: string };
    const { Statement } = JSON.parse(Policy) as { Statement: { Effect: string; Condition: object }[] };
    const allowed = Statement.filter(({ Effect }) => Effect === 'Allow');
    assert.equal(allowed.length, 2);
    for (const { Condition } of allowed)
      assert.match(JSON.stringify(Condition), new RegExp(`"aws:SourceArn":"${ARN}"`));
  });

  it('goes on where an attempt stopped, wherever that was', async () => {
    const whole = emptyAccount();
    await createTrail(whole.aws, await planTrail(whole.aws, IDENTITY), () => undefined);
    for (const failing of whole.changes()) {
      let failed = false;
      const account = emptyAccount();
      const { send } = account.aws.s3;
      for (const client of [account.aws.s3, account.aws.cloudTrail]) {
        Object.assign(client, {
          send: (command: { constructor: { name: string } }) => {
            if (command.constructor.name !== `${failing}Command` || failed) return send(command as never);
            failed = true;
            return Promise.reject(awsError('AccessDenied', 403));
          },
        });
      }
      const attempt = async () =>
        createTrail(account.aws, await planTrail(account.aws, IDENTITY), () => undefined, undefined, 0);
      await assert.rejects(attempt(), { name: 'UserError', status: 403 }, failing);
      await attempt();
      assert.deepEqual(
        [account.state.bucket, account.state.tags.length, account.state.trails.length],
        [true, 1, 1],
        failing,
      );
      assert.equal(account.changes().filter((name) => name === 'CreateBucket').length, 1, failing);
      assert.equal(account.changes().at(-1), 'StartLogging', failing);
    }
  });

  it("waits until the bucket's policy is in force, but not for ever", async () => {
    let early = 3;
    const slow = emptyAccount();
    const tooEarly = awsError('InsufficientS3BucketPolicyException', 400);
    const patient = emptyAccount({
      CreateTrail: () => {
        if (early-- > 0) throw tooEarly;
        return {};
      },
    });
    await createTrail(patient.aws, await planTrail(patient.aws, IDENTITY), () => undefined, undefined, 0);
    assert.equal(early, -1);
    const never = emptyAccount({ CreateTrail: refused(tooEarly) });
    const plan = await planTrail(slow.aws, IDENTITY);
    const giveUp = createTrail(never.aws, plan, () => undefined, undefined, 0);
    await assert.rejects(giveUp, { name: 'UserError', message: /InsufficientS3BucketPolicy/ });
  });

  it('gives no location constraint in us-east-1, which refuses it', async () => {
    const { aws, calls } = emptyAccount({ DescribeTrails: () => ({ trailList: [] }) }, 'us-east-1');
    await createTrail(aws, await planTrail(aws, IDENTITY), () => undefined);
    assert.deepEqual(inputOf(calls, 'CreateBucket'), { Bucket: BUCKET.replace('eu-west-1', 'us-east-1') });
  });
});
