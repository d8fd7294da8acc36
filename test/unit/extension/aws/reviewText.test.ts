import assert from 'node:assert/strict';
import { monthlyBill, total } from '../../../../backend/aws/bill.ts';
import type { Estimate } from '../../../../backend/aws/estimate.ts';
import { expectedDay } from '../../../../backend/aws/expectedDay.ts';
import { reviewSummary, reviewText, type Review } from '../../../../extension/aws/deployment/reviewText.ts';
import { madrid } from '../texts.ts';

const day = {
  day: '2026-03-19',
  files: 400,
  bytes: 4e6,
  sampledFiles: 40,
  sampledBytes: 4e5,
  records: 20_000,
  stored: 5_000,
};
const lines = monthlyBill(expectedDay(day, 365));
const sampled: Estimate = { day, lines, dollars: total(lines) };

const review: Review = {
  stage: 'dev',
  isUpdate: false,
  account: '111122223333',
  identity: 'arn:aws:iam::111122223333:user/ana',
  region: 'eu-west-1',
  bucket: 'my-trail',
  retention: 365,
  parameters: { bucket: 'my-trail', retention: '365' },
  changes: [
    { action: 'Add', name: 'IngestQueue', type: 'AWS::SQS::Queue', replaced: false },
    { action: 'Modify', name: 'QueryRole', type: 'AWS::IAM::Role', replaced: false },
    { action: 'Modify', name: 'Deployment', type: 'AWS::ApiGateway::Deployment', replaced: true },
    { action: 'Remove', name: 'Old', type: 'AWS::SNS::Topic', replaced: false },
  ],
  notes: ['A note.'],
  estimate: sampled,
};

describe('the review of a deployment', () => {
  const text = reviewText(madrid, review);
  const rows = text.split('\n');

  it('says who does what where, and that nothing is done yet', () => {
    assert.equal(rows[0], 'THE NEW TRACKER dev');
    assert.match(text, /^This is the plan: nothing is created or changed before you agree\.$/m);
    for (const fact of ['111122223333', 'arn:aws:iam::111122223333:user/ana', 'eu-west-1', 'my-trail', '1 year'])
      assert.ok(
        rows.some((row) => row.endsWith(`  ${fact}`)),
        fact,
      );
    assert.match(text, /^A note\.$/m);
  });

  it('has every change, in words', () => {
    const at = rows.indexOf('CHANGES (4)');
    assert.deepEqual(rows.slice(at + 1, at + 5), [
      '  Create   AWS::SQS::Queue              IngestQueue',
      '  Change   AWS::IAM::Role               QueryRole',
      '  Replace  AWS::ApiGateway::Deployment  Deployment',
      '  Delete   AWS::SNS::Topic              Old',
    ]);
  });

  it('says of which day it is an estimate, from how much of it, and what is kept', () => {
    assert.match(text, /^A DAY LIKE 2026-03-19$/m);
    assert.match(text, /Scaled up from 40 of its 400 files \(400 kB of 4 MB\): an estimate/);
    assert.match(text, /^ {2}Records\s+20,000$/m);
    assert.match(text, /^ {2}Events that are kept\s+5,000 \(25%\)$/m);
  });

  it('has a line for each cost, that sum up to all', () => {
    const costs = rows.flatMap((row) => /^ {2}(.+?)\s+\$(\d+\.\d\d)$/.exec(row)?.slice(1) ?? []);
    const amounts = costs.filter((_, index) => index % 2 === 1).map(Number);
    assert.equal(amounts.length, lines.length + 1);
    const all = amounts.pop()!;
    assert.ok(Math.abs(amounts.reduce((sum, amount) => sum + amount, 0) - all) < 0.1, text);
    assert.match(text, /list prices of us-east-1 as of 2025/);
  });

  it('says that there is nothing to sample, or why not', () => {
    const idle = { day: undefined, lines, dollars: 0.63 };
    const none = reviewText(madrid, { ...review, estimate: idle });
    assert.match(none, /^Nothing to sample yet/m);
    const refused = reviewText(madrid, { ...review, estimate: { ...idle, refused: 'ana may not do s3:GetObject.' } });
    assert.match(refused, /No day could be sampled[^$]*ana may not do\s+s3:GetObject\./);
  });

  it('has no line that is cut off beside a side bar', () => {
    const parameters = {
      keep: 'AssumeRole*,GetSessionToken,GetFederationToken,GetSecretValue,GetParameter*,GetPasswordData',
    };
    for (const estimate of [sampled, { ...sampled, day: undefined }]) {
      const long = reviewText(madrid, { ...review, notes: ['word '.repeat(60)], parameters, estimate }).split('\n');
      assert.deepEqual(long.filter((row) => row.length > 86), []); // prettier-ignore
      assert.ok(long.join('').replaceAll(' ', '').includes(parameters.keep));
    }
  });

  it('is summed up for the question', () => {
    assert.deepEqual(reviewSummary(madrid, review), [
      `Estimated: $${sampled.dollars.toFixed(2)} a month, from a sample of one day.`,
      '4 resources are created.',
      'The bucket my-trail is not changed.',
    ]);
    assert.deepEqual(
      reviewSummary(madrid, {
        ...review,
        isUpdate: true,
        changes: [],
        estimate: { day: undefined, lines: [], dollars: 0.6 },
      }),
      ['Nothing to sample yet: at least $0.60 a month.', '0 resources change. The events that are stored stay.'],
    );
  });
});
