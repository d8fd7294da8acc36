import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rename, rm, writeFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseLogFile } from '../../backend/core/parseLogFile.ts';
import type { TrackerEvent } from '../../backend/core/event.ts';
import type { EventsPage } from '../../backend/core/trackerApi.ts';
import type { IndexProgress, LocalService } from '../../backend/local/localService.ts';
import { writeSample } from '../../backend/local/writeSample.ts';
import { createMemoryStore } from '../contract/memoryStore.ts';
import { useLocalFolder } from './useLocalSource.ts';

const SAMPLE = { end: new Date('2026-03-01T12:00:00Z'), days: 3, users: 10, events: 2_000 };
const ALL = { from: '2000-01-01', to: '2030-01-01' };

describe('indexing a folder', function () {
  this.timeout(60_000);
  const local = useLocalFolder();

  it('answers from all files as the naive store does', async () => {
    const { logs, open } = local();
    await writeSample(logs, SAMPLE);
    const { service } = open();
    const progress = await service.index({});
    const naive = createMemoryStore();
    for (const name of await logFiles(logs)) {
      const events: TrackerEvent[] = [];
      const content = parseLogFile(name, await readFile(name), (event) => events.push(event));
      if (content.kind === 'log') await naive.ingest({ name, size: 1, modified: 0, ...content }, events);
    }
    const expected = await naive.status();
    const { version, skipped, ...status } = await service.status({});
    assert.deepEqual(status, without(expected, 'skipped'));
    assert.equal(version, '1.2.3');
    assert.ok(expected.duplicates > 0 && skipped > 0, 'the sample has files and records of all sorts');
    assert.deepEqual(progress, {
      state: 'idle',
      filesDone: expected.files + skipped,
      filesFound: expected.files + skipped,
      events: expected.events,
    });

    const question = { period: { from: 0, to: Date.parse(ALL.to) }, filter: {}, tz: 'Europe/Madrid' };
    for (const groupBy of [['user', 'service'], ['day', 'outcome'], ['eventName', 'hour'], ['sourceIPAddress']]) {
      assert.deepEqual(
        await service.activity({ ...ALL, tz: 'Europe/Madrid', groupBy }),
        await naive.activity({ ...question, groupBy }),
      );
    }
    const { events } = (await service.scan({ ...ALL, limit: 10_000 })) as EventsPage;
    assert.deepEqual(events.map(identity), (await naive.events({ ...question, limit: 10_000 })).events.map(identity));
  });

  it('gives the whole record of an event', async () => {
    const { logs, open } = local();
    await writeSample(logs, { ...SAMPLE, events: 500 });
    const { service } = open();
    await service.index({});
    const { events } = (await service.scan({ ...ALL, limit: 3 })) as EventsPage;
    for (const event of events) {
      const record = await service.record({ user: event.userIdentity_userName, id: event.id });
      assert.deepEqual(
        [record['eventID'], record['eventTime'], record['eventName']],
        [event.eventID, event.eventTime, event.eventName],
      );
    }
    await rm(logs, { recursive: true });
    await assert.rejects(service.record({ user: events[0]!.userIdentity_userName, id: events[0]!.id }), {
      name: 'UserError',
      status: 404,
    });
  });

  it('reads only what is new or changed, and marks what has vanished', async () => {
    const { logs, open } = local();
    await write(logs, 'one.json', [1, 2, 3]);
    await write(logs, 'two.json', [3, 4]);
    const { service } = open();
    await service.index({});
    assert.deepEqual(await counts(service), { files: 2, records: 5, events: 4, duplicates: 1 });

    await service.index({});
    assert.deepEqual(await counts(service), { files: 2, records: 5, events: 4, duplicates: 1 }, 'nothing is new');

    await write(logs, 'two.json', [3, 4, 5]);
    await write(logs, 'three.json', [6]);
    await service.index({});
    assert.deepEqual(
      await counts(service),
      { files: 3, records: 9, events: 6, duplicates: 3 },
      'the changed file was read again',
    );

    await rename(path.join(logs, 'three.json'), path.join(logs, 'gone'));
    await service.index({});
    assert.deepEqual(
      await counts(service),
      { files: 3, records: 9, events: 6, duplicates: 3 },
      'events of a vanished file stay',
    );
    assert.deepEqual(await problemsOf(service), { 'three.json': 'vanished' });

    await rename(path.join(logs, 'gone'), path.join(logs, 'three.json'));
    await service.index({});
    assert.deepEqual(await problemsOf(service), {});
    assert.deepEqual(
      await counts(service),
      { files: 3, records: 9, events: 6, duplicates: 3 },
      'and are not read again when it is back',
    );
  });

  it('goes on where some files are none, or broken', async () => {
    const { logs, open } = local();
    await write(logs, 'good.json', [1, 2]);
    await mkdir(path.join(logs, 'more'));
    const files: Record<string, string | Buffer> = {
      'broken.json': JSON.stringify({ Records: [record(3), { eventName: 'x', eventTime: 'never' }, 7] }),
      [`111122223333_CloudTrail_us-east-1_20260301T0000Z_a.json.gz`]: gzipSync('{"Records": [').subarray(0, 15),
      'package.json': '{"name": "x"}',
      'more/lines.json': `${JSON.stringify(record(4))}\n${JSON.stringify(record(5))}\n`,
      [`111122223333_CloudTrail-Digest_us-east-1_trail_us-east-1_20260301T000000Z.json.gz`]:
        gzipSync('{"digestStartTime": ""}'),
    };
    for (const [name, content] of Object.entries(files)) await writeFile(path.join(logs, name), content);
    const { service } = open();
    await service.index({});
    const { files: read, skipped, rejected, events, broken, records } = await service.status({});
    assert.deepEqual(
      { read, skipped, rejected, events, broken, records },
      { read: 3, skipped: 2, rejected: 1, events: 5, broken: 2, records: 7 },
    );
    assert.deepEqual(Object.values(await problemsOf(service)), ['rejected', 'broken records', 'skipped', 'skipped']);
    const [rejection, brokenOne] = await service.problems({ limit: 2 });
    assert.match(rejection!.reason, /cut off/);
    assert.match(brokenOne!.reason, /record 2 has an eventTime/);
    assert.equal(brokenOne!.broken, 2);
  });

  it('says so where a folder is missing, and forgets nothing', async () => {
    const { logs, open } = local();
    await write(logs, 'one.json', [1]);
    const { service } = open();
    await service.index({});
    await rename(logs, `${logs}-away`);
    const progress = await service.index({});
    assert.equal(progress.state, 'failed');
    assert.match(progress.message!, /logs cannot be read \(ENOENT\)/);
    assert.deepEqual(await problemsOf(service), {});
    assert.equal((await service.status({})).events, 1);
  });

  it('says why a log file cannot be read any more, and keeps its events', async () => {
    const { logs, open } = local();
    const name = path.join(logs, 'one.json');
    await write(logs, 'one.json', [1]);
    const { service } = open();
    await service.index({});
    const { events } = (await service.scan(ALL)) as EventsPage;
    const { userIdentity_userName: user, id } = events[0]!;
    await rename(name, `${name}-away`);
    await assert.rejects(service.record({ user, id }), { name: 'UserError', message: /no longer there: .*one\.json/ });
    await mkdir(name);
    await assert.rejects(service.record({ user, id }), { name: 'UserError', message: /cannot be read \(EISDIR\)/ });
    await rm(name, { recursive: true });
    // A symbolic link that leads to itself, because root may read whatever has other permissions.
    await symlink(name, name);
    await assert.rejects(service.record({ user, id }), { name: 'UserError', message: /cannot be read \(ELOOP\)/ });
    assert.equal((await service.status({})).events, 1);
  });

  it('can be cancelled, and goes on from there', async () => {
    const { logs, open } = local();
    await writeSample(logs, SAMPLE);
    const cancel = new AbortController();
    const { service } = open({ onProgress: ({ filesDone }) => filesDone > 10 && cancel.abort() });
    assert.equal((await service.index({}, cancel.signal)).state, 'cancelled');
    const part = await service.status({});
    assert.equal(part.records, part.events + part.duplicates + part.dropped + part.broken);
    const { filesDone, filesFound } = await service.index({});
    assert.equal(filesDone, filesFound);
    assert.ok((await service.status({})).files > part.files);
  });

  it('reads a large file in parts, all or nothing', async () => {
    const { logs, open } = local();
    const records = Array.from({ length: 12_000 }, (_, number) => record(number));
    const whole = gzipSync(JSON.stringify({ Records: records }), { level: 0 });
    assert.ok(whole.length > 3 << 20);
    await mkdir(logs);
    const file = path.join(logs, '111122223333_CloudTrail_us-east-1_20260301T0000Z_a.json.gz');
    await writeFile(file, whole.subarray(0, -1000));
    await write(logs, 'small.json', [1, 20_000]);
    const { service } = open();
    await service.index({});
    assert.deepEqual(
      await counts(service),
      { files: 1, records: 2, events: 2, duplicates: 0 },
      'cut off: rejected as a whole',
    );
    assert.deepEqual(await problemsOf(service), { [path.basename(file)]: 'rejected' });
    assert.deepEqual(await service.users({}), ['user1', 'user20000']);

    await writeFile(file, whole);
    await service.index({});
    assert.deepEqual(await counts(service), { files: 2, records: 12_002, events: 12_001, duplicates: 1 });
    const rows = await service.activity({ ...ALL, groupBy: [] });
    assert.equal(rows[0]!.count, 12_001);
  });

  it('tells of progress and changes', async () => {
    const { logs, open } = local();
    await write(logs, 'one.json', [1, 2, 3]);
    const states: string[] = [];
    let changes = 0;
    const { service } = open({ onProgress: ({ state }) => states.push(state), onChanged: () => changes++ });
    await service.index({});
    assert.deepEqual([...new Set(states)], ['listing', 'indexing', 'idle']);
    assert.ok(changes > 0);
    changes = 0;
    await service.index({});
    assert.equal(changes, 0);
    assert.ok((await service.indexSize({})) > 1000);
  });

  it('lets a second window on the same source wait, and answer meanwhile', async () => {
    const { logs, open } = local();
    await writeSample(logs, SAMPLE);
    const states = new Set<string>();
    const second = open({ onProgress: ({ state }) => states.add(state) });
    await second.service.status({});
    let other: Promise<IndexProgress> | undefined;
    const first = open({
      onProgress: () => {
        other ??= second.service.index({});
      },
    });
    const one = await first.service.index({});
    const two = await other;
    assert.deepEqual(two, one);
    assert.deepEqual(await second.service.status({}), await first.service.status({}));
    assert.deepEqual(
      await second.service.activity({ ...ALL, groupBy: ['user'] }),
      await first.service.activity({ ...ALL, groupBy: ['user'] }),
    );
    const { records, events, duplicates, dropped, broken } = await second.service.status({});
    assert.equal(records, events + duplicates + dropped + broken);
    assert.ok(states.has('waiting'));
  });

  it('makes no difference of whose file an event came first, run for run', async () => {
    const { logs, open } = local();
    await writeSample(logs, SAMPLE);
    const origins: unknown[] = [];
    for (const database of ['a', 'b']) {
      const { service } = open({ database: path.join(logs, database) });
      await service.index({});
      const { events } = (await service.scan({ ...ALL, limit: 10_000 })) as EventsPage;
      origins.push(events.map(({ logFile, position }) => `${logFile} ${position}`));
    }
    assert.deepEqual(origins[0], origins[1]);
  });

  it('tells whoever calls what is wrong with the index', async () => {
    const { logs, open } = local();
    await mkdir(logs);
    const database = path.join(logs, 'index.sqlite');
    await writeFile(database, 'this is no database, whatever its name says'.repeat(100));
    const { service } = open({ database });
    await assert.rejects(service.status({}), { name: 'UserError', message: /is damaged/ });
  });
});

function record(number: number) {
  return {
    eventVersion: '1.08',
    userIdentity: { type: 'IAMUser', userName: `user${number}`, accountId: '111122223333' },
    eventTime: new Date(Date.parse('2026-03-01T00:00:00Z') - number * 1000).toISOString(),
    eventSource: 'ec2.amazonaws.com',
    eventName: 'RunInstances',
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.1',
    eventID: `event-${number}`,
    recipientAccountId: '111122223333',
  };
}

async function write(folder: string, name: string, numbers: number[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, name), JSON.stringify({ Records: numbers.map(record) }));
}

async function counts(service: LocalService) {
  const { files, records, events, duplicates } = await service.status({});
  return { files, records, events, duplicates };
}

async function problemsOf(service: LocalService): Promise<Record<string, string>> {
  const problems = await service.problems({});
  return Object.fromEntries(problems.map(({ name, state }) => [path.basename(name), state]));
}

async function logFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.json.gz')).map((name) => path.join(folder, name));
}

function identity({ id, account, errorCode, requestParameters_instanceId }: TrackerEvent) {
  return { id, account, errorCode, requestParameters_instanceId };
}

function without(object: object, name: string) {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}
