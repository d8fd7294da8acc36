import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openLocalSource } from '../../../backend/local/localSource.ts';
import { Session } from '../../../extension/session.ts';
import { createSource } from '../../../extension/sources/source.ts';
import { SourceList } from '../../../extension/sources/sourceList.ts';
import { memory } from './memory.ts';
import { english } from './texts.ts';

const now = Date.parse('2024-06-15T12:07:00Z');
const backend = path.join(import.meta.dirname, '../../../backend/local');

/** A record of a call by an IAM user. */
const call = (eventID: string, eventTime: string, eventName: string, readOnly: boolean) => ({
  eventID,
  eventTime,
  eventName,
  eventSource: 'ec2.amazonaws.com',
  readOnly,
  recipientAccountId: '111122223333',
  userIdentity: { type: 'IAMUser', userName: 'alice', accountId: '111122223333' },
});

describe('Session', () => {
  let folder: string;
  let session: Session;
  let reported: unknown[];

  /** A folder of log files, one event in each. */
  function logs(name: string, ...records: ReturnType<typeof call>[]) {
    const root = path.join(folder, name);
    mkdirSync(root, { recursive: true });
    for (const record of records) {
      writeFileSync(path.join(root, `${record.eventID}.json`), JSON.stringify({ Records: [record] }));
    }
    return createSource('folder', [root]);
  }

  /** Waits for the session to say that something has changed until it is so. */
  async function until(isSo: () => boolean): Promise<void> {
    if (isSo()) return;
    await new Promise<void>((resolve) => {
      const listener = session.onDidChange(() => {
        if (!isSo()) return;
        listener.dispose();
        resolve();
      });
    });
  }

  const seen = () => session.overview?.status.events ?? 0;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'session-'));
    reported = [];
    session = new Session({
      list: new SourceList(memory(), memory()),
      memory: memory(),
      open: ({ id, roots }, callbacks) =>
        openLocalSource({
          workerFile: path.join(backend, 'localWorker.ts'),
          parseWorkerFile: path.join(backend, 'parseWorker.ts'),
          database: path.join(folder, 'indexes', id, 'index.db'),
          roots,
          version: '0',
          ...callbacks,
        }),
      now: () => now,
      timeZone: () => 'UTC',
      groups: () => Promise.resolve([]),
      l10n: english,
      pseudonymKey: () => Promise.resolve(Buffer.from('key')),
      report: (error) => void reported.push(error),
    });
  });

  afterEach(async () => {
    await session.close();
    session.dispose();
    rmSync(folder, { recursive: true, maxRetries: 3 });
    assert.deepEqual(reported, []);
  });

  it('has nothing to say without a source', async () => {
    assert.equal(session.start(), undefined);
    await session.refresh();
    assert.equal(session.state, 'noSource');
    assert.deepEqual(await session.activity({}, ['user']), []);
  });

  it('opens a source, reads it and counts what is in the period and the scope', async () => {
    const changed = call('a', '2024-06-15T11:00:00Z', 'RunInstances', false);
    const read = call('b', '2024-06-15T11:00:00Z', 'DescribeInstances', true);
    const old = call('c', '2024-05-15T11:00:00Z', 'RunInstances', false);
    await session.openSource(logs('live', changed, read, old));
    await until(() => seen() === 3 && session.state === 'ready');
    assert.deepEqual(session.periodChoice, { id: '7d' });
    assert.deepEqual([session.overview?.inPeriod, session.overview?.inScope], [2, 1]);
    const [row] = await session.activity({}, ['user']);
    assert.deepEqual([row?.['user'], row?.count], ['alice', 1]);

    const everything = await session.activity({}, ['eventName'], undefined, 'everything');
    assert.deepEqual(
      everything.map(({ eventName }) => eventName),
      ['DescribeInstances', 'RunInstances'],
    );
    assert.deepEqual(await session.question((service) => service.users({})), ['alice']);

    await session.setScope('everything');
    assert.equal(session.overview?.inScope, 2);
    await session.choosePeriod({ id: 'all' });
    assert.equal(session.overview?.inScope, 3);
    assert.equal((await session.newestEvents({}, 1))[0]?.eventTime, '2024-06-15T11:00:00Z');
  });

  it('opens logs from the past on the period that they cover', async () => {
    await session.openSource(logs('past', call('a', '2018-02-01T10:20:00Z', 'RunInstances', false)));
    await until(() => seen() === 1 && session.state === 'ready');
    assert.deepEqual(session.periodChoice, { id: 'all' });
    const period = { from: Date.parse('2018-02-01T10:15:00Z'), to: Date.parse('2018-02-01T10:30:00Z') };
    assert.deepEqual(session.period, period);
  });

  it('hides names in all answers, and takes the pseudonyms that it gives', async () => {
    await session.openSource(logs('live', call('a', '2024-06-15T11:00:00Z', 'RunInstances', false)));
    await until(() => session.state === 'ready');
    await session.setNamesHidden(true);
    assert.equal(session.namesHidden, true);
    const [row] = await session.activity({}, ['user']);
    const user = String(row?.['user']);
    assert.match(user, /^user-\w{8}$/);
    assert.equal((await session.activity({ user: { in: [user] } }, []))[0]?.count, 1);
    const [[ever], [newest]] = [await session.activityEver(['user']), await session.newestEvents({}, 1)];
    assert.deepEqual([ever?.['user'], newest?.userIdentity_userName], [user, user]);
    const { api, request } = session.questionOf({ user: { in: [user] } })!;
    assert.doesNotMatch(JSON.stringify(await api.scan(request)), /alice/);

    await session.setNamesHidden(false);
    assert.equal((await session.activity({}, ['user']))[0]?.['user'], 'alice');
  });

  it('remembers what a source held, and the period chosen for it', async () => {
    const past = logs('past', call('a', '2018-02-01T10:20:00Z', 'RunInstances', false));
    await session.openSource(past);
    await until(() => session.list.find(past.id)?.facts?.events === 1);
    await session.choosePeriod({ id: '30d' });
    assert.equal(session.state, 'nothingInPeriod');
    const live = logs('live', call('b', '2024-06-15T11:00:00Z', 'RunInstances', false));
    await session.openSource(live);
    assert.deepEqual(session.periodChoice, { id: '7d' });
    await session.openSource(past);
    assert.deepEqual(session.periodChoice, { id: '30d' });
  });

  it('narrows the period for a closer look and leads back', async () => {
    await session.openSource(logs('live', call('a', '2024-06-15T11:00:00Z', 'RunInstances', false)));
    const hour = { from: now - 3_600_000, to: now };
    await session.narrowPeriod({ from: now - 7_200_000, to: now });
    await session.narrowPeriod(hour);
    assert.deepEqual([session.narrowed, session.periodChoice], [true, { id: 'custom', ...hour }]);
    await session.previousPeriod();
    await session.previousPeriod();
    assert.deepEqual([session.narrowed, session.periodChoice], [false, { id: '7d' }]);
  });

  it('says where the scope hides all', async () => {
    await session.openSource(logs('reads', call('a', '2024-06-15T11:00:00Z', 'DescribeInstances', true)));
    await until(() => seen() === 1 && session.state === 'nothingInScope');
  });

  it('says where there are no events', async () => {
    await session.openSource(logs('empty'));
    await until(() => session.state === 'noEvents');
  });

  it('takes up new files when asked to', async () => {
    await session.openSource(logs('live', call('a', '2024-06-15T11:00:00Z', 'RunInstances', false)));
    await until(() => seen() === 1 && session.open?.progress.state === 'idle');
    logs('live', call('b', '2024-06-15T11:30:00Z', 'RunInstances', false));
    await session.open?.bringUpToDate();
    await until(() => seen() === 2);
  });

  it('tells why a folder cannot be read', async () => {
    await session.openSource(createSource('folder', [path.join(folder, 'gone')]));
    await until(() => session.state === 'error');
    assert.match(session.open?.progress.message ?? '', /gone/);
    assert.equal(session.open?.stopped, true);
  });

  it('reads on where indexing was cancelled, when asked to, and not before', async () => {
    const many = Array.from({ length: 200 }, (_, i) => call(`e${i}`, '2024-06-15T11:00:00Z', 'RunInstances', false));
    await session.openSource(logs('live', ...many));
    session.open?.cancelIndexing();
    await until(() => session.open?.stopped === true);
    await session.open?.bringUpToDate();
    assert.equal(session.open?.stopped, true);
    await session.open?.resumeIndexing();
    await until(() => seen() === 200);
  });

  it('keeps to the last of several sources that were chosen at once', async () => {
    const event = call('a', '2024-06-15T11:00:00Z', 'RunInstances', false);
    const sources = ['one', 'two', 'three'].map((name) => logs(name, event));
    await Promise.all(sources.map((source) => session.openSource(source)));
    assert.equal(session.source?.name, 'three');
    assert.equal(session.open?.source.name, 'three');
    assert.equal(session.list.all().length, 3);
    await until(() => seen() === 1);
  });

  it('is silent about questions to a source that was closed meanwhile', async () => {
    const event = call('a', '2024-06-15T11:00:00Z', 'RunInstances', false);
    await session.openSource(logs('one', event));
    const questions = Array.from({ length: 50 }, () => session.activity({}, ['user']));
    await session.openSource(logs('two', event));
    await Promise.all(questions);
  });

  it('stays closed while its index is removed, whoever asks, and then reads all anew', async () => {
    const source = logs('live', call('a', '2024-06-15T11:00:00Z', 'RunInstances', false));
    await session.openSource(source);
    await until(() => seen() === 1);
    await session.whileClosed(source.id, async () => {
      assert.equal(session.start(), undefined);
      await rm(path.join(folder, 'indexes'), { recursive: true });
    });
    await until(() => seen() === 1);
  });

  it('opens another source while one is kept closed', async () => {
    const closed = logs('closed', call('a', '2024-06-15T11:00:00Z', 'RunInstances', false));
    const other = logs('other', call('b', '2024-06-15T11:00:00Z', 'RunInstances', false));
    await session.openSource(closed);
    await session.whileClosed(closed.id, async () => {
      await session.openSource(other);
      await until(() => seen() === 1);
      await session.openSource(closed);
      assert.equal(session.open, undefined);
    });
    assert.equal(session.source?.id, closed.id);
  });

  it('goes on with the current source when another one is forgotten', async () => {
    const other = logs('other', call('a', '2024-06-15T11:00:00Z', 'RunInstances', false));
    await session.openSource(other);
    await session.openSource(logs('live', call('b', '2024-06-15T11:00:00Z', 'RunInstances', false)));
    const { open } = session;
    await session.whileClosed(other.id, () => session.list.forget(other.id));
    assert.equal(session.open, open);
    await session.whileClosed(undefined, () => session.list.forget(session.source!.id));
    assert.deepEqual([session.open, session.state], [undefined, 'noSource']);
  });

  it('reads a single file', async () => {
    logs(
      'live',
      call('a', '2024-06-15T11:00:00Z', 'RunInstances', false),
      call('b', '2024-06-15T11:00:00Z', 'RunInstances', false),
    );
    await session.openSource(createSource('file', [path.join(folder, 'live', 'a.json')]));
    await until(() => seen() === 1 && session.open?.progress.state === 'idle');
  });
});
