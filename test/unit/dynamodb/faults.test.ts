import assert from 'node:assert/strict';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { createStoreOnTable } from '../../../backend/dynamodb/dynamoStore.ts';
import type { Table } from '../../../backend/dynamodb/table.ts';
import { createRandom, RandomEvents, type RandomFile } from '../../contract/randomEvents.ts';
import { createMemoryTable } from '../../fixtures/memoryTable.ts';
import { beforeEachRequest } from './beforeEachRequest.ts';
import { Crash, dyingAfter } from './dyingAfter.ts';
import { unreliable } from './unreliable.ts';
import { assertSound, eventsIn, openStore } from './useTable.ts';

/** Files whose events overlap. */
function someFiles(seed: number, count = 3, length = 12): RandomFile[] {
  const random = new RandomEvents(seed);
  return Array.from({ length: count }, () => random.file(length));
}

function eventsOf(files: readonly RandomFile[]): TrackerEvent[] {
  return files.flatMap(({ events }) => events);
}

describe('faults while files are ingested', () => {
  it('a crash after any single request, and a rerun: as if nothing had happened', async () => {
    const [file] = someFiles(1);
    const clean = createMemoryTable();
    await openStore(clean).ingest(file!.file, file!.events);
    let requests = 0;
    for (let died = true; died; requests++) {
      const table = createMemoryTable();
      died = await openStore(dyingAfter(table, requests))
        .ingest(file!.file, file!.events)
        .then(
          () => false,
          (error: unknown) => {
            assert.ok(error instanceof Crash);
            return true;
          },
        );
      await openStore(table).ingest(file!.file, file!.events);
      assert.deepEqual(table.items(), clean.items(), `after ${requests} requests`);
    }
    assert.ok(requests > file!.events.length, `${requests} requests were tried`);
  });

  it('a crash after any single request, another file with the same events, and a rerun: exact all the same', async () => {
    const [file, other] = someFiles(2, 2, 25);
    const shared = { file: other!.file, events: [...other!.events, ...file!.events.slice(5, 15)] };
    shared.file = { ...shared.file, records: shared.file.records + 10 };
    let requests = 0;
    for (let died = true; died; requests++) {
      const table = createMemoryTable();
      died = await openStore(dyingAfter(table, requests))
        .ingest(file!.file, file!.events)
        .then(() => false, (error: unknown) => error instanceof Crash || assert.fail(String(error))); // prettier-ignore
      await openStore(table).ingest(shared.file, shared.events);
      await openStore(table).ingest(file!.file, file!.events);
      await assertSound(table, eventsOf([file!, shared]));
    }
    assert.ok(requests > 3 * file!.events.length, `${requests} requests were tried`);
  });

  describe('a crash after any single request, and a rerun under other drop settings', () => {
    const [{ file, events }] = someFiles(11, 1, 15) as [RandomFile];
    const kept = events.filter((_, index) => index % 3 === 0);
    const facts = { ...file, dropped: file.dropped + events.length - kept.length };
    const everything = () => Promise.resolve(events);
    const storeOf = (table: Table, settings: string) => createStoreOnTable(table, { now: Date.now, settings });
    const isCrash = (error: unknown) => assert.ok(error instanceof Crash);
    /** What an attempt under the old settings leaves that makes so many requests. */
    const begun = async (requests: number) => {
      const table = createMemoryTable();
      await storeOf(dyingAfter(table, requests), 'old').ingest(file, events).catch(isCrash);
      return table;
    };

    it('in an attempt that follows: what is stored is counted', async () => {
      const stored = new Set<number>();
      for (let requests = 0; requests < 70; requests++) {
        const table = await begun(requests);
        const left = eventsIn(table);
        stored.add(left.length);
        await storeOf(table, 'new').ingest(facts, kept, { isRepeated: true, everything });
        await assertSound(table, [...left, ...kept], events);
      }
      assert.ok(stored.has(0) && stored.has(new Set(events.map(({ id }) => id)).size));
    });

    it('in an attempt that follows and crashes itself after any request', async () => {
      for (const requests of [8, 25, 30]) {
        const left = eventsIn(await begun(requests));
        for (let more = 0, died = true; died; more++) {
          const table = await begun(requests);
          const attempt = { isRepeated: true, everything };
          died = await storeOf(dyingAfter(table, more), 'new')
            .ingest(facts, kept, attempt)
            .then(() => false, (error: unknown) => (isCrash(error), true)); // prettier-ignore
          await storeOf(table, 'new').ingest(facts, kept, attempt);
          await assertSound(table, [...left, ...kept], events);
        }
      }
    });

    it('in an attempt of its own, because the file had been given up', async () => {
      const table = await begun(25);
      const left = eventsIn(table);
      await storeOf(table, 'old').setUnsettled(file, 'the function timed out');
      await storeOf(table, 'new').ingest(facts, kept, { everything });
      await assertSound(table, [...left, ...kept], events);
    });
  });

  it('every file three times, by one store and by others', async () => {
    const files = someFiles(3, 6, 30);
    const table = createMemoryTable();
    const stores = [openStore(table), openStore(table)];
    for (const each of [...files, ...files, ...files]) {
      await stores[each.events.length % 2]!.ingest(each.file, each.events);
      stores.reverse();
    }
    await assertSound(table, eventsOf(files));
  });

  for (const seed of [4, 5, 6]) {
    it(`eight ingesters on the same files at once (seed ${seed})`, async () => {
      const files = someFiles(seed, 6, 25);
      const table = createMemoryTable();
      const random = createRandom(seed);
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          const store = openStore(unreliable(table, random, 0));
          for (const { file, events } of files.toSorted(() => random() - 0.5)) await store.ingest(file, events);
        }),
      );
      await assertSound(table, eventsOf(files));
    });

    it(`requests that fail for good, each file repeated until it is settled (seed ${seed})`, async () => {
      const files = someFiles(seed, 6, 25);
      const table = createMemoryTable();
      const random = createRandom(seed);
      let failed = 0;
      await Promise.all(
        Array.from({ length: 3 }, async () => {
          const store = openStore(unreliable(table, random, 0.03));
          const todo = [...files];
          while (todo.length > 0) {
            const { file, events } = todo.shift()!;
            try {
              await store.ingest(file, events);
            } catch {
              failed++;
              todo.push({ file, events });
            }
          }
        }),
      );
      assert.ok(failed > 5, `${failed} attempts failed`);
      await assertSound(table, eventsOf(files));
    });
  }

  it('a file is listed until it is settled', async () => {
    const [file] = someFiles(7);
    const table = createMemoryTable();
    const store = openStore(table);
    await store.setUnsettled(file!.file, 'the function timed out');
    assert.deepEqual((await store.status()).unsettled, [file!.file.name]);
    await store.ingest(file!.file, file!.events);
    await assertSound(table, file!.events);
    await store.setAside({ ...file!.file, name: 'cut-off.json.gz' }, 'rejected', 'is cut off');
    const { rejected, problems } = await store.status();
    assert.equal(rejected, 1);
    assert.deepEqual(
      problems?.find(({ state }) => state === 'rejected'),
      { name: 'cut-off.json.gz', state: 'rejected', reason: 'is cut off' },
    );
    await store.ingest({ ...file!.file, name: 'cut-off.json.gz' }, file!.events);
    assert.equal((await store.status()).rejected, 0);
  });

  it('a file is no longer listed once it is settled, whenever another attempt breaks off', async () => {
    for (const { file, events } of [someFiles(12)[0]!, { ...someFiles(12)[1]!, events: [] }]) {
      let broken = true;
      for (let requests = 0; broken; requests++) {
        const table = createMemoryTable();
        broken = false;
        let left = requests;
        const store = openStore(
          beforeEachRequest(table, async () => {
            if (broken || left-- > 0) return;
            broken = true;
            await openStore(table).setUnsettled(file, 'the function timed out');
          }),
        );
        await store.ingest(file, events);
        if (!broken) await openStore(table).setUnsettled(file, 'the function timed out');
        assert.deepEqual((await openStore(table).status()).unsettled, [], `after ${requests} requests`);
      }
    }
  });

  it('a file is no longer listed once it is settled, though cheap reads are behind', async () => {
    const [file, skipped] = someFiles(13);
    const table = createMemoryTable();
    const behind: Table = {
      ...table,
      get: async (place, options) => (options?.consistent ? table.get(place, options) : undefined),
    };
    const store = openStore(behind);
    for (const each of [file!, skipped!]) await store.setUnsettled(each.file, 'an earlier attempt failed');
    await store.ingest(file!.file, file!.events, { isRepeated: true });
    await store.setAside(skipped!.file, 'skipped', 'is no log file');
    assert.deepEqual((await store.status()).unsettled, []);
  });

  it('very many files that cannot be settled: they are counted, and some of them named', async () => {
    const table = createMemoryTable();
    const [{ file }] = someFiles(14) as [RandomFile];
    for (let number = 0; number < 1200; number++)
      await openStore(table).setUnsettled({ ...file, name: `${number}-${file.name}` }, 'AccessDenied');
    const { unsettled, unsettledCount, problems } = await openStore(table).status();
    assert.deepEqual([unsettled.length, unsettledCount, problems?.length], [1000, 1200, 1000]);
  });

  it('a note of a file expires as its events do', async () => {
    const table = createMemoryTable();
    const [{ file }] = someFiles(15) as [RandomFile];
    const store = createStoreOnTable(table, { now: () => Date.parse('2021-04-01T00:00:00Z'), retentionDays: 30 });
    await store.setUnsettled(file, 'AccessDenied');
    await store.setAside({ ...file, name: 'export.json' }, 'rejected', 'is cut off');
    assert.deepEqual(
      table.items().map(({ attributes }) => Number(attributes['ttl']?.N)),
      ['2021-04-20T00:00:00Z', '2021-05-01T00:00:00Z'].map((time) => Date.parse(time) / 1000),
    );
  });

  it('a copy of a file whose name tells nothing, written in another hour, is the same file', async () => {
    const [{ file, events }] = someFiles(10) as [RandomFile];
    const table = createMemoryTable();
    const store = openStore(table);
    const skipped = { ...file, name: 'notes.json', contentHash: 'cd', records: 0, dropped: 0, broken: 0 };
    const unnamed = { ...file, name: 'export.json', contentHash: 'ef' };
    for (const hours of [0, 2, 30]) {
      const modified = file.modified + hours * 3_600_000;
      await store.ingest({ ...unnamed, modified }, events);
      await store.ingest({ ...skipped, name: 'reads.json', records: 3, dropped: 3, modified }, []);
      await store.setAside({ ...skipped, modified }, 'skipped', 'is no log file');
    }
    const { files, skipped: count, records } = await store.status();
    assert.deepEqual({ files, count, records }, { files: 2, count: 1, records: unnamed.records + 3 });
    await assertSound(table, events);
  });
});
