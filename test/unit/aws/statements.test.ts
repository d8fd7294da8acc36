import assert from 'node:assert/strict';
import type { Rule } from '../../../backend/aws/notification.ts';
import { overlapAdvice } from '../../../backend/aws/statements.ts';
import type { Tracker } from '../../../backend/aws/trackers.ts';

const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:cloudtrail-tracker-class-ingest';
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:log-files';
const TRACKER: Tracker = {
  stage: 'class',
  stackName: 'cloudtrail-tracker-class',
  stackId: '',
  status: 'CREATE_COMPLETE',
  account: '111122223333',
  region: 'eu-west-1',
  parameters: {},
  outputs: { BucketName: 'trail-bucket', QueueArn: QUEUE },
};
const rule = (kind: Rule['kind'], target: string): Rule => ({
  id: 'theirs',
  target,
  kind,
  events: ['s3:ObjectCreated:*'],
  prefix: 'AWSLogs/',
  suffix: '',
});

/** The JSON of a document, each block by its own. */
const blocks = (text: string) =>
  [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => JSON.parse(json) as Record<string, unknown>);

describe('what to do where another rule takes the same objects', () => {
  it('names the rule', () => {
    const text = overlapAdvice(TRACKER, rule('function', 'arn:function'), false);
    assert.match(text, /theirs: s3:ObjectCreated:\* of AWSLogs\/\* → arn:function/);
  });

  it('is to subscribe to its topic, which the queue has to let send', () => {
    const text = overlapAdvice(TRACKER, rule('topic', TOPIC), false);
    assert.match(text, new RegExp(`aws sns subscribe --region eu-west-1 --topic-arn ${TOPIC} --protocol sqs --notification-endpoint ${QUEUE}`)); // prettier-ignore
    assert.deepEqual(blocks(text)[0], {
      Sid: 'TopicSends',
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: QUEUE,
      Condition: { ArnEquals: { 'aws:SourceArn': TOPIC } },
    });
  });

  it('is to make a topic of another kind of receiver', () => {
    for (const kind of ['queue', 'function'] as const)
      assert.match(overlapAdvice(TRACKER, rule(kind, 'arn:x'), false), /## By a topic\n[\s\S]*leads to an SNS topic/);
  });

  it('is a rule of EventBridge, which the bucket has on or not', () => {
    assert.match(overlapAdvice(TRACKER, rule('topic', TOPIC), true), /The bucket tells EventBridge of everything/);
    const text = overlapAdvice(TRACKER, rule('topic', TOPIC), false);
    assert.match(text, /does not tell EventBridge yet/);
    const [, pattern = ''] = /--event-pattern '(.*)'/.exec(text) ?? [];
    assert.deepEqual(JSON.parse(pattern), {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: ['trail-bucket'] }, object: { key: [{ suffix: '.json.gz' }] } },
    });
    assert.match(text, new RegExp(`Id=tracker,Arn=${QUEUE}`));
    const { Condition } = blocks(text).at(-1)!;
    const arn = 'arn:aws:events:eu-west-1:111122223333:rule/cloudtrail-tracker-class-log-files';
    assert.deepEqual(Condition, { ArnEquals: { 'aws:SourceArn': arn } });
  });
});
