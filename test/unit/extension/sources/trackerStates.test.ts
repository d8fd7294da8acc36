import assert from 'node:assert/strict';
import type { TrackerRemote } from '../../../../extension/sources/remote.ts';
import type { TrackerState } from '../../../../extension/sources/trackerState.ts';
import { createTrackerStates, type TrackerStates } from '../../../../extension/sources/trackerStates.ts';

const remote: TrackerRemote = {
  type: 'tracker',
  url: 'https://a/dev',
  region: 'eu-west-1',
  stack: 'cloudtrail-tracker-dev',
};
const seen = (failed: number): TrackerState => ({ queue: { waiting: 0, failed }, reasons: [] });
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the states of trackers', () => {
  let looks: PromiseWithResolvers<TrackerState>[];
  let changes: number;
  let errors: unknown[];
  let time: number;
  let states: TrackerStates;

  beforeEach(() => {
    [looks, changes, errors, time] = [[], 0, [], 0];
    states = createTrackerStates({
      read: () => {
        const look = Promise.withResolvers<TrackerState>();
        looks.push(look);
        return look.promise;
      },
      keep: 1000,
      now: () => time,
      changed: () => changes++,
      failed: (error) => errors.push(error),
    });
  });

  it('are not waited for: they are told when they have come', async () => {
    assert.equal(states.of(remote), undefined);
    looks[0]!.resolve(seen(1));
    await settle();
    assert.equal(changes, 1);
    assert.deepEqual(states.of(remote), seen(1));
    assert.equal(looks.length, 1);
  });

  it('are looked for again after a while, and the old one stands until then', async () => {
    states.of(remote);
    looks[0]!.resolve(seen(1));
    await settle();
    time = 1000;
    assert.deepEqual(states.of(remote), seen(1));
    assert.deepEqual(states.of(remote), seen(1));
    assert.equal(looks.length, 2);
    looks[1]!.resolve(seen(2));
    await settle();
    assert.deepEqual(states.of(remote), seen(2));
  });

  it('are looked for at once where somebody asks for it', async () => {
    states.of(remote);
    looks[0]!.resolve(seen(1));
    await settle();
    states.forget();
    states.of(remote);
    assert.equal(looks.length, 2);
  });

  it('keep what was seen where a look fails, and do not look on', async () => {
    states.of(remote);
    looks[0]!.reject(new Error('down'));
    await settle();
    assert.match(String(errors), /down/);
    assert.equal(states.of(remote), undefined);
    assert.deepEqual([looks.length, changes], [1, 0]);
  });

  it('are not looked for where only the API is known', () => {
    const { stack: _stack, ...byLink } = remote;
    assert.equal(states.of(byLink), undefined);
    assert.equal(looks.length, 0);
  });
});
