import type { ActivityRow } from '../core/activity.ts';
import { ATTRIBUTES } from '../core/attributes.ts';
import { both, meets, type EventFilter } from '../core/filter.ts';
import { compareNaturally } from '../core/naturalOrder.ts';
import { readFilter } from '../core/savedFilter.ts';
import { serviceOf } from '../core/service.ts';
import type { ActivityRequest, EventsAnswer, EventsRequest, TrackerApi } from '../core/trackerApi.ts';
import { UserError } from '../core/userError.ts';

const DAY = 86_400_000;
/** Milliseconds for which the number of events before yesterday stands: log files that come so late are seldom. */
const KEEP = 3_600_000;

export interface OwnApiOptions {
  /** The name of the IAM user. */
  user: string;
  /** Milliseconds since 1970. */
  now: () => number;
}

/**
 * The API of a deployed tracker for an IAM user who may ask for nothing but their own path (the policy OwnViewPolicy): all questions
 * go to /users/NAME and below. What is asked about others gets nothing, as of a tracker that has only this user. Rejects with a
 * UserError (403) for what this path does not tell.
 */
export function ownApi(api: TrackerApi, { user, now }: OwnApiOptions): TrackerApi {
  /** The filter for the path, which names the user already; undefined for one that this user does not pass. */
  function withoutUser(filter: EventFilter = {}): EventFilter | undefined {
    const { user: condition, ...others } = readFilter(filter);
    return condition && !meets(user, condition) ? undefined : others;
  }

  async function events(request: EventsRequest, signal?: AbortSignal): Promise<EventsAnswer> {
    const filter = withoutUser(request.filter);
    const nothing = request.count ? 0 : { events: [] };
    return filter ? orNothing(api.userEvents({ ...request, filter, user }, signal), nothing) : nothing;
  }

  async function activity(request: ActivityRequest, signal?: AbortSignal): Promise<ActivityRow[]> {
    const filter = withoutUser(request.filter);
    return filter ? orNothing(api.userActivity({ ...request, filter, user }, signal), []) : [];
  }

  const ever = (request: ActivityRequest, signal?: AbortSignal) => activity({ from: BEGIN, ...request }, signal);
  let past: { rows: Promise<ActivityRow[]>; yesterday: string; asked: number } | undefined;

  /** All that the user has ever done, which is asked for often: what happened before yesterday is asked for once an hour. */
  async function everInAll(signal?: AbortSignal): Promise<ActivityRow[]> {
    const yesterday = `${new Date(now() - DAY).toISOString().slice(0, 10)}T00:00:00Z`;
    if (past?.yesterday !== yesterday || now() - past.asked >= KEEP) {
      const asked = { rows: ever({ to: yesterday }), yesterday, asked: now() };
      past = asked;
      asked.rows.catch(() => past === asked && (past = undefined));
    }
    const parts = await Promise.all([past.rows, activity({ from: yesterday }, signal)]);
    return parts.flat();
  }

  function onlyOwn(asked: string): void {
    if (asked !== user)
      throw new UserError(`This is the own view of ${user}: it tells nothing of others.`, { status: 403 });
  }

  return {
    async users({ kind, account }, signal) {
      if (kind !== undefined && kind !== 'iamUser') return [];
      const rows = await ever({ filter: account === undefined ? {} : { account: { in: [account] } } }, signal);
      return rows.length > 0 ? [user] : [];
    },
    async services(_request, signal) {
      const rows = await ever({ groupBy: ['service'] }, signal);
      return rows.map(({ service }) => String(service)).sort(compareNaturally);
    },
    parameters: () => Promise.resolve([...ATTRIBUTES].sort(compareNaturally)),
    async userEvents({ user: asked, ...request }, signal) {
      onlyOwn(asked);
      return events(request, signal);
    },
    serviceEvents: ({ service, ...request }, signal) =>
      events(
        { ...request, filter: both(readFilter(request.filter ?? {}), { service: { in: [serviceOf(service)] } }) },
        signal,
      ),
    scan: events,
    activity,
    async userActivity({ user: asked, ...request }, signal) {
      onlyOwn(asked);
      return activity(request, signal);
    },
    async record(request, signal) {
      onlyOwn(request.user);
      return api.record(request, signal);
    },
    async status(_request, signal) {
      const rows = await everInAll(signal);
      const [first, last] = [
        rows.map((row) => row.first).sort()[0],
        rows
          .map((row) => row.last)
          .sort()
          .at(-1),
      ];
      return {
        ...{ ownView: true, version: '', unsettled: [] },
        ...{ files: 0, skipped: 0, rejected: 0, records: 0, broken: 0, duplicates: 0, dropped: 0 },
        events: rows.reduce((sum, { count }) => sum + count, 0),
        ...(first !== undefined && { oldestEvent: first, newestEvent: last }),
      };
    },
    gaps: () =>
      Promise.reject(new UserError('The own view does not tell of which hours there are log files.', { status: 403 })),
  };
}

/** CloudTrail is not as old. */
const BEGIN = '2010-01-01T00:00:00Z';

/** A tracker says 404 of a user whom it has never seen: to them that is no error. */
async function orNothing<A>(answer: Promise<A>, nothing: A): Promise<A> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof UserError && error.status === 404) return nothing;
    throw error;
  }
}
