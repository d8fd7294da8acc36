import assert from 'node:assert/strict';
import { createFormat, withoutIcons } from '../../../extension/format.ts';
import { english, madrid, named } from './texts.ts';

describe('format', () => {
  const now = Date.parse('2024-06-15T12:00:00Z');

  for (const [time, said] of [
    ['2024-06-15T11:59:30Z', 'just now'],
    ['2024-06-15T12:00:30Z', 'just now'],
    ['2024-06-15T11:58:59Z', '1m ago'],
    ['2024-06-15T09:00:01Z', '2h ago'],
    ['2024-06-14T12:00:00Z', '1d ago'],
    ['2024-05-17T12:00:00Z', '29d ago'],
    ['2024-05-16T12:00:00Z', 'May 16, 2024'],
    ['2014-09-27T23:30:00Z', 'Sep 28, 2014'],
  ] as const) {
    it(`says ${said} of ${time}`, () => assert.equal(madrid.ago(time, now), said));
  }

  for (const [part, whole, said] of [
    [0, 10, '0%'],
    [1, 100_000, '1%'],
    [5, 10, '50%'],
    [99_999, 100_000, '99%'],
    [10, 10, '100%'],
  ] as const) {
    it(`says ${said} of ${part} in ${whole}`, () => assert.equal(madrid.percent(part, whole), said));
  }

  it('groups the digits of numbers, in Spanish those of four digits too', () => {
    assert.equal(madrid.number(1234), '1,234');
    assert.equal(createFormat(english, 'es', 'UTC').number(1234), '1.234');
  });

  it('tells moments in the zone of the viewer, and names it', () => {
    assert.equal(madrid.moment('2024-01-31T23:30:00Z'), 'Feb 1, 2024, 12:30 AM GMT+1');
  });

  it('counts one and many', () => {
    assert.deepEqual([madrid.events(1), madrid.events(0), madrid.events(2)], ['1 event', '0 events', '2 events']);
  });

  it('tells sizes in kB and MB', () => {
    assert.deepEqual([madrid.bytes(1500), madrid.bytes(12_345_678)], ['1.5 kB', '12.3 MB']);
  });

  it('names accounts, with their numbers where there is room, and says whence the names are', () => {
    const both = (account: string) => [named.account(account), named.accountInFull(account)];
    assert.deepEqual(both('111122223333'), ['production', 'production (111122223333)']);
    assert.deepEqual(both('444455556666'), ['444455556666', '444455556666']);
    assert.match(named.accountOrigin('111122223333'), /in AWS Organizations, as of Jun 1, 2024, 12:00 PM GMT\+2/);
    assert.equal(named.accountOrigin('444455556666'), '');
    const hostile = createFormat(english, 'en', 'UTC', () => ({ name: 'a\u202eb', origin: { from: 'config' } }));
    assert.deepEqual([hostile.account('1'), hostile.accountInFull('1')], ['a\ufffdb', 'a\ufffdb (1)']);
    assert.match(hostile.accountOrigin('1'), /AWS config file/);
  });

  it('keeps names that look like icons text', () => assert.equal(withoutIcons('$(trash) x'), '\\$(trash) x'));
});
