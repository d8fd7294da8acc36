import assert from 'node:assert/strict';
import {
  S3Client,
  type NotificationConfiguration,
  type PutBucketNotificationConfigurationCommandInput,
} from '@aws-sdk/client-s3';
import {
  applyTrigger,
  planTrigger,
  readTriggerRules,
  removeTrigger,
  rulesToQueue,
  type TriggerPlace,
} from '../../../backend/aws/trigger.ts';
import { awsError, fakeClient, refused, type FakeAnswers, type FakeCall } from '../../fixtures/fakeClient.ts';
import { refusal } from '../../fixtures/userErrors.ts';

const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:ours';
const PLACE: TriggerPlace = { bucket: 'trail', queueArn: QUEUE, account: '111122223333', id: 'ours' };

/** What others have on the bucket, one of each kind. */
const FOREIGN: NotificationConfiguration = {
  QueueConfigurations: [
    {
      Id: 'reports',
      QueueArn: 'arn:aws:sqs:eu-west-1:111122223333:reports',
      Events: ['s3:ObjectCreated:*'],
      Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'reports/' }] } },
    },
  ],
  TopicConfigurations: [
    { Id: 'removed', TopicArn: 'arn:aws:sns:eu-west-1:111122223333:topic', Events: ['s3:ObjectRemoved:*'] },
  ],
  LambdaFunctionConfigurations: [
    {
      Id: 'pictures',
      LambdaFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:thumbnails',
      Events: ['s3:ObjectCreated:Put'],
      Filter: { Key: { FilterRules: [{ Name: 'suffix', Value: '.jpg' }] } },
    },
  ],
  EventBridgeConfiguration: {},
};

describe('the trigger', () => {
  let bucket: NotificationConfiguration;
  let calls: FakeCall[];
  const ANSWERS: FakeAnswers = {
    GetBucketNotificationConfiguration: () => ({ $metadata: {}, ...structuredClone(bucket) }),
    PutBucketNotificationConfiguration: (input: PutBucketNotificationConfigurationCommandInput) => {
      bucket = structuredClone(input.NotificationConfiguration!);
      return {};
    },
  };
  const aws = (answers: FakeAnswers = {}) => ({ s3: fakeClient(S3Client, { ...ANSWERS, ...answers }, calls) });
  const puts = () => calls.filter(({ command }) => command === 'PutBucketNotificationConfiguration');

  beforeEach(() => {
    bucket = structuredClone(FOREIGN);
    calls = [];
  });

  const ours = (prefix: string) => ({
    Id: 'ours',
    QueueArn: QUEUE,
    Events: ['s3:ObjectCreated:*' as const],
    Filter: {
      Key: {
        FilterRules: [
          { Name: 'prefix' as const, Value: prefix },
          { Name: 'suffix' as const, Value: '.json.gz' },
        ],
      },
    },
  });

  it('is planned without writing anything', async () => {
    const plan = await planTrigger(aws(), PLACE, 'AWSLogs/');
    assert.deepEqual([plan.isDone, plan.overlap, plan.replaced, puts()], [false, undefined, [], []]);
    assert.deepEqual(plan.before, FOREIGN);
  });

  it('is added to what others have', async () => {
    await applyTrigger(aws(), await planTrigger(aws(), PLACE, 'AWSLogs/'));
    assert.deepEqual(bucket, {
      ...FOREIGN,
      QueueConfigurations: [...FOREIGN.QueueConfigurations!, ours('AWSLogs/')],
    });
    assert.ok(calls.every(({ input }) => (input as { ExpectedBucketOwner?: string }).ExpectedBucketOwner === '111122223333')); // prettier-ignore
    assert.equal((await rulesToQueue(aws(), PLACE)).length, 1);
  });

  it('is the first of a bucket that tells nobody', async () => {
    bucket = {};
    await applyTrigger(aws(), await planTrigger(aws(), PLACE, 'AWSLogs/'));
    assert.deepEqual(bucket, { QueueConfigurations: [ours('AWSLogs/')] });
  });

  it('is not written a second time', async () => {
    await applyTrigger(aws(), await planTrigger(aws(), PLACE, 'AWSLogs/'));
    const plan = await planTrigger(aws(), PLACE, 'AWSLogs/');
    assert.ok(plan.isDone);
    await applyTrigger(aws(), plan);
    assert.equal(puts().length, 1);
  });

  it('replaces its own rule where that has another prefix, and says so', async () => {
    await applyTrigger(aws(), await planTrigger(aws(), PLACE, 'old/AWSLogs/'));
    const plan = await planTrigger(aws(), PLACE, 'new/AWSLogs/');
    assert.deepEqual(plan.replaced.map(({ prefix }) => prefix), ['old/AWSLogs/']); // prettier-ignore
    await applyTrigger(aws(), plan);
    assert.deepEqual(bucket.QueueConfigurations, [...FOREIGN.QueueConfigurations!, ours('new/AWSLogs/')]);
  });

  const byHand = (prefix: string, suffix = '.json.gz') => {
    const rule = { ...ours(prefix), Id: `by-hand-${prefix}` };
    return {
      ...rule,
      Filter: { Key: { FilterRules: [rule.Filter.Key.FilterRules[0]!, { Name: 'suffix' as const, Value: suffix }] } },
    };
  };

  it('leaves a rule that somebody has made for another prefix and the same queue', async () => {
    bucket = { QueueConfigurations: [byHand('other/AWSLogs/')] };
    const plan = await planTrigger(aws(), PLACE, 'AWSLogs/');
    assert.deepEqual(plan.replaced, []);
    await applyTrigger(aws(), plan);
    assert.deepEqual(bucket.QueueConfigurations, [byHand('other/AWSLogs/'), ours('AWSLogs/')]);
  });

  it('is there already where a rule of the same queue tells of all its objects', async () => {
    bucket = { QueueConfigurations: [byHand('', '.gz')] };
    const plan = await planTrigger(aws(), PLACE, 'AWSLogs/');
    assert.deepEqual([plan.isDone, plan.rule.id], [true, 'by-hand-']);
    await applyTrigger(aws(), plan);
    assert.deepEqual(puts(), []);
  });

  it('takes the place of a rule of the same queue that tells of less', async () => {
    bucket = { QueueConfigurations: [byHand('AWSLogs/111122223333/')] };
    const plan = await planTrigger(aws(), PLACE, 'AWSLogs/');
    assert.deepEqual(plan.replaced.map(({ prefix }) => prefix), ['AWSLogs/111122223333/']); // prettier-ignore
    await applyTrigger(aws(), plan);
    assert.deepEqual(bucket.QueueConfigurations, [ours('AWSLogs/')]);
  });

  it('is not installed over a rule of the same queue that tells of something else too', async () => {
    bucket = { QueueConfigurations: [byHand('AWSLogs/111122223333/', '.gz')] };
    assert.equal((await planTrigger(aws(), PLACE, 'AWSLogs/')).overlap?.id, 'by-hand-AWSLogs/111122223333/');
  });

  it('is not installed where another rule tells of the same objects', async () => {
    bucket.TopicConfigurations = [{ Id: 'all', TopicArn: 'arn:topic', Events: ['s3:ObjectCreated:Put'] }];
    const plan = await planTrigger(aws(), PLACE, 'AWSLogs/');
    assert.equal(plan.overlap?.target, 'arn:topic');
    await assert.rejects(applyTrigger(aws(), plan), refusal(undefined, 409));
    assert.deepEqual(puts(), []);
  });

  it('is not written over a change of somebody else', async () => {
    const plan = await planTrigger(aws(), PLACE, 'AWSLogs/');
    bucket = {};
    await assert.rejects(applyTrigger(aws(), plan), refusal(undefined, 409));
    assert.deepEqual([puts(), bucket], [[], {}]);
  });

  it('is not said to be installed where it is not read back', async () => {
    const lost = aws({ PutBucketNotificationConfiguration: () => ({}) });
    await assert.rejects(applyTrigger(lost, await planTrigger(lost, PLACE, 'AWSLogs/')), refusal(undefined, 409));
  });

  it('says what S3 has against a target', async () => {
    const error = Object.assign(awsError('InvalidArgument', 400), {
      message: 'Unable to validate the following destination configurations',
    });
    const picky = aws({ PutBucketNotificationConfiguration: refused(error) });
    const plan = await planTrigger(picky, PLACE, 'AWSLogs/');
    await assert.rejects(applyTrigger(picky, plan), /must let s3\.amazonaws\.com send .* Or one of these .*reports/);
  });

  it('names the permission that is missing', async () => {
    const denied = aws({ PutBucketNotificationConfiguration: refused(awsError('AccessDenied', 403)) });
    const plan = await planTrigger(denied, PLACE, 'AWSLogs/');
    await assert.rejects(applyTrigger(denied, plan), /s3:PutBucketNotification on arn:aws:s3:::trail/);
  });

  it('is removed alone', async () => {
    await applyTrigger(aws(), await planTrigger(aws(), PLACE, 'AWSLogs/'));
    assert.deepEqual((await removeTrigger(aws(), PLACE)).map(({ id }) => id), ['ours']); // prettier-ignore
    assert.deepEqual(bucket, FOREIGN);
  });

  it('is not removed where there is none', async () => {
    assert.deepEqual(await removeTrigger(aws(), PLACE), []);
    assert.deepEqual(puts(), []);
  });

  it('is told before it is removed, with what else leads to the queue', async () => {
    bucket = { ...FOREIGN, QueueConfigurations: [...FOREIGN.QueueConfigurations!, ours('AWSLogs/'), byHand('other/')] };
    const { own, byHand: others } = await readTriggerRules(aws(), PLACE);
    assert.deepEqual([own.map(({ id }) => id), others.map(({ id }) => id)], [['ours'], ['by-hand-other/']]);
    assert.deepEqual(puts(), []);
  });

  it('leaves a rule that somebody else has made for the same queue', async () => {
    bucket = { QueueConfigurations: [byHand('AWSLogs/')] };
    assert.deepEqual(await removeTrigger(aws(), PLACE), []);
    assert.deepEqual(bucket, { QueueConfigurations: [byHand('AWSLogs/')] });
  });
});
