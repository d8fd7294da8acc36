import { isTimeField, type ActivityField, type ActivityRow } from './activity.ts';
import { ATTRIBUTES } from './attributes.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { USER_KINDS } from './event.ts';
import { decodeEventId } from './eventId.ts';
import type { EventStore } from './eventStore.ts';
import { both, isCountedField, type EventFilter } from './filter.ts';
import type { JsonObject } from './json.ts';
import { hoursToJudge, logGaps } from './logGaps.ts';
import { compareNaturally } from './naturalOrder.ts';
import { periodOf } from './period.ts';
import type { WantedRecord } from './readRecord.ts';
import { readFilter } from './savedFilter.ts';
import { serviceOf } from './service.ts';
import type { ActivityRequest, EventsAnswer, EventsRequest, TrackerApi } from './trackerApi.ts';
import { UserError } from './userError.ts';

const MAX_LIMIT = 10_000;
const DEFAULT_LIMIT = 1_000;

export interface TrackerApiOptions {
  store: EventStore;
  /** Milliseconds since 1970. */
  now: () => number;
  version: string;
  /** Reads a whole record from its log file, secrets replaced. */
  readRecord: (wanted: WantedRecord, signal?: AbortSignal) => Promise<JsonObject>;
}

/** The API of a tracker over any store: everything that is checked, defaulted and ordered, is so here. It keeps no state between calls. */
export function createTrackerApi({ store, now, version, readRecord }: TrackerApiOptions): TrackerApi {
  async function events(request: EventsRequest, signal?: AbortSignal): Promise<EventsAnswer> {
    const { count, limit, cursor, from, to, tz } = request;
    const filter = readFilter(request.filter ?? {});
    const period = periodOf(request, now());
    if (count) {
      refuseWithCount('limit', limit);
      refuseWithCount('cursor', cursor);
      const rows = await store.activity({ period, filter, groupBy: [], tz: 'UTC' }, signal);
      return rows[0]?.count ?? 0;
    }
    const question = { filter, from, to, tz };
    const start = cursor === undefined ? { period } : decodeCursor(cursor, question);
    const page = await store.events({ ...start, filter, limit: limitOf(limit) }, signal);
    return {
      events: page.events,
      ...(page.next && { next: encodeCursor({ period: start.period, after: page.next }, question) }),
    };
  }

  async function activity(request: ActivityRequest, signal?: AbortSignal): Promise<ActivityRow[]> {
    const filter = readFilter(request.filter ?? {});
    const groupBy = checkGroups(request.groupBy ?? []);
    const period = periodOf(request, now());
    return store.activity({ period, filter, groupBy, tz: request.tz ?? 'UTC' }, signal);
  }

  /** A user is one by name: without `home` or `account` in the filter, all users of that name. */
  async function ofUser<R extends { user: string; filter?: EventFilter }, A extends Answer>(
    { user, ...request }: R,
    ask: (request: Omit<R, 'user'>, signal?: AbortSignal) => Promise<A>,
    signal?: AbortSignal,
  ): Promise<A> {
    const filter = readFilter(request.filter ?? {});
    if (filter.user) throw twice('user');
    const answer = await ask({ ...request, filter: both(filter, { user: { in: [user] } }) }, signal);
    if (isNothing(answer) && !(await store.catalogue('users')).some(({ name }) => name === user)) {
      throw neverSeen('user', user);
    }
    return answer;
  }

  async function ofService({ service, ...request }: EventsRequest & { service: string }, signal?: AbortSignal) {
    const filter = readFilter(request.filter ?? {});
    if (filter.service) throw twice('service');
    const name = serviceOf(service);
    const answer = await events({ ...request, filter: both(filter, { service: { in: [name] } }) }, signal);
    if (isNothing(answer) && !(await store.catalogue('services')).includes(name)) throw neverSeen('service', name);
    return answer;
  }

  return {
    async users({ kind, account }) {
      if (kind !== undefined && !(USER_KINDS as readonly string[]).includes(kind)) {
        throw new UserError(`kind cannot be ${JSON.stringify(kind)}. It is one of: ${USER_KINDS.join(', ')}.`, {
          parameter: 'kind',
        });
      }
      const users = await store.catalogue('users');
      return naturally(
        users
          .filter(
            (user) =>
              (kind === undefined || user.kind === kind) && (account === undefined || user.accounts.includes(account)),
          )
          .map(({ name }) => name),
      );
    },
    async services() {
      return naturally(await store.catalogue('services'));
    },
    parameters() {
      return Promise.resolve(naturally(ATTRIBUTES));
    },
    userEvents: (request, signal) => ofUser(request, events, signal),
    serviceEvents: ofService,
    scan: events,
    activity,
    userActivity: (request, signal) => ofUser(request, activity, signal),
    async record({ user, id }, signal) {
      const key = decodeEventId(id);
      const location = key.user.name === user ? await store.locate(key) : undefined;
      if (!location) throw new UserError(`${user} has no event with this id.`, { status: 404, parameter: 'id' });
      return readRecord({ ...location, key }, signal);
    },
    async status() {
      return { version, ...(await store.status()) };
    },
    async gaps(request, signal) {
      const asked = hoursToJudge(periodOf(request, now()), now());
      return logGaps(asked, await store.loggedHours(asked, signal));
    },
  };
}

function limitOf(limit: number | undefined): number {
  if (limit === undefined) return DEFAULT_LIMIT;
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new UserError(`limit is a whole number from 1 to ${MAX_LIMIT}.`, { parameter: 'limit' });
}

function refuseWithCount(parameter: 'limit' | 'cursor', value: unknown): void {
  if (value !== undefined)
    throw new UserError(`count answers one number: ${parameter} cannot be given with it.`, { parameter });
}

function twice(parameter: 'user' | 'service'): UserError {
  return new UserError(`The path names the ${parameter} already: it cannot be given again.`, { parameter });
}

type Answer = EventsAnswer | ActivityRow[];

function isNothing(answer: Answer): boolean {
  if (typeof answer === 'number') return answer === 0;
  return Array.isArray(answer) ? answer.length === 0 : answer.events.length === 0 && answer.next === undefined;
}

function neverSeen(parameter: 'user' | 'service', name: string): UserError {
  return new UserError(`No ${parameter} named ${name} was ever seen.`, { status: 404, parameter });
}

function checkGroups(groupBy: readonly ActivityField[]): readonly ActivityField[] {
  const unknown = groupBy.find((field) => !isTimeField(field) && !isCountedField(field) && !ATTRIBUTES.includes(field));
  if (unknown !== undefined)
    throw new UserError(`Activity cannot be grouped by ${JSON.stringify(unknown)}.`, { parameter: 'groupBy' });
  if (new Set(groupBy).size < groupBy.length)
    throw new UserError('groupBy names a field more than once.', { parameter: 'groupBy' });
  return groupBy;
}

function naturally(names: readonly string[]): string[] {
  return [...new Set(names)].sort(compareNaturally);
}
