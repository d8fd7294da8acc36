import assert from 'node:assert/strict';
import { cachedApi } from '../../../backend/client/cachedApi.ts';
import { createSpendingMeter, noSpending } from '../../../backend/client/spending.ts';
import type { TrackerApi } from '../../../backend/core/trackerApi.ts';

/** A tracker whose answers cost as many read units as they have letters, and come after a turn of the clock. */
function meteredApi() {
  const meter = createSpendingMeter();
  const users = async ({ kind = '' }: { kind?: string }) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    meter.came({ read: kind.length, write: 0 });
    return [kind];
  };
  const options = { keep: 1000, atOnce: 1, now: () => 0, onKept: () => meter.kept() };
  return { meter, api: cachedApi({ users } as unknown as TrackerApi, options) };
}

describe('a spending meter', () => {
  it('tells whose question an answer belongs to, though all wait for one turn', async () => {
    const { meter, api } = meteredApi();
    const [panel, tree] = [noSpending(), noSpending()];
    await Promise.all([
      meter.measure(panel, () => api.users({ kind: 'a' })),
      meter.measure(tree, () => api.users({ kind: 'bb' })),
      api.users({ kind: 'dddd' }),
      meter.measure(panel, async () => {
        await api.users({ kind: 'ccc' });
        return api.users({ kind: 'eeeee' });
      }),
    ]);
    assert.deepEqual(panel, { asked: 3, kept: 0, untold: 0, read: 9, write: 0 });
    assert.deepEqual(tree, { asked: 1, kept: 0, untold: 0, read: 2, write: 0 });
  });

  it('has the first pay of those who wait for one answer, and nobody who asks later', async () => {
    const { meter, api } = meteredApi();
    const [first, second] = [noSpending(), noSpending()];
    const ask = () => api.users({ kind: 'aaa' });
    await Promise.all([meter.measure(first, ask), meter.measure(second, ask)]);
    await meter.measure(second, ask);
    assert.deepEqual(first, { asked: 1, kept: 0, untold: 0, read: 3, write: 0 });
    assert.deepEqual(second, { asked: 2, kept: 2, untold: 0, read: 0, write: 0 });
  });
});
