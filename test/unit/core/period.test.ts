import assert from 'node:assert/strict';
import { periodOf } from '../../../backend/core/period.ts';
import type { PeriodRequest } from '../../../backend/core/trackerApi.ts';
import { UserError } from '../../../backend/core/userError.ts';

const NOW = '2024-05-15T13:07:42.123Z';

describe('periodOf', () => {
  const periods: [why: string, request: PeriodRequest, from: string, to: string][] = [
    ['neither given: the last 7 days until now', {}, '2024-05-08T13:07:42.123Z', NOW],
    ['only from: until now', { from: '2024-05-01' }, '2024-05-01T00:00:00Z', NOW],
    [
      'only to, a date: the 7 days before its end',
      { to: '2024-04-07' },
      '2024-04-01T00:00:00Z',
      '2024-04-08T00:00:00Z',
    ],
    [
      'only to, a time: the 7 days before it',
      { to: '2024-04-07T10:00:00Z' },
      '2024-03-31T10:00:00Z',
      '2024-04-07T10:00:00Z',
    ],
    [
      'a date in to includes its day',
      { from: '2017-06-06', to: '2017-09-09' },
      '2017-06-06T00:00:00Z',
      '2017-09-10T00:00:00Z',
    ],
    ['one day', { from: '2017-06-06', to: '2017-06-06' }, '2017-06-06T00:00:00Z', '2017-06-07T00:00:00Z'],
    [
      'a time in to is exclusive',
      { from: '2017-06-06', to: '2017-06-06T10:00:00Z' },
      '2017-06-06T00:00:00Z',
      '2017-06-06T10:00:00Z',
    ],
    [
      'from may equal to',
      { from: '2017-06-06T10:00Z', to: '2017-06-06T10:00Z' },
      '2017-06-06T10:00:00Z',
      '2017-06-06T10:00:00Z',
    ],
    ['29 February', { from: '2016-02-29', to: '2016-02-29' }, '2016-02-29T00:00:00Z', '2016-03-01T00:00:00Z'],
    [
      'the last year that there is',
      { from: '9999-12-31', to: '9999-12-31' },
      '9999-12-31T00:00:00Z',
      '9999-12-31T23:59:59Z',
    ],
    [
      'the first day that there is',
      { from: '0000-01-01', to: '0000-01-01', tz: 'Asia/Tokyo' },
      '0000-01-01T00:00:00Z',
      '0000-01-01T14:41:01Z',
    ],
    [
      'days in a zone',
      { from: '2024-01-15', to: '2024-01-15', tz: 'America/New_York' },
      '2024-01-15T05:00:00Z',
      '2024-01-16T05:00:00Z',
    ],
    [
      'days in a zone of quarters',
      { from: '2024-01-15', to: '2024-01-15', tz: 'Asia/Kathmandu' },
      '2024-01-14T18:15:00Z',
      '2024-01-15T18:15:00Z',
    ],
    [
      'a day of 23 hours',
      { from: '2024-03-31', to: '2024-03-31', tz: 'Europe/Madrid' },
      '2024-03-30T23:00:00Z',
      '2024-03-31T22:00:00Z',
    ],
    [
      'a day of 25 hours',
      { from: '2023-10-29', to: '2023-10-29', tz: 'Europe/Madrid' },
      '2023-10-28T22:00:00Z',
      '2023-10-29T23:00:00Z',
    ],
    [
      'a day without a midnight',
      { from: '2018-11-04', to: '2018-11-04', tz: 'America/Sao_Paulo' },
      '2018-11-04T03:00:00Z',
      '2018-11-05T02:00:00Z',
    ],
    [
      'a day with two midnights',
      { from: '2023-11-05', to: '2023-11-05', tz: 'America/Havana' },
      '2023-11-05T04:00:00Z',
      '2023-11-06T05:00:00Z',
    ],
    [
      '7 days of the calendar across a change',
      { to: '2024-04-03', tz: 'Europe/Madrid' },
      '2024-03-27T23:00:00Z',
      '2024-04-03T22:00:00Z',
    ],
    ['only from in a zone', { from: '2024-05-15', tz: 'Asia/Tokyo' }, '2024-05-14T15:00:00Z', NOW],
    [
      'a zone does not touch times',
      { from: '2024-01-15T10:00:00', to: '2024-01-15T11:00:00', tz: 'Asia/Tokyo' },
      '2024-01-15T10:00:00Z',
      '2024-01-15T11:00:00Z',
    ],
  ];
  for (const [why, request, from, to] of periods) {
    it(`${why}: ${JSON.stringify(request)}`, () => {
      const period = periodOf(request, Date.parse(NOW));
      assert.deepEqual(
        [new Date(period.from).toISOString(), new Date(period.to).toISOString()],
        [full(from), full(to)],
      );
    });
  }

  const times: [text: string, at: string][] = [
    ['2017-06-06T10:00Z', '2017-06-06T10:00:00Z'],
    ['2017-06-06T10:00', '2017-06-06T10:00:00Z'],
    ['2017-06-06T10:00:30', '2017-06-06T10:00:30Z'],
    ['2017-06-06T10:00:30z', '2017-06-06T10:00:30Z'],
    ['2017-06-06 10:00:30', '2017-06-06T10:00:30Z'],
    ['2017-06-06T10:00:30.5Z', '2017-06-06T10:00:30.500Z'],
    ['2017-06-06T10:00:30.123', '2017-06-06T10:00:30.123Z'],
    ['2017-06-06T10:00:30.123456Z', '2017-06-06T10:00:30.124Z'],
    ['2017-06-06T10:00:30.123000Z', '2017-06-06T10:00:30.123Z'],
    ['2017-06-06T10:00:59.9999Z', '2017-06-06T10:01:00Z'],
    ['2017-06-06T10:00:00+02:00', '2017-06-06T08:00:00Z'],
    ['2017-06-06T10:00:00 02:00', '2017-06-06T08:00:00Z'],
    ['2017-06-06T10:00:00+0200', '2017-06-06T08:00:00Z'],
    ['2017-06-06T10:00:00+02', '2017-06-06T08:00:00Z'],
    ['2017-06-06T10:00-05:30', '2017-06-06T15:30:00Z'],
    ['2017-06-06T10:00:30.25 05:45', '2017-06-06T04:15:30.250Z'],
    ['2017-01-01T00:30:00+01:00', '2016-12-31T23:30:00Z'],
  ];
  for (const [text, at] of times) {
    it(`reads ${text}`, () => {
      assert.equal(new Date(periodOf({ from: text }, Date.parse(NOW)).from).toISOString(), full(at));
      assert.equal(new Date(periodOf({ to: text }, Date.parse(NOW)).to).toISOString(), full(at));
    });
  }

  const unreadable = [
    '', ' ', 'yesterday', '2017', '2017-06', '20170606', '06/06/2017', '2017-6-6', '2017-13-01', '2017-00-10', '2017-02-29', '2017-06-31',
    '2017-06-06T', '2017-06-06T10', '2017-06-06T24:00:00Z', '2017-06-06T10:60:00Z', '2017-06-06T10:00:60Z', '2017-06-06T10:00:00.Z',
    '2017-06-06T10:00:00+24:00', '2017-06-06T10:00:00+02:60', '2017-06-06T10:00:00ZZ', '2017-02-30T10:00:00Z', '2017-06-06Z', '1496743200',
    ' 2017-06-06', '2017-06-06T10:00:00Z\n', '+012017-06-06', '-000001-01-01',
  ]; // prettier-ignore
  const errors: [request: PeriodRequest, parameter: string][] = [
    ...unreadable.flatMap((text): [PeriodRequest, string][] => [
      [{ from: text }, 'from'],
      [{ to: text }, 'to'],
    ]),
    [{ from: '2017-09-09', to: '2017-06-06' }, 'from'],
    [{ from: '2017-06-06', to: '2017-06-05' }, 'from'],
    [{ from: '2017-06-06T00:00:00Z', to: '2017-06-05' }, 'from'],
    [{ from: '2017-06-06', to: '2017-06-05T23:59:59Z' }, 'from'],
    [{ from: '2017-06-06T10:00:01Z', to: '2017-06-06T10:00:00Z' }, 'from'],
    [{ from: '2024-05-16' }, 'from'],
    [{ tz: 'Europe/Atlantis' }, 'tz'],
    [{ tz: '' }, 'tz'],
    [{ tz: '+02:00' }, 'tz'],
    [{ from: '2017-06-06T10:00:00Z', tz: 'nowhere' }, 'tz'],
  ];
  for (const [request, parameter] of errors) {
    it(`refuses ${JSON.stringify(request)} because of ${parameter}`, () => {
      assert.throws(
        () => periodOf(request, Date.parse(NOW)),
        (error) =>
          error instanceof UserError && error.status === 400 && error.parameter === parameter && error.message !== '',
      );
    });
  }
});

function full(time: string): string {
  return new Date(time).toISOString();
}
