import assert from 'node:assert/strict';
import { dollarsOf, gigabyteSeconds, monthlyBill, total, type TrackerDay } from '../../../backend/aws/bill.ts';

const NOTHING: TrackerDay = {
  writeUnits: 0,
  ingestReadUnits: 0,
  queryReadUnits: 0,
  objectsRead: 0,
  messages: 0,
  apiCalls: 0,
  gigabyteSeconds: 0,
  logBytes: 0,
  storedBytes: 0,
};

function billOf(day: Partial<TrackerDay>): Record<string, number> {
  const lines = monthlyBill({ ...NOTHING, ...day });
  return Object.fromEntries(lines.map(({ what, dollars }) => [what, Number(dollars.toFixed(6))]));
}

describe('monthlyBill', () => {
  const idle = billOf({});

  it('has two alarms, and a queue that is asked without end', () => {
    const { 'SQS requests': sqs, 'CloudWatch alarms': alarms, ...others } = idle;
    assert.equal(alarms, 0.2);
    assert.equal(sqs, 0.2592); // 648,000 requests
    assert.deepEqual(new Set(Object.values(others)), new Set([0]));
  });

  const cases: [Partial<TrackerDay>, Record<string, number>][] = [
    [{ writeUnits: 1e6 }, { 'DynamoDB write units': 18.75 }],
    [{ ingestReadUnits: 1e6 }, { 'DynamoDB read units, ingest': 3.75 }],
    [{ queryReadUnits: 2e6 }, { 'DynamoDB read units, questions': 7.5 }],
    [{ objectsRead: 1e6 }, { 'S3 GET requests': 12 }],
    [{ messages: 1e6 }, { 'SQS requests': 36.2592, 'Lambda requests': 6 }],
    [{ apiCalls: 1e6 }, { 'API Gateway requests': 105, 'Lambda requests': 6 }],
    [{ gigabyteSeconds: 1000 }, { 'Lambda GB-seconds': 0.400002 }],
    [{ logBytes: 2 ** 30 }, { 'CloudWatch logs, GB': 15 }],
    [{ storedBytes: 10 * 2 ** 30 }, { 'DynamoDB storage, GB': 2.5, 'point-in-time recovery, GB': 2 }],
  ];
  for (const [day, lines] of cases) {
    it(`charges ${JSON.stringify(day)}`, () => assert.deepEqual(billOf(day), { ...idle, ...lines }));
  }

  it('is the sum of its lines', () => {
    const lines = monthlyBill({ ...NOTHING, writeUnits: 1e6, apiCalls: 1e6 });
    assert.equal(total(lines).toFixed(4), (18.75 + 105 + 6 + 0.2592 + 0.2).toFixed(4));
  });
});

it('dollarsOf counts write and read units', () => assert.equal(dollarsOf({ write: 2e6, read: 1e6 }), 1.375));

describe('gigabyteSeconds', () => {
  it('of what waits are memory times time', () => assert.equal(gigabyteSeconds(512, 2000, 0), 1));
  it('of what computes are those of a full core', () =>
    assert.equal(gigabyteSeconds(512, 1000, 1000).toFixed(3), ((1769 / 512) * 0.5).toFixed(3)));
  it('are never fewer than on a full core', () => assert.equal(gigabyteSeconds(2048, 1000, 1000), 2));
});
