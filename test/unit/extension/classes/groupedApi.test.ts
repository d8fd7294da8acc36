import assert from 'node:assert/strict';
import { createTrackerApi } from '../../../../backend/core/createTrackerApi.ts';
import { isCountedFilter, type EventFilter } from '../../../../backend/core/filter.ts';
import { pseudonymousApi } from '../../../../backend/core/pseudonyms/pseudonymousApi.ts';
import type { ActivityRequest, EventsRequest, TrackerApi } from '../../../../backend/core/trackerApi.ts';
import type { Group } from '../../../../extension/classes/group.ts';
import { groupedApi } from '../../../../extension/classes/groupedApi.ts';
import { createMemoryStore } from '../../../contract/memoryStore.ts';
import { CLASSROOM, eventsOf, NOW } from '../../../fixtures/classroom.ts';
import { refusal } from '../../../fixtures/userErrors.ts';
import { english } from '../texts.ts';

const group = (name: string, ...members: string[]): Group => ({ name, description: '', members, term: {} });
const others = 'x{1..2000}';
const GROUPS = [
  group('two', 'alucloud2', 'nobody'),
  group('ten', 'alucloud1?', 'alucloud10'),
  group('both', 'alucloud{2..10..8}'),
  group('none'),
  // More names than a URL takes.
  group('two of 2000', 'alucloud2', others),
  group('both of 2000', 'alucloud2', 'alucloud10', others),
];
const ALL = { from: '2016-01-01', to: '2017-12-31' };

describe('a tracker that is asked for groups', () => {
  let asked: (ActivityRequest | EventsRequest)[];
  let plain: TrackerApi;
  const grouped = (isRemote: boolean, api = plain) =>
    groupedApi(api, { groups: () => Promise.resolve(GROUPS), l10n: english, isRemote });

  before(async () => {
    const store = createMemoryStore();
    const facts = { name: 'a.json', size: 1, modified: NOW, records: CLASSROOM.length, dropped: 0, broken: 0 };
    await store.ingest(facts, eventsOf(CLASSROOM));
    const api = createTrackerApi({ store, now: () => NOW, version: '1', readRecord: () => Promise.resolve({}) });
    const noted =
      <R extends object, A>(ask: (request: R, signal?: AbortSignal) => Promise<A>) =>
      (request: R, signal?: AbortSignal) => {
        asked.push(request);
        return ask(request, signal);
      };
    plain = { ...api, activity: noted(api.activity), scan: noted(api.scan) };
  });
  beforeEach(() => (asked = []));

  const cases: [filter: EventFilter, same: EventFilter][] = [
    [{ group: { in: ['two'] } }, { user: { in: ['alucloud2'] } }],
    [{ group: { in: ['ten'] } }, { user: { in: ['alucloud10'] } }],
    [{ group: { in: ['two', 'ten'] } }, { user: { in: ['alucloud2', 'alucloud10'] } }],
    [{ group: { prefix: 't' } }, { user: { in: ['alucloud2', 'alucloud10'] } }],
    [{ group: { prefix: ['z'] } }, { user: { in: [] } }],
    [{ group: { not: ['two'] } }, { user: { not: ['alucloud2'] } }],
    [{ group: { in: ['both'], not: ['two'] } }, { user: { in: ['alucloud10'] } }],
    [{ group: { in: ['none'] } }, { user: { in: [] } }],
    [{ group: { not: ['none'] } }, {}],
    [{ group: { in: ['both'] }, user: { in: ['alucloud2', 'alucloud230'] } }, { user: { in: ['alucloud2'] } }],
    [
      { group: { in: ['both'] }, eventName: { in: ['RunInstances'] } },
      { user: { in: ['alucloud2', 'alucloud10'] }, eventName: { in: ['RunInstances'] } },
    ],
    [{ group: { in: ['two of 2000'] } }, { user: { in: ['alucloud2'] } }],
    [{ group: { not: ['both of 2000'] } }, { user: { not: ['alucloud2', 'alucloud10'] } }],
    [
      { group: { in: ['both of 2000'] }, outcome: { in: ['ok'] } },
      { user: { in: ['alucloud2', 'alucloud10'] }, outcome: { in: ['ok'] } },
    ],
    [{ service: { in: ['ec2'] } }, { service: { in: ['ec2'] } }],
  ];
  for (const [filter, same] of cases) {
    for (const isRemote of [false, true]) {
      it(`${JSON.stringify(filter)} is ${JSON.stringify(same)}${isRemote ? ' from afar, too' : ''}`, async () => {
        const api = grouped(isRemote);
        for (const groupBy of [[], ['service'], ['user'], ['day', 'user'], ['eventName', 'outcome']])
          assert.deepEqual(
            await api.activity({ ...ALL, filter, groupBy }),
            await plain.activity({ ...ALL, filter: same, groupBy }),
          );
        assert.deepEqual(await api.scan({ ...ALL, filter }), await plain.scan({ ...ALL, filter: same }));
        assert.equal(
          await api.scan({ ...ALL, filter, count: true }),
          await plain.scan({ ...ALL, filter: same, count: true }),
        );
      });
    }
  }

  it('from afar, more names than a URL takes are not sent', async () => {
    await grouped(true).activity({ ...ALL, filter: { group: { in: ['two of 2000'] } }, groupBy: ['day'] });
    await grouped(true).scan({ ...ALL, filter: { group: { in: ['two of 2000'] } }, limit: 2 });
    assert.deepEqual(asked, [
      { ...ALL, filter: {}, groupBy: ['day', 'user'] },
      { ...ALL, filter: {}, limit: 2 },
    ]);
    asked = [];
    await grouped(false).activity({ ...ALL, filter: { group: { in: ['two of 2000'] } } });
    assert.equal(asked[0]?.filter?.user?.in?.length, 2001);
  });

  it('from afar, the pages of many have all of their events, and none is empty but the last', async () => {
    const filter = { group: { in: ['two of 2000'] } };
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await grouped(true).scan({ ...ALL, filter, limit: 1, ...(cursor !== undefined && { cursor }) });
      assert.ok(typeof page === 'object' && (page.events.length > 0 || page.next === undefined));
      ids.push(...page.events.map(({ eventID }) => eventID));
      cursor = page.next;
    } while (cursor !== undefined);
    assert.deepEqual(ids, ['in-a-minute', 'today', 'run-new-year-2017', 'stop-2016']);
  });

  it('says which group there is not', async () => {
    for (const filter of [{ group: { in: ['two', 'Three'] } }, { group: { not: ['Three'] } }]) {
      await assert.rejects(grouped(false).activity({ ...ALL, filter }), /no group named Three/);
      await assert.rejects(grouped(false).scan({ ...ALL, filter }), /no group named Three/);
    }
  });

  it('is none of the tracker’s own: it refuses such a filter by name', async () => {
    await assert.rejects(plain.activity({ ...ALL, filter: { group: { in: ['two'] } } }), (error: Error) => {
      assert.match(error.message, /"group"/);
      return refusal('filter')(error);
    });
  });

  it('counts as a question that the counters answer', () => {
    assert.ok(isCountedFilter({ group: { in: ['two'] }, service: { in: ['ec2'] } }));
    assert.ok(!isCountedFilter({ group: { in: ['two'] }, resources: { in: ['i-1'] } }));
  });

  it('keeps the names of groups while those of users are hidden', async () => {
    const hidden = pseudonymousApi(grouped(false), () => Promise.resolve(new Uint8Array(32)));
    const filter = { group: { in: ['both'] } };
    assert.deepEqual(await hidden.hideFilter(filter), filter);
    const rows = await hidden.activity({ ...ALL, filter, groupBy: ['user'] });
    assert.deepEqual(
      rows.map(({ count }) => count).sort(),
      (await plain.activity({ ...ALL, filter: { user: { in: ['alucloud2', 'alucloud10'] } }, groupBy: ['user'] }))
        .map(({ count }) => count)
        .sort(),
    );
    // Seen or not, members have pseudonyms, and those of whom there are rows have the ones of the rows.
    const [two, nobody] = await hidden.hideUsers(['alucloud2', 'nobody']);
    assert.ok(rows.some(({ user }) => user === two));
    assert.match(nobody!, /^user-/);
    assert.doesNotMatch(nobody!, /nobody/);
  });
});
