import assert from 'node:assert/strict';
import { createTrackerApi } from '../../../backend/core/createTrackerApi.ts';
import { eventPages } from '../../../backend/core/eventPages.ts';
import { createMemoryStore } from '../../contract/memoryStore.ts';
import { trackerEvent } from '../../fixtures/trackerEvents.ts';

describe('all pages of events', () => {
  const question = { from: '2024-01-01', to: '2024-12-31', filter: { readOnly: { in: ['false'] } } };

  async function open(count: number) {
    const store = createMemoryStore();
    const events = Array.from({ length: count }, (_, at) => trackerEvent({ eventID: String(at).padStart(6, '0') }));
    const facts = { name: 'a.json', size: 1, modified: 0, records: count, dropped: 0, broken: 0 };
    await store.ingest(facts, events);
    const readRecord = () => Promise.reject(new Error('not asked for'));
    return createTrackerApi({ store, now: () => 0, version: '1', readRecord });
  }

  for (const count of [0, 999, 1_000, 1_001, 2_500]) {
    it(`bring ${count} events, each once, newest first`, async () => {
      const ids: string[] = [];
      const sizes: number[] = [];
      for await (const events of eventPages(await open(count), question)) {
        sizes.push(events.length);
        ids.push(...events.map(({ eventID }) => eventID));
      }
      assert.deepEqual(ids, ids.toSorted().reverse());
      assert.equal(new Set(ids).size, count);
      assert.ok(Math.max(...sizes) <= 1_000);
    });
  }

  it('end where the signal says so', async () => {
    const abort = new AbortController();
    const api = { scan: (_request: object, signal?: AbortSignal) => (signal!.throwIfAborted(), open(0)) };
    const pages = eventPages(api as never, question, abort.signal);
    abort.abort();
    await assert.rejects(pages.next(), { name: 'AbortError' });
  });
});
