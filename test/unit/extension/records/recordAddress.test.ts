import assert from 'node:assert/strict';
import { readRecordQuery, recordPath, writeRecordQuery } from '../../../../extension/records/recordAddress.ts';

describe('recordPath', () => {
  for (const [eventName, path] of [
    ['RunInstances', '/RunInstances 2024-05-31T14.30.00Z.json'],
    ['https://portal/a', '/https___portal_a 2024-05-31T14.30.00Z.json'],
    ['../../etc/passwd\n', '/.._.._etc_passwd_ 2024-05-31T14.30.00Z.json'],
  ] as const) {
    it(`of ${JSON.stringify(eventName)} has one level`, () =>
      assert.equal(recordPath({ eventName, eventTime: '2024-05-31T14:30:00Z' }), path));
  }
  it('is short', () => assert.ok(recordPath({ eventName: 'x'.repeat(300), eventTime: '' }).length < 110));
});

describe('readRecordQuery', () => {
  it('reads what was written', () => {
    const query = { source: 's', user: 'ann@example.com & "co"', id: 'i' };
    assert.deepEqual(readRecordQuery(writeRecordQuery(query)), query);
  });
  for (const text of ['', 'x', 'null', '[]', '{}', '{"source":1,"user":"u","id":"i"}']) {
    it(`ignores ${text || 'nothing'}`, () => assert.equal(readRecordQuery(text), undefined));
  }
});
