import assert from 'node:assert/strict';
import type { FilterRule, QueueConfiguration } from '@aws-sdk/client-s3';
import {
  describeConfiguration,
  overlapWith,
  queueConfigurationOf,
  rulesIn,
  sameConfiguration,
  type Rule,
} from '../../../backend/aws/notification.ts';

const rule = (events: string, prefix: string, suffix: string): Rule => ({
  id: 'rule',
  target: 'arn:aws:sqs:eu-west-1:111122223333:queue',
  kind: 'queue',
  events: events.split(' '),
  prefix,
  suffix,
});
const OURS = rule('s3:ObjectCreated:*', 'AWSLogs/', '.json.gz');

const queue = (...rules: FilterRule[]): QueueConfiguration => ({
  Id: 'a',
  QueueArn: 'arn:queue',
  Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'],
  Filter: { Key: { FilterRules: rules } },
});
const PREFIX: FilterRule = { Name: 'prefix', Value: 'a/' };
const SUFFIX: FilterRule = { Name: 'suffix', Value: '.gz' };

describe('the rules of a bucket', () => {
  const overlaps: [title: string, other: Rule, overlaps: boolean][] = [
    ['all objects', rule('s3:ObjectCreated:*', '', ''), true],
    ['the same objects', OURS, true],
    ['a single event of the group', rule('s3:ObjectCreated:Put', '', ''), true],
    ['one event among others', rule('s3:ObjectRemoved:* s3:ObjectCreated:Copy', '', ''), true],
    ['a longer prefix', rule('s3:ObjectCreated:*', 'AWSLogs/111122223333/', ''), true],
    ['a shorter prefix', rule('s3:ObjectCreated:*', 'AWS', ''), true],
    ['a longer suffix', rule('s3:ObjectCreated:*', '', '_x.json.gz'), true],
    ['a shorter suffix', rule('s3:ObjectCreated:*', '', 'gz'), true],
    ['other events', rule('s3:ObjectRemoved:*', '', ''), false],
    ['an event whose name begins alike', rule('s3:ObjectTagging:Put s3:ReducedRedundancyLostObject', '', ''), false],
    ['another prefix', rule('s3:ObjectCreated:*', 'reports/', ''), false],
    ['another prefix that begins alike', rule('s3:ObjectCreated:*', 'AWSLogs2/', ''), false],
    ['another suffix', rule('s3:ObjectCreated:*', 'AWSLogs/', '.csv'), false],
    ['another suffix that ends alike', rule('s3:ObjectCreated:*', 'AWSLogs/', '.csv.gz'), false],
  ];
  for (const [title, other, expected] of overlaps) {
    it(`${expected ? 'overlap' : 'do not overlap'}: ${title}`, () => {
      assert.equal(overlapWith(OURS, [other]) === other, expected);
      assert.equal(overlapWith(other, [OURS]) === OURS, expected);
    });
  }

  it('are read whatever they lead to', () => {
    const found = rulesIn({
      QueueConfigurations: [queue(PREFIX, SUFFIX)],
      TopicConfigurations: [{ TopicArn: 'arn:topic', Events: ['s3:ObjectCreated:Put'] }],
      LambdaFunctionConfigurations: [{ Id: 'b', LambdaFunctionArn: 'arn:function', Events: ['s3:ObjectRemoved:*'] }],
      EventBridgeConfiguration: {},
    });
    assert.deepEqual(
      found.map(({ id, target, kind, prefix, suffix }) => [id, target, kind, prefix, suffix]),
      [
        ['a', 'arn:queue', 'queue', 'a/', '.gz'],
        ['', 'arn:topic', 'topic', '', ''],
        ['b', 'arn:function', 'function', '', ''],
      ],
    );
  });

  it('are written as they are read', () => {
    for (const each of [OURS, rule('s3:ObjectCreated:*', '', '')])
      assert.deepEqual(rulesIn({ QueueConfigurations: [queueConfigurationOf(each)] }), [each]);
  });

  it('are described, a line each', () => {
    assert.deepEqual(
      describeConfiguration({ QueueConfigurations: [queue(PREFIX, SUFFIX)], EventBridgeConfiguration: {} }),
      ['a: s3:ObjectCreated:*, s3:ObjectRemoved:* of a/*.gz → arn:queue', 'everything → EventBridge'],
    );
  });

  const capital = (each: FilterRule) => ({ ...each, Name: `${each.Name![0]!.toUpperCase()}${each.Name!.slice(1)}` }) as FilterRule; // prettier-ignore
  const same: [title: string, QueueConfiguration][] = [
    ['in capitals, as S3 gives them back', queue(capital(PREFIX), capital(SUFFIX))],
    ['in another order', { ...queue(SUFFIX, PREFIX), Events: ['s3:ObjectRemoved:*', 's3:ObjectCreated:*'] }],
  ];
  for (const [title, other] of same) {
    it(`are the same ${title}`, () => {
      const a = { QueueConfigurations: [queue(PREFIX, SUFFIX)], TopicConfigurations: [] };
      assert.ok(sameConfiguration(a, { QueueConfigurations: [other] }));
    });
  }

  it('are the same without a filter and with an empty one', () => {
    const { Filter: _filter, ...rest } = queue();
    const empty = queue({ Name: 'prefix', Value: '' });
    assert.ok(sameConfiguration({ QueueConfigurations: [rest] }, { QueueConfigurations: [empty] }));
  });

  const others: [title: string, QueueConfiguration][] = [
    ['another id', { ...queue(PREFIX), Id: 'b' }],
    ['another target', { ...queue(PREFIX), QueueArn: 'arn:other' }],
    ['fewer events', { ...queue(PREFIX), Events: ['s3:ObjectCreated:*'] }],
    ['another prefix', queue({ Name: 'prefix', Value: 'b/' })],
    ['a suffix for a prefix', queue({ Name: 'suffix', Value: 'a/' })],
    ['no filter', queue()],
  ];
  for (const [title, other] of others) {
    it(`are not the same with ${title}`, () => {
      assert.ok(!sameConfiguration({ QueueConfigurations: [queue(PREFIX)] }, { QueueConfigurations: [other] }));
    });
  }

  it('are not the same once EventBridge is on', () => {
    assert.ok(!sameConfiguration({}, { EventBridgeConfiguration: {} }));
  });
});
