import assert from 'node:assert/strict';
import { createFormat } from '../../../media/panel/format.ts';
import { setStrings, t } from '../../../media/panel/l10n.ts';

const at = (time: string) => Date.parse(time);

describe('format', () => {
  const en = createFormat('en', 'Europe/Madrid');
  const es = createFormat('es', 'UTC');
  const cases: [string, string, string][] = [
    ['numbers', en.number(112664), '112,664'],
    ['four digits in Spanish keep their separator', es.number(1637), '1.637'],
    ['compact numbers only where they are long', `${en.compact(9999)} ${en.compact(28120)}`, '9,999 28.1K'],
    ['shares', en.percent(0.142), '14.2%'],
    ['moments, in the zone', en.stamp(at('2026-11-23T02:57:47Z')), '2026-11-23 03:57:47'],
    ['midnight', en.stamp(at('2026-11-22T23:00:00Z')), '2026-11-23 00:00:00'],
    ['a day', en.bucket(at('2026-11-22T23:00:00Z'), at('2026-11-23T23:00:00Z'), 'day'), 'Mon, Nov 23, 2026'],
    ['a week', es.bucket(at('2026-11-16T00:00:00Z'), at('2026-11-23T00:00:00Z'), 'week'), '16–22 nov 2026'],
    ['a month', en.bucket(at('2026-10-31T23:00:00Z'), at('2026-11-30T23:00:00Z'), 'month'), 'November 2026'],
    [
      'an hour',
      en.bucket(at('2026-11-22T23:00:00Z'), at('2026-11-23T00:00:00Z'), 'hour'),
      'Mon, Nov 23, 00:00 – 01:00',
    ],
    ['a period of whole days', en.period(at('2026-11-15T23:00:00Z'), at('2026-11-22T23:00:00Z')), 'Nov 16 – 22, 2026'],
    [
      'a period within a day',
      en.period(at('2026-11-22T08:00:00Z'), at('2026-11-22T09:15:00Z')),
      'Nov 22, 2026, 09:00 – 10:15',
    ],
  ];
  // ICU separates with thin and no-break spaces.
  for (const [name, actual, expected] of cases) it(name, () => assert.equal(actual.replace(/\s/g, ' '), expected));
});

describe('texts', () => {
  afterEach(() => setStrings({}));

  it('are English without a translation', () => assert.equal(t('{0} of {1}', 7, '20'), '7 of 20'));

  it('are looked up by their English text', () => {
    setStrings({ '{0} of {1}': '{1}: {0}' });
    assert.equal(t('{0} of {1}', 7, '20'), '20: 7');
  });

  it('keep what is not replaced, and never look at the prototype', () => {
    assert.equal(t('{0} and {1}', 'one'), 'one and {1}');
    assert.equal(t('constructor'), 'constructor');
  });
});
