import assert from 'node:assert/strict';
import { createRefresher } from '../../../extension/refresher.ts';

/** An action whose runs end when the test says so. */
function controlled() {
  const ends: (() => void)[] = [];
  const action = () => new Promise<void>((resolve) => ends.push(resolve));
  const endRun = async (run: number) => {
    ends[run]!();
    await new Promise(setImmediate);
  };
  return { action, endRun, runs: () => ends.length };
}

describe('createRefresher', () => {
  it('runs once more for all who asked while it ran', async () => {
    const { action, endRun, runs } = controlled();
    const refresher = createRefresher(action);
    const first = refresher.now();
    const second = refresher.now();
    void refresher.now();
    assert.equal(runs(), 1);
    await endRun(0);
    assert.equal(runs(), 2);
    await endRun(1);
    await Promise.all([first, second]);
    assert.equal(runs(), 2);
  });

  it('runs anew after it has ended', async () => {
    const { action, endRun, runs } = controlled();
    const refresher = createRefresher(action);
    void refresher.now();
    await endRun(0);
    void refresher.now();
    assert.equal(runs(), 2);
  });

  it('runs at once for the first of a flood and once for the rest, not before the interval', async () => {
    const times: number[] = [];
    const refresher = createRefresher(() => Promise.resolve(void times.push(performance.now())));
    const flooded = new Promise<void>((resolve) => {
      const flood = setInterval(() => {
        refresher.soon(50);
        if (times.length >= 2) resolve(clearInterval(flood));
      }, 1);
    });
    await flooded;
    refresher.dispose();
    assert.equal(times.length, 2);
    // Timers take whole milliseconds and may come one or two early.
    assert.ok(times[1]! - times[0]! >= 45, `${times[1]! - times[0]!} ms`);
  });
});
