import assert from 'node:assert/strict';
import type { ActivityRow } from '../../../backend/core/activity.ts';
import { barsPath, layerPaths } from '../../../media/panel/bars.ts';
import { bucketsOf } from '../../../media/panel/buckets.ts';
import { OTHER, seriesOf, slotsOf, timelineOf } from '../../../media/panel/stack.ts';

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
      row('2026-11-02T01:00:00Z', 4, { service: 's3' }),
      row('2026-11-02T02:00:00Z', 1, { service: 'ec2' }),
      row('2026-11-10T00:00:00Z', 4, { service: 's3' }),
    ];
    const series = seriesOf(
      services,
      new Map([
        ['s3', 3],
        ['ec2', 0],
      ]),
      timeline,
      buckets,
    );
    assert.deepEqual(
      series.map(({ service, slot, total, counts }) => [service, slot, total, counts[8]]),
      [
        ['ec2', 0, 1, 1],
        ['s3', 3, 8, 4],
        [undefined, OTHER, 3, 3],
      ],
    );
  });

  it('leaves others out where there are none', () => {
    const rows = [row('2026-11-02T01:00:00Z', 2, { service: 's3' })];
    const series = seriesOf(rows, new Map([['s3', 0]]), timelineOf(rows, buckets), buckets);
    assert.deepEqual(
      series.map(({ service }) => service),
      ['s3'],
    );
  });

  it('draws each layer on the ones below', () => {
    const plot = { left: 0, width: 20, top: 0, height: 100, max: 10 };
    const layers = [
      { service: 'a', slot: 0, total: 5, counts: [5, 0] },
      { service: 'b', slot: 1, total: 5, counts: [3, 2] },
    ];
    assert.deepEqual(layerPaths(layers, plot), [
      'M0.8 100.0V50.0h8.5V100.0z',
      'M0.8 50.0V20.0h8.5V50.0zM10.8 100.0V80.0h8.5V100.0z',
    ]);
    assert.equal(barsPath([0, 1], { ...plot, max: 1000 }), 'M10.8 100.0V98.5h8.5V100.0z');
  });
});
