import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import type { EventsPage } from '../../backend/core/trackerApi.ts';
import type { LocalService } from '../../backend/local/localService.ts';
import { writeSample } from '../../backend/local/writeSample.ts';
import { unpackChunk } from '../../backend/sqlite/chunk.ts';
import { keysFrom } from '../../backend/sqlite/eventIndex.ts';
import { useLocalFolder } from './useLocalSource.ts';

const ALL = { from: '2000-01-01', to: '2030-01-01' };

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
      await killWhen(database, logs, (filesDone) => filesDone > share * filesFound);
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

/** Runs indexChild.ts and kills it as soon as it reports so many files (unless it ends before). */
async function killWhen(database: string, logs: string, isTime: (filesDone: number) => boolean): Promise<void> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'indexChild.ts'), database, logs], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) if (isTime(Number(line))) child.kill('SIGKILL');
  await ended;
}

/** The events of an index, which must be as many by every account of it. */
function checkSoundness(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    if (!database.prepare("select 1 from sqlite_schema where name = 'event'").get()) return 0;
    assert.equal(database.prepare('pragma integrity_check').get()?.['integrity_check'], 'ok');
    const number = (sql: string) => Number(Object.values(database.prepare(sql).get()!)[0] ?? 0);
    const events = number('select count(*) from event');
    assert.equal(number('select sum(stored) from file'), events);
    assert.equal(number('select sum(records - dropped - broken - duplicates) from file'), events);
    assert.equal(number('select count(*) from event where origin not in (select id from origin)'), 0);
    assert.ok(number('select coalesce(max(key), -1) from event') < keysFrom(database, 0).length);
    const rows = database.prepare('select key, origin, time from event order by seq').all();
    assert.deepEqual(
      database.prepare('select first, events, cells, data from chunk order by first').all().flatMap(eventsOfChunk),
      rows.map(({ key, origin, time }) => `${String(key)} ${String(origin)} ${String(time)}`),
    );
    return events;
  } finally {
    database.close();
  }
}

function eventsOfChunk(row: Record<string, unknown>): string[] {
  const chunk = unpackChunk(
    row['first'] as number,
    row['events'] as number,
    row['cells'] as number,
    row['data'] as Uint8Array,
  );
  let event = 0;
  return [...chunk.quarter].flatMap((quarter, cell) =>
    Array.from(
      { length: chunk.count[cell]! },
      () => `${chunk.key[cell]} ${chunk.origin[event]} ${quarter * 900 + chunk.second[event++]!}`,
    ),
  );
}

async function everything(service: LocalService) {
  const { events } = (await service.scan({ ...ALL, limit: 10_000 })) as EventsPage;
  return {
    status: await service.status({}),
    activity: await service.activity({ ...ALL, groupBy: ['user', 'eventName', 'day'] }),
    users: await service.users({}),
    events,
  };
}

/** So large that it is read in parts. */
async function writeLargeFile(name: string): Promise<void> {
  const records = Array.from({ length: 9_000 }, (_, number) => ({
    userIdentity: { type: 'IAMUser', userName: `large${number % 10}`, accountId: '111122223333' },
    eventTime: new Date(Date.parse('2026-02-27T00:00:00Z') - number * 1000).toISOString(),
    eventSource: 'ec2.amazonaws.com',
    eventName: 'RunInstances',
    awsRegion: 'us-east-1',
    eventID: `event-${number}`,
    requestParameters: { description: 'so that it is long '.repeat(5) },
  }));
  await writeFile(name, gzipSync(JSON.stringify({ Records: records }), { level: 0 }));
}
