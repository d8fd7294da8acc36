import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writeSample } from '../../backend/local/writeSample.ts';
import { checkSoundness, everything, killIndexing, writeLargeFile } from '../fixtures/killedIndex.ts';
import { createRandom } from '../fixtures/random.ts';
import { useLocalFolder } from '../integration/useLocalSource.ts';

/** KILL_SEED chooses the moments. */
const seed = Number(process.env['KILL_SEED'] ?? 1);
const count = Number(process.env['KILL_COUNT'] ?? 200);
/** Kills of one index, at most, before it may end. */
const IN_A_ROW = 8;

describe(`indexing that is killed at ${count} random moments (KILL_SEED=${seed})`, () => {
  const local = useLocalFolder();

  it('ends as if it had not been disturbed', async () => {
    const started = performance.now();
    const random = createRandom(seed);
    const { logs, open } = local();
    await writeSample(logs, { end: new Date('2026-03-01T12:00:00Z'), days: 4, users: 40, events: 8_000 });
    await writeLargeFile(path.join(logs, '111122223333_CloudTrail_us-east-1_20260227T0000Z_large.json.gz'));
    const clean = open({ database: path.join(logs, 'clean') });
    await clean.service.index({});
    const expected = await everything(clean.service);
    const total = expected.status.events;
    // How long the child takes from its start to its end, when nobody disturbs it.
    const database = path.join(logs, 'killed');
    const before = performance.now();
    await killIndexing(database, logs, {});
    let whole = performance.now() - before;

    /** Kills by how much of all was stored: nothing, a tenth, two … all. */
    const shares = new Array<number>(12).fill(0);
    let [kills, inARow, finished] = [0, 0, 0];
    removeIndex(database);
    while (kills < count) {
      const begun = performance.now();
      const { killed } = await killIndexing(database, logs, { after: random() * whole });
      // The first run may have been a slow one: moments after the end are none.
      if (!killed && inARow === 0) whole = Math.min(whole, performance.now() - begun);
      const events = readdirSync(logs).includes('killed') ? checkSoundness(database) : 0;
      if (killed) {
        kills++;
        const at = events === 0 ? 0 : events === total ? 11 : 1 + Math.floor((10 * events) / total);
        shares[at]!++;
      }
      if (killed && ++inARow < IN_A_ROW && kills < count) continue;
      const resumed = open({ database });
      await resumed.service.index({});
      assert.deepEqual(await everything(resumed.service), expected, `after ${kills} kills`);
      await resumed.close();
      checkSoundness(database);
      removeIndex(database);
      inARow = 0;
      finished++;
    }
    const seconds = Math.round((performance.now() - started) / 1000);
    console.log({ kills, finished, shares: shares.join(' '), wholeRunMs: Math.round(whole), seconds });
    assert.ok(count < 50 || shares.slice(1, 11).some((kills) => kills > 0), 'some came in between');
  });
});

function removeIndex(database: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(database + end, { force: true });
}
