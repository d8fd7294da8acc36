import assert from 'node:assert/strict';
import type { ActivityRow } from '../../../backend/core/activity.ts';
import { barsPath, layerPaths } from '../../../media/panel/bars.ts';
import { bucketsOf } from '../../../media/panel/buckets.ts';
import type { Chart } from '../../../media/panel/chart.ts';
import { ERROR_STRIP, FIRST_CHART_VIEW, hidingKey, toggleHidden } from '../../../media/panel/chartView.ts';
import { shownOf } from '../../../media/panel/shown.ts';
import { OTHER, outcomesOf, seriesOf, slotsOf, timelineOf } from '../../../media/panel/stack.ts';

const buckets = bucketsOf({ from: '2026-11-01T00:00:00Z', to: '2026-11-21T00:00:00Z' }, 'UTC');

function row(hour: string, count: number, more: Partial<ActivityRow> = {}): ActivityRow {
  return { errors: 0, denied: 0, first: '', last: '', ...more, hour, count };
}

describe('stack', () => {
  const slots: [string, string[], string[], [string, number][]][] = [
    [
      'who owns a colour keeps it',
      ['s3', 'kms'],
      ['ec2', 's3', 'kms'],
      [
        ['s3', 1],
        ['kms', 2],
      ],
    ],
    [
      'who owns none takes one that nobody shown owns',
      ['sqs', 's3'],
      ['ec2', 's3'],
      [
        ['s3', 1],
        ['sqs', 0],
      ],
    ],
    [
      'without owners colours go by rank',
      ['a', 'b'],
      [],
      [
        ['a', 0],
        ['b', 1],
      ],
    ],
    [
      'only five own colours',
      ['f', 'a'],
      ['a', 'b', 'c', 'd', 'e', 'f'],
      [
        ['a', 0],
        ['f', 1],
      ],
    ],
  ];
  for (const [name, shown, owners, expected] of slots) {
    it(name, () => assert.deepEqual([...slotsOf(shown, owners)].sort(), expected.sort()));
  }

  it('no two of five services shown share a colour', () => {
    const services = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    for (let first = 0; first < 4; first++) {
      const shown = services.slice(first, first + 5);
      const taken = [...slotsOf(shown, ['h', 'c', 'a', 'x', 'g']).values()];
      assert.deepEqual(taken.sort(), [0, 1, 2, 3, 4]);
    }
  });

  it('sums rows by bucket, and all that are not shown as others', () => {
    const rows = [
      row('2026-11-02T01:00:00Z', 5, { errors: 2, denied: 1 }),
      row('2026-11-02T02:00:00Z', 3),
      row('2026-11-10T00:00:00Z', 4),
    ];
    const timeline = timelineOf(rows, buckets);
    assert.deepEqual(timeline.total, { count: 12, errors: 2, denied: 1 });
    assert.equal(timeline.counts[8], 8);
    assert.equal(timeline.errors[8], 2);
    const services = [
      row('2026-11-02T01:00:00Z', 4, { service: 's3', errors: 2 }),
      row('2026-11-02T02:00:00Z', 1, { service: 'ec2' }),
      row('2026-11-10T00:00:00Z', 4, { service: 's3' }),
    ];
    const shown = [row('', 8, { service: 's3' }), row('', 1, { service: 'ec2' })];
    const slots = new Map([
      ['s3', 3],
      ['ec2', 0],
    ]);
    const series = seriesOf(services, { stack: 'service', shown, slots }, timeline, buckets);
    assert.deepEqual(
      series.map(({ key, slot, total, counts, errors }) => [key, slot, total, counts[8], errors[8]]),
      [
        ['ec2', 0, 1, 1, 0],
        ['s3', 3, 8, 4, 2],
        ['', OTHER, 3, 3, 0],
      ],
    );
  });

  it('leaves others out where there are none', () => {
    const rows = [row('2026-11-02T01:00:00Z', 2, { service: 's3' })];
    const layers = { stack: 'service', shown: rows, slots: new Map([['s3', 0]]) } as const;
    const series = seriesOf(rows, layers, timelineOf(rows, buckets), buckets);
    assert.deepEqual(
      series.map(({ key }) => key),
      ['s3'],
    );
  });

  it('stacks by outcome, what failed at the bottom', () => {
    const rows = [row('2026-11-02T01:00:00Z', 9, { errors: 4, denied: 1 }), row('2026-11-10T00:00:00Z', 2)];
    const series = outcomesOf(timelineOf(rows, buckets));
    assert.deepEqual(
      series.map(({ key, total, counts, errors }) => [key, total, counts[8], errors[8]]),
      [
        ['error', 3, 3, 3],
        ['denied', 1, 1, 1],
        ['ok', 7, 5, 0],
      ],
    );
    assert.deepEqual(
      outcomesOf(timelineOf([row('2026-11-02T01:00:00Z', 1)], buckets)).map(({ key }) => key),
      ['ok'],
    );
  });

  it('shows what the legend has not hidden, and its sums', () => {
    const rows = [row('2026-11-02T01:00:00Z', 9, { errors: 4, denied: 1 }), row('2026-11-10T00:00:00Z', 2)];
    const timeline = timelineOf(rows, buckets);
    const chart = { stack: 'outcome', timeline, series: outcomesOf(timeline) } as Chart;
    const whole = shownOf(chart, [ERROR_STRIP, 'service: ok']);
    assert.deepEqual([whole.whole, whole.counts[8], whole.strip], [true, 9, false]);
    const shown = shownOf(chart, [hidingKey('outcome', 'ok')]);
    assert.deepEqual(
      [shown.whole, shown.series.map(({ key }) => key), shown.counts[8], shown.errors[8]],
      [false, ['error', 'denied'], 4, 4],
    );
    assert.equal(shownOf({ ...chart, stack: 'service' }, []).strip, true);
    assert.equal(shownOf({ ...chart, stack: 'service' }, [ERROR_STRIP]).strip, false);
    assert.equal(toggleHidden(toggleHidden(FIRST_CHART_VIEW, 'a'), 'a').hidden.length, 0);
  });

  it('draws each layer on the ones below', () => {
    const plot = { left: 0, width: 20, top: 0, height: 100, max: 10 };
    const layers = [
      { key: 'a', slot: 0, total: 5, counts: [5, 0], errors: [0, 0] },
      { key: 'b', slot: 1, total: 5, counts: [3, 2], errors: [0, 0] },
    ];
    assert.deepEqual(layerPaths(layers, plot), [
      'M0.8 100.0V50.0h8.5V100.0z',
      'M0.8 50.0V20.0h8.5V50.0zM10.8 100.0V80.0h8.5V100.0z',
    ]);
    assert.equal(barsPath([0, 1], { ...plot, max: 1000 }), 'M10.8 100.0V98.5h8.5V100.0z');
  });
});
