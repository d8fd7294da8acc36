import assert from 'node:assert/strict';
import { hoursToJudge, logGaps } from '../../../backend/core/logGaps.ts';

const at = (text: string) => Date.parse(`2026-03-${text}Z`);
const hours = (...texts: string[]) => texts.map((text) => at(`${text}:00`));

describe('hoursToJudge', () => {
  const cases: [why: string, from: string, to: string, now: string, expectedFrom: string, expectedTo: string][] = [
    ['whole hours are themselves', '01T08:00', '01T12:00', '09T00:00', '01T08:00', '01T12:00'],
    ['hours that lie in the period in part are judged', '01T08:15', '01T11:30', '09T00:00', '01T08:00', '01T12:00'],
    ['an hour is not judged while it lasts', '01T08:00', '02T00:00', '01T11:59', '01T08:00', '01T11:00'],
    ['nor before its last files can have come', '01T08:00', '02T00:00', '01T12:14', '01T08:00', '01T11:00'],
    ['but then it is', '01T08:00', '02T00:00', '01T12:15', '01T08:00', '01T12:00'],
    ['of a period to come there is nothing to judge', '05T08:00', '06T00:00', '01T12:00', '05T08:00', '05T08:00'],
  ];
  for (const [why, from, to, now, expectedFrom, expectedTo] of cases) {
    it(why, () =>
      assert.deepEqual(hoursToJudge({ from: at(from), to: at(to) }, at(now)), {
        from: at(expectedFrom),
        to: at(expectedTo),
      }),
    );
  }
});

describe('logGaps', () => {
  const asked = { from: at('01T08:00'), to: at('01T14:00') };

  it('joins neighbours, and has the ends', () => {
    assert.deepEqual(logGaps(asked, { since: asked.from, hours: hours('01T09', '01T12') }), {
      from: '2026-03-01T08:00:00Z',
      to: '2026-03-01T14:00:00Z',
      hours: 6,
      without: 4,
      gaps: [
        { from: '2026-03-01T08:00:00Z', to: '2026-03-01T09:00:00Z', hours: 1 },
        { from: '2026-03-01T10:00:00Z', to: '2026-03-01T12:00:00Z', hours: 2 },
        { from: '2026-03-01T13:00:00Z', to: '2026-03-01T14:00:00Z', hours: 1 },
      ],
    });
  });

  it('has none where each hour has a file', () => {
    const all = hours('01T08', '01T09', '01T10', '01T11', '01T12', '01T13');
    assert.deepEqual(logGaps(asked, { since: asked.from, hours: all }).gaps, []);
  });

  it('does not judge what has expired, nor the hour in which that is', () => {
    const { from, hours: judged, without } = logGaps(asked, { since: at('01T10:15'), hours: hours('01T10', '01T12') });
    assert.deepEqual([from, judged, without], ['2026-03-01T11:00:00Z', 3, 2]);
  });

  it('judges nothing where all has expired', () => {
    const { from, to, hours: judged, gaps } = logGaps(asked, { since: at('02T00:00'), hours: [] });
    assert.deepEqual([from, to, judged, gaps], ['2026-03-02T00:00:00Z', '2026-03-02T00:00:00Z', 0, []]);
  });

  it('tells of the whole of time at once', () => {
    const ever = { from: Date.parse('0000-01-01T00:00:00Z'), to: at('01T14:00') };
    const { gaps, without } = logGaps(ever, { since: ever.from, hours: hours('01T12') });
    assert.deepEqual([gaps.length, gaps[0]?.from, gaps[1]?.hours], [2, '0000-01-01T00:00:00Z', 1]);
    assert.ok(without > 17_000_000);
  });
});
