import assert from 'node:assert/strict';
import type { RemovalPlan } from '../../../../backend/aws/deployment/removal.ts';
import { keptCost, leftText, removalText } from '../../../../extension/aws/removalText.ts';
import { createFormat } from '../../../../extension/format.ts';

const l10n = {
  t: (text: string, ...values: unknown[]) => text.replace(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)])),
};
const format = createFormat(l10n, 'en', 'UTC');

const plan: RemovalPlan = {
  tracker: {
    stage: 'class',
    stackName: 'cloudtrail-tracker-class',
    stackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/cloudtrail-tracker-class/1',
    status: 'CREATE_COMPLETE',
    account: '111122223333',
    region: 'eu-west-1',
    parameters: {},
    outputs: { BucketName: 'class-trail' },
  },
  fates: [
    { kind: 'table', name: 'cloudtrail-tracker-class-v1', fate: 'kept', dollars: 0.5, bytes: 2e9 },
    { kind: 'backups', name: 'cloudtrail-tracker-class-v1', fate: 'kept', dollars: 0.4 },
    { kind: 'queue', name: 'https://sqs.eu-west-1.amazonaws.com/111122223333/ingest', fate: 'removed', dollars: 0.26 },
    { kind: 'logs', name: '/aws/lambda/ingest', fate: 'removed' },
    { kind: 'bucket', name: 'code', fate: 'removed', objects: 1 },
    { kind: 'bucket', name: 'uploads', fate: 'removed', objects: 10_000 },
  ],
  buckets: ['code', 'uploads'],
  hasTrigger: true,
  otherRules: [
    { id: 'mine', target: 'arn:aws:sqs:eu-west-1:111122223333:q', kind: 'queue', events: ['s3:ObjectCreated:*'], prefix: '', suffix: '' },
  ],
}; // prettier-ignore

describe('what a removal says before it begins', () => {
  const lines = (of: RemovalPlan) => removalText(format, of).split('\n');
  /** A row, with what stands on lines of its own below it. */
  const line = (of: RemovalPlan, pattern: RegExp) => {
    const at = lines(of).findIndex((each) => pattern.test(each));
    const below = lines(of).slice(at + 1);
    const end = below.findIndex((each) => !/^ {4}/.test(each));
    return [lines(of)[at], ...below.slice(0, end).map((each) => each.trim())].join(' ');
  };

  it('is what is kept, what that costs a month, and what goes', () => {
    assert.match(line(plan, /Table with the events/), /cloudtrail-tracker-class-v1 +2,000 MB, \$0\.50 a month$/);
    assert.match(line(plan, /backups/), /\$0\.40 a month$/);
    assert.equal(keptCost(plan), '$0.90');
    assert.match(line(plan, /Queue/), /^ {2}Queue +ingest +\$0\.26 a month$/);
    assert.match(line(plan, /Bucket +code/), /with 1 object$/);
    assert.match(line(plan, /Bucket +uploads/), /with more than 10,000 objects$/);
    assert.match(line(plan, /Log of a function/), /\$0\.03 a month for each GB$/);
    assert.match(line(plan, /^ {2}Connection/), /this computer +in the settings$/);
    assert.ok(lines(plan).findIndex((each) => each.includes('Connection')) > lines(plan).indexOf('REMOVED'));
    assert.match(line(plan, /Notes of backfills/), /this computer/);
    assert.deepEqual(lines(plan).filter((each) => each.length > 86), []); // prettier-ignore
    assert.ok(lines(plan).indexOf('KEPT') < lines(plan).indexOf('REMOVED'));
  });

  it('is also what becomes of the trigger, and of rules of others', () => {
    assert.match(line(plan, /^ {2}Trigger/), /class-trail +is taken out first, \$0\.00 a month$/);
    assert.match(line({ ...plan, hasTrigger: false }, /^ {2}Trigger/), /is not there$/);
    assert.match(line({ ...plan, hasTrigger: undefined }, /^ {2}Trigger/), /its owner has to take the rule out$/);
    assert.match(line(plan, /Rule of somebody else/), /leads nowhere then: mine: /);
  });
});

describe('what is said of a tracker that is gone', () => {
  const table = { arn: '', name: 'dynamodb table/cloudtrail-tracker-class-v1', isTable: true };
  const queue = { arn: '', name: 'sqs ingest', isTable: false };
  const removed = { stage: 'class', tables: ['cloudtrail-tracker-class-v1'], before: false };

  it('is what stays, each table once, and what was not to stay', () => {
    assert.equal(
      leftText(l10n, removed, [table]),
      'The tracker class is removed. The table cloudtrail-tracker-class-v1 stays, with its events.',
    );
    assert.match(leftText(l10n, removed, [table, queue]), /were not to be there: sqs ingest\./);
    assert.match(leftText(l10n, removed, undefined), /could not be looked at\.$/);
  });

  it('is the same where the removal has ended by itself', () => {
    assert.equal(
      leftText(l10n, { stage: 'class', tables: [], before: true }, [table]),
      'The tracker class is removed already. The table cloudtrail-tracker-class-v1 stays, with its events.',
    );
  });
});
