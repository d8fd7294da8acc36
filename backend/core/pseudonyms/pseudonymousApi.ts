import { USER_KINDS } from '../event.ts';
import type { Condition, EventFilter } from '../filter.ts';
import { compareNaturally } from '../naturalOrder.ts';
import type { ActivityRequest, EventsAnswer, EventsRequest, PeriodRequest, TrackerApi } from '../trackerApi.ts';
import { UserError } from '../userError.ts';
import { hideEvent, hideRows } from './hideEvent.ts';
import { createHiding, isHidable, type Hiding } from './hiding.ts';
import { createNameReader } from './knownNames.ts';
import { createPseudonym, hasPseudonym, type Pseudonym } from './pseudonym.ts';
import { createRecent } from './recent.ts';

/** How many values are remembered by what stands for them. */
const KEPT = 50_000;

/** A tracker in whose answers pseudonyms stand for names, and which takes them in its questions. */
export interface PseudonymousApi extends TrackerApi {
  /** The filter as it may show while names are hidden. What cannot be said with pseudonyms (the beginning of a name) is left out. */
  hideFilter(filter: EventFilter): Promise<EventFilter>;
  /** What shows instead of users' names, in their order. Whom nobody has ever seen is taken for a person. */
  hideUsers(names: readonly string[], signal?: AbortSignal): Promise<string[]>;
  /** The filter with the names that its pseudonyms stand for; the period is where they are looked for if need be. */
  showFilter(filter: EventFilter, period: PeriodRequest, signal?: AbortSignal): Promise<EventFilter>;
}

/**
 * `key` is what pseudonyms are made with; it is asked for with the first question. Values that are no pseudonyms are taken as they
 * are: this hides names from those who look at a screen or a file, not from who may ask.
 */
export function pseudonymousApi(api: TrackerApi, key: () => Promise<Uint8Array>): PseudonymousApi {
  const readNames = createNameReader(api);
  const shown = createRecent<string[]>(KEPT);
  const looks = new Map<string, Promise<unknown>>();
  let pseudonym: Pseudonym | undefined;

  /** Knows all names that the answers before it can hold. */
  async function hidingOfNow(signal?: AbortSignal): Promise<Hiding> {
    pseudonym ??= createPseudonym(await key());
    const hiding = createHiding(pseudonym, await readNames(signal));
    return {
      value(field, value, kind) {
        const hidden = hiding.value(field, value, kind);
        if (hidden !== value) remember(hidden, value);
        return hidden;
      },
    };
  }

  function remember(hidden: string, value: string): void {
    const values = shown.get(hidden);
    if (!values) shown.set(hidden, [value]);
    else if (!values.includes(value)) values.push(value);
  }

  /** What a pseudonym stands for: as remembered, else looked for among all values of the field. */
  async function valuesOf(
    field: string,
    hidden: string,
    period: PeriodRequest,
    signal?: AbortSignal,
  ): Promise<string[]> {
    if (!shown.get(hidden) && hasPseudonym(hidden)) await lookAtAll(field, period, signal);
    return shown.get(hidden) ?? [hidden];
  }

  /** What is hidden on the way is remembered. Several questions with one filter come at once: one look is enough for all. */
  async function lookAtAll(field: string, { from, to, tz }: PeriodRequest, signal?: AbortSignal): Promise<void> {
    const key = JSON.stringify([field, from, to, tz]);
    const look = looks.get(key) ?? (field === 'user' ? hideAllUsers() : activity({ from, to, tz, groupBy: [field] }));
    looks.set(key, look);
    try {
      await look;
    } finally {
      looks.delete(key);
    }
    signal?.throwIfAborted();
  }

  async function showFilter(filter: EventFilter, period: PeriodRequest, signal?: AbortSignal): Promise<EventFilter> {
    const real = async (field: string, values: string[]) =>
      (await Promise.all(values.map((value) => valuesOf(field, value, period, signal)))).flat();
    return changeFilter(filter, async (field, { in: some, not, ...rest }) => ({
      ...rest,
      ...(some && { in: await real(field, some) }),
      ...(not && { not: await real(field, not) }),
    }));
  }

  async function asked<R extends { filter?: EventFilter } & PeriodRequest>(
    request: R,
    signal?: AbortSignal,
  ): Promise<R> {
    return request.filter ? { ...request, filter: await showFilter(request.filter, request, signal) } : request;
  }

  async function events(answer: Promise<EventsAnswer>, signal?: AbortSignal): Promise<EventsAnswer> {
    const page = await answer;
    if (typeof page === 'number') return page;
    const hiding = await hidingOfNow(signal);
    return { ...page, events: page.events.map((event) => hideEvent(event, hiding)) };
  }

  async function activity(request: ActivityRequest, signal?: AbortSignal) {
    const rows = await api.activity(await asked(request, signal), signal);
    const { groupBy = [] } = request;
    return groupBy.some(isHidable) ? hideRows(groupBy, rows, await hidingOfNow(signal)) : rows;
  }

  async function hideAllUsers(): Promise<void> {
    const names = await api.users({});
    const hiding = await hidingOfNow();
    for (const name of names) hiding.value('user', name);
  }

  /** By its pseudonym; where that stands for several, by the first. */
  async function userOf(request: PeriodRequest & { user: string }, signal?: AbortSignal): Promise<string> {
    return (await valuesOf('user', request.user, request, signal))[0]!;
  }

  return {
    ...api,
    async users(request, signal) {
      const names = await api.users(request, signal);
      const hiding = await hidingOfNow(signal);
      const kind = USER_KINDS.find((known) => known === request.kind);
      return [...new Set(names.map((name) => hiding.value('user', name, kind)))].sort(compareNaturally);
    },
    async userEvents(request, signal) {
      const user = await userOf(request, signal);
      return events(api.userEvents({ ...(await asked(request, signal)), user }, signal), signal);
    },
    serviceEvents: async (request, signal) => events(api.serviceEvents(await asked(request, signal), signal), signal),
    scan: async (request: EventsRequest, signal) => events(api.scan(await asked(request, signal), signal), signal),
    activity,
    async userActivity(request, signal) {
      const user = await userOf(request, signal);
      const rows = await api.userActivity({ ...(await asked(request, signal)), user }, signal);
      return hideRows(request.groupBy ?? [], rows, await hidingOfNow(signal));
    },
    record() {
      // Names may stand anywhere in it.
      return Promise.reject(new UserError('Names are hidden, and a whole record shows them.', { status: 403 }));
    },
    async hideFilter(filter) {
      const hiding = await hidingOfNow();
      const hide = (field: string, values: string[]) => values.map((value) => hiding.value(field, value));
      return changeFilter(filter, async (field, { in: some, not, prefix }) =>
        prefix !== undefined
          ? undefined
          : { ...(some && { in: hide(field, some) }), ...(not && { not: hide(field, not) }) },
      );
    },
    async hideUsers(names, signal) {
      const seen = new Set(await api.users({}, signal));
      const hiding = await hidingOfNow(signal);
      return names.map((name) => hiding.value('user', name, seen.has(name) ? undefined : 'iamUser'));
    },
    showFilter,
  };
}

/** Changes the conditions on what can be hidden; those that become undefined are left out. */
async function changeFilter(
  filter: EventFilter,
  change: (field: string, condition: Condition) => Promise<Condition | undefined>,
): Promise<EventFilter> {
  const changed = await Promise.all(
    Object.entries(filter).map(
      async ([field, condition]) =>
        [field, condition && isHidable(field) ? await change(field, condition) : condition] as const,
    ),
  );
  return Object.fromEntries(changed.filter(([, condition]) => condition !== undefined));
}
