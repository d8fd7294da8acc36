import assert from 'node:assert/strict';
import type { ActivityRow } from '../../../backend/core/activity.ts';
import type { PanelHost } from '../../../extension/panel/protocol.ts';
import {
  FIRST_TABLE_VIEW,
  askTrends,
  rowKey,
  sortedBy,
  tableRows,
  trendsOf,
  type Breakdown,
} from '../../../media/panel/breakdown.ts';
import { bucketsOf } from '../../../media/panel/buckets.ts';
import { drawn, fitting, rowKeys } from '../../../media/panel/gridRows.ts';

const PERIOD = { from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z' };

function row(count: number, more: Partial<ActivityRow> = {}): ActivityRow {
  return { errors: 0, denied: 0, first: '', last: '', ...more, count };
}

function breakdownOf(rows: ActivityRow[], groupBy: string[]): Breakdown {
  const question = { filter: {}, period: PERIOD, timeZone: 'UTC', tiles: [], colourPeriod: PERIOD };
  return { question, groupBy, ranking: { rows, values: rows.length, count: 0 } };
}

describe('the breakdown', () => {
  const breakdown = breakdownOf(
    [
      row(9, { user: 'student10', outcome: 'ok', denied: 1, last: '2026-11-02T00:00:00Z' }),
      row(5, { user: 'student9', outcome: 'denied', denied: 5, last: '2026-11-04T00:00:00Z' }),
      row(5, { user: 'Ana', outcome: 'error', last: '2026-11-03T00:00:00Z' }),
    ],
    ['user', 'outcome'],
  );
  const users = (view: Partial<typeof FIRST_TABLE_VIEW>) =>
    tableRows(breakdown, { ...FIRST_TABLE_VIEW, ...view }).map(({ user }) => user);

  it('sorts numbers, times and names, names with their numbers', () => {
    assert.deepEqual(users({}), ['student10', 'student9', 'Ana']);
    assert.deepEqual(users({ by: 'denied' }), ['student9', 'student10', 'Ana']);
    assert.deepEqual(users({ by: 'last' }), ['student9', 'Ana', 'student10']);
    assert.deepEqual(users({ by: 'user', descending: false }), ['Ana', 'student9', 'student10']);
  });

  it('searches in all groups, in the values and in what they are called', () => {
    assert.deepEqual(users({ search: ' STUDENT ' }), ['student10', 'student9']);
    assert.deepEqual(users({ search: 'Denied' }), ['student9']);
    assert.deepEqual(users({ search: 'nobody' }), []);
  });

  it('turns round at a second click on a head', () => {
    const byName = sortedBy(FIRST_TABLE_VIEW, 'user');
    assert.deepEqual([byName.by, byName.descending], ['user', false]);
    assert.equal(sortedBy(byName, 'user').descending, true);
    assert.equal(sortedBy(byName, 'last').descending, true);
  });

  it('asks for the trends of the rows in sight alone, and sums them up to 60 points at most', async () => {
    const asked: unknown[] = [];
    const activity: PanelHost['activity'] = (request) => {
      asked.push(request);
      return Promise.resolve([
        row(2, { hour: '2026-11-01T00:00:00Z', service: 's3', region: 'a' }),
        row(3, { hour: '2026-11-01T02:00:00Z', service: 's3', region: 'a' }),
        row(4, { hour: '2026-11-07T23:00:00Z', service: 's3', region: 'b' }),
      ]);
    };
    const shown = [row(5, { service: 's3', region: 'a' }), row(4, { service: 's3', region: 'b' })];
    const trends = await askTrends({ activity } as PanelHost, breakdownOf(shown, ['service', 'region']), shown);
    assert.deepEqual(asked, [
      {
        filter: { service: { in: ['s3'] }, region: { in: ['a', 'b'] } },
        groupBy: ['hour', 'service', 'region'],
        period: PERIOD,
      },
    ]);
    const [a, b] = shown.map((one) => trends.get(rowKey(one, ['service', 'region'])));
    assert.equal(a?.length, 56);
    assert.deepEqual([a?.[0], b?.[55]], [5, 4]);
    assert.deepEqual(
      [a, b].map((trend) => trend?.reduce((sum, count) => sum + count, 0)),
      [5, 4],
    );
  });

  it('tells namesakes’ trends apart', () => {
    const buckets = bucketsOf(PERIOD, 'UTC');
    const namesakes = ['1', '2'].map((home) => row(1, { hour: PERIOD.from, user: 'root', kind: 'root', home }));
    assert.equal(trendsOf(namesakes, buckets, ['user']).size, 2);
  });

  it('leaves out the columns that there is no room for, by priority', () => {
    const columns = [
      { id: 'a', least: 100, priority: 0 },
      { id: 'b', least: 100, priority: 2 },
      { id: 'c', least: 100, priority: 1 },
    ];
    const ids = (width: number) => fitting(columns, width).map(({ id }) => id);
    assert.deepEqual(ids(400), ['a', 'b', 'c']);
    assert.deepEqual(ids(260), ['a', 'c']);
    assert.deepEqual(ids(20), ['a']);
  });

  it('keeps in the document what is in sight, some rows around, and the active one', () => {
    assert.deepEqual(drawn(0, 3, 5, 0), [0, 1, 2, 3, 4]);
    const far = drawn(50_000, 10, 100_000, 3);
    assert.deepEqual([far[0], far.at(-2), far.at(-1)], [49_994, 50_015, 3]);
    assert.equal(drawn(99_999, 10, 100_000, -1).at(-1), 99_999);
  });

  it('leaves rows that stay in sight at their place in the document', () => {
    const [before, after] = [drawn(100, 3, 1000, 0), drawn(102, 3, 1000, 0)];
    const keys = new Map(before.map((row, at) => [row, rowKeys(before)[at]]));
    for (const [at, row] of after.entries()) if (keys.has(row)) assert.equal(rowKeys(after)[at], keys.get(row));
    for (const rows of [before, after, drawn(0, 3, 4, 3), [4, 5, 6, 7], []])
      assert.equal(new Set(rowKeys(rows)).size, rows.length);
    assert.equal(rowKeys(before).at(-1), 'active');
  });
});
