import assert from 'node:assert/strict';
import path from 'node:path';
import { writeSample } from '../../backend/local/writeSample.ts';
import { checkSoundness, everything, killIndexing, writeLargeFile } from '../fixtures/killedIndex.ts';
import { useLocalFolder } from './useLocalSource.ts';

describe('indexing that is killed', function () {
  this.timeout(120_000);
  const local = useLocalFolder();

  it('leaves a sound index at any moment, and goes on where it stopped', async () => {
    const { logs, open } = local();
    await writeSample(logs, { end: new Date('2026-03-01T12:00:00Z'), days: 4, users: 40, events: 8_000 });
    await writeLargeFile(path.join(logs, '111122223333_CloudTrail_us-east-1_20260227T0000Z_large.json.gz'));
    const clean = open({ database: path.join(logs, 'clean') });
    const { filesFound } = await clean.service.index({});
    const expected = await everything(clean.service);

    const database = path.join(logs, 'killed');
    const seen = [];
    // At once, after the first batch, in the middle, and near the end, each time going on from where the last one was killed.
    for (const share of [0, 0.01, 0.4, 0.7, 0.9]) {
      await killIndexing(database, logs, { isTime: (filesDone) => filesDone > share * filesFound });
      seen.push(checkSoundness(database));
    }
    assert.ok(
      seen.some((events) => events > 0 && events < expected.status.events),
      `killed in between: ${seen.join()}`,
    );
    const resumed = open({ database });
    await resumed.service.index({});
    assert.deepEqual(await everything(resumed.service), expected);
    checkSoundness(database);
  });
});
