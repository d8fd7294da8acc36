import assert from 'node:assert/strict';
import { decodeCursor, encodeCursor, type Cursor, type PagedQuestion } from '../../../backend/core/cursor.ts';
import { refusal } from '../../fixtures/userErrors.ts';

const CURSOR: Cursor = {
  period: { from: 1_496_707_200_000, to: 1_505_001_600_123 },
  after: {
    user: { kind: 'person', home: '', name: 'añá\n"x"' },
    eventTime: '2017-06-06T10:00:00Z',
    eventID: 'not/a+uuid\n漢',
  },
};
const QUESTION: PagedQuestion = { from: '2017-06-06', filter: { user: { in: ['a', 'b'] }, service: { not: ['ec2'] } } };

describe('cursor', () => {
  it('keeps the period and the place', () =>
    assert.deepEqual(decodeCursor(encodeCursor(CURSOR, QUESTION), QUESTION), CURSOR));

  it('needs no escaping in a query', () => assert.match(encodeCursor(CURSOR, QUESTION), /^[\w-]+$/));

  it('is the same for the same question, however it is spelled', () => {
    const filter = { service: { not: ['ec2'], in: undefined }, user: { in: ['b', 'a'] } };
    assert.deepEqual(decodeCursor(encodeCursor(CURSOR, QUESTION), { ...QUESTION, filter, to: undefined }), CURSOR);
  });

  const others: [what: string, question: PagedQuestion][] = [
    ['from', { ...QUESTION, from: '2017-06-07' }],
    ['to', { ...QUESTION, to: '2017-06-07' }],
    ['zone', { ...QUESTION, tz: 'Asia/Tokyo' }],
    ['field', { ...QUESTION, filter: { ...QUESTION.filter, region: { in: ['eu-west-1'] } } }],
    ['values', { ...QUESTION, filter: { ...QUESTION.filter, user: { in: ['a'] } } }],
    ['kind of condition', { ...QUESTION, filter: { ...QUESTION.filter, user: { not: ['a', 'b'] } } }],
    ['filter', { ...QUESTION, filter: {} }],
  ];
  for (const [what, question] of others) {
    it(`is refused for another ${what}`, () => {
      assert.throws(() => decodeCursor(encodeCursor(CURSOR, QUESTION), question), refusal('cursor'));
    });
  }

  it('is refused when it is none, or has been tampered with', () => {
    const parts = JSON.parse(Buffer.from(encodeCursor(CURSOR, QUESTION), 'base64url').toString()) as unknown[];
    const tampered = [
      ...[[], parts.slice(1), [...parts, 1], {}, null, 1],
      ...parts.map((_, index) => parts.with(index, null)),
      parts.with(1, 1e300),
      parts.with(2, 8.64e15 + 1),
      parts.with(1, 0.5),
      parts.with(1, -8.64e15),
      parts.with(3, 'human'),
      ...['', 'then', '2017-02-30T00:00:00Z', '2017-06-06T10:00:00.5Z', '+275760-09-13T00:00:00Z'].map((time) => parts.with(6, time)), // prettier-ignore
      parts.with(7, 'x'.repeat(257)),
    ].map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'));
    for (const text of ['', 'x', '%', '{}', 'AAAA', ...tampered])
      assert.throws(() => decodeCursor(text, QUESTION), refusal('cursor'), text);
  });
});
