import { createTrackerApi } from '../../../../backend/core/createTrackerApi.ts';
import { eventOf } from '../../../../backend/core/eventOf.ts';
import { both } from '../../../../backend/core/filter.ts';
import type { JsonObject } from '../../../../backend/core/json.ts';
import type { ActivityRequest, EventsRequest, TrackerApi } from '../../../../backend/core/trackerApi.ts';
import type { Session } from '../../../../extension/session.ts';
import { scopeFilter, type ScopeId } from '../../../../extension/scope/scope.ts';
import { createMemoryStore } from '../../../contract/memoryStore.ts';

export const NOW = Date.parse('2024-06-15T12:00:00Z');

/** A session over records, as far as queries need one, which tells what it was asked. */
export interface FakeSession {
  session: Session;
  asked: (ActivityRequest | EventsRequest)[];
  state: { kind: 'folder' | 'tracker'; indexing?: object; period: { from: number; to: number }; events: number };
  /** Adds records, as new log files do. */
  add(...records: JsonObject[]): Promise<void>;
}

export async function fakeSession(...records: JsonObject[]): Promise<FakeSession> {
  const store = createMemoryStore();
  const asked: FakeSession['asked'] = [];
  const state: FakeSession['state'] = { kind: 'folder', period: { from: NOW - 7 * 86_400_000, to: NOW }, events: 0 };
  const real = createTrackerApi({ store, now: () => NOW, version: '0', readRecord: () => Promise.reject(new Error()) });
  const api: Pick<TrackerApi, 'activity' | 'scan'> = {
    activity(request) {
      asked.push(request);
      return real.activity(request);
    },
    scan(request) {
      asked.push(request);
      return real.scan({ ...request, limit: Math.min(request.limit ?? 3, 3) });
    },
  };
  const iso = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
  const session = {
    get source() {
      return { id: 's', name: 'logs', kind: state.kind };
    },
    get isRemote() {
      return state.kind === 'tracker';
    },
    get open() {
      return { indexing: state.indexing };
    },
    get overview() {
      return { status: { events: state.events } };
    },
    get period() {
      return state.period;
    },
    get periodChoice() {
      return { id: 'custom', ...state.period };
    },
    allTime: { from: 0, to: NOW },
    timeZone: 'UTC',
    scope: 'peoplesChanges',
    activity: (filter: object, groupBy: string[], _signal: undefined, scope: ScopeId) =>
      api.activity({
        from: iso(state.period.from),
        to: iso(state.period.to),
        filter: both(scopeFilter(scope), filter),
        groupBy: [...groupBy],
      }),
    question: (ask: (service: typeof api) => unknown) => Promise.resolve(ask(api)),
  };
  async function add(...more: JsonObject[]): Promise<void> {
    const name = `f${state.events}.json`;
    const file = { name, size: 1, modified: 0, records: more.length, dropped: 0, broken: 0 };
    await store.ingest(
      file,
      more.map((record, at) => eventOf(record, name, at)),
    );
    state.events += more.length;
  }
  await add(...records);
  return { session: session as unknown as Session, asked, state, add };
}

let number = 0;
/** A record of 14 June 2024 by an IAM user who changed something, unless told otherwise. */
export function call(eventName: string, more: JsonObject = {}): JsonObject {
  return {
    eventID: `e${++number}`,
    eventTime: '2024-06-14T10:00:00Z',
    eventName,
    eventSource: 'ec2.amazonaws.com',
    awsRegion: 'eu-west-1',
    recipientAccountId: '111122223333',
    readOnly: false,
    userIdentity: { type: 'IAMUser', userName: 'ana', accountId: '111122223333' },
    ...more,
  };
}
