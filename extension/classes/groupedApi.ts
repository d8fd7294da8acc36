import type { ActivityRow } from '../../backend/core/activity.ts';
import { activityRows, columnsOf, type GroupSum } from '../../backend/core/activityRows.ts';
import { both, GROUP, meets, prefixesOf, type Condition, type EventFilter } from '../../backend/core/filter.ts';
import { secondsOf } from '../../backend/core/quarter.ts';
import type { ActivityRequest, EventsAnswer, EventsRequest, TrackerApi } from '../../backend/core/trackerApi.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { L10n } from '../format.ts';
import { hasGlobs, membersOf, type Group } from './group.ts';

export interface GroupedApiOptions {
  groups: () => Promise<readonly Group[]>;
  l10n: L10n;
  /** Whether the tracker is asked over HTTP, where a question has to fit into a URL. */
  isRemote: boolean;
}

/**
 * Bytes that names may take in a URL. API Gateway takes 10,240 for the request line and all headers ("Amazon API Gateway quotas"), of
 * which the signature and a session's token may need 3,000. 7,000 are 350 names like `student12`, or 140 addresses.
 */
const LONGEST = 7_000;

/** A tracker whose filters may ask for groups: the one place where a group becomes its members. Rejects with a UserError for an unknown one. */
export function groupedApi(api: TrackerApi, { groups, l10n, isRemote }: GroupedApiOptions): TrackerApi {
  /** The filter without the group, and who is in it. */
  async function resolve(
    { [GROUP]: condition, ...others }: EventFilter,
    signal: AbortSignal | undefined,
  ): Promise<{ others: EventFilter; users?: Condition }> {
    if (!condition) return { others };
    const all = await groups();
    const unknown = [...(condition.in ?? []), ...(condition.not ?? [])].find(
      (name) => !all.some((g) => g.name === name),
    );
    if (unknown !== undefined) throw new UserError(l10n.t('There is no group named {0} in this workspace.', unknown));
    const prefixes = prefixesOf(condition);
    const isAsked = ({ name }: Group) =>
      condition.in?.includes(name) || prefixes.some((prefix) => name.startsWith(prefix));
    const members = async (among: Group[]) => {
      const known = among.some(hasGlobs) ? await api.users({}, signal) : [];
      return [...new Set(among.flatMap((group) => membersOf(group, known)))];
    };
    const users = {
      ...((condition.in || prefixes.length > 0) && { in: await members(all.filter(isAsked)) }),
      ...(condition.not && { not: await members(all.filter(({ name }) => condition.not?.includes(name))) }),
    };
    return { others, users };
  }

  function fits({ in: some = [], not = [] }: Condition): boolean {
    return !isRemote || encodeURIComponent(JSON.stringify([some, not])).length <= LONGEST;
  }

  async function activity(request: ActivityRequest, signal?: AbortSignal): Promise<ActivityRow[]> {
    const { others, users } = await resolve(request.filter ?? {}, signal);
    if (!users) return api.activity(request, signal);
    if (fits(users)) return api.activity({ ...request, filter: both(others, { user: users }) }, signal);
    // Too many to be named: everybody is asked about, and the others are left out here.
    const { groupBy = [] } = request;
    const byUser = groupBy.includes('user') ? groupBy : [...groupBy, 'user'];
    const rows = await api.activity({ ...request, filter: others, groupBy: byUser }, signal);
    const ofMembers = rows.filter((row) => meets(String(row['user']), users));
    return groupBy.includes('user') ? ofMembers : summedUp(groupBy, ofMembers);
  }

  async function scan(request: EventsRequest, signal?: AbortSignal): Promise<EventsAnswer> {
    const { others, users } = await resolve(request.filter ?? {}, signal);
    if (!users) return api.scan(request, signal);
    if (fits(users)) return api.scan({ ...request, filter: both(others, { user: users }) }, signal);
    const { count, limit: _, ...counted } = request;
    if (count) return (await activity(counted, signal))[0]?.count ?? 0;
    let { cursor } = request;
    for (;;) {
      const page = await api.scan({ ...request, filter: others, ...(cursor !== undefined && { cursor }) }, signal);
      if (typeof page === 'number') throw new TypeError('a page was asked for, not a count');
      const events = page.events.filter((event) => meets(event.userIdentity_userName, users));
      // Pages may be short, but whoever gets an empty one may take it for the end.
      if (events.length > 0 || page.next === undefined) return { ...page, events };
      cursor = page.next;
    }
  }

  return { ...api, activity, scan };
}

/** The rows of an answer that was grouped by more than `groupBy`. */
function summedUp(groupBy: readonly string[], rows: readonly ActivityRow[]): ActivityRow[] {
  const sums = new Map<string, GroupSum>();
  for (const row of rows) {
    const values = columnsOf(groupBy).map((column) => String(row[column]));
    const key = JSON.stringify(values);
    const [first, last] = [secondsOf(row.first), secondsOf(row.last)];
    const sum = sums.get(key) ?? { values, count: 0, errors: 0, denied: 0, first, last };
    sums.set(key, sum);
    sum.count += row.count;
    sum.errors += row.errors;
    sum.denied += row.denied;
    sum.first = Math.min(sum.first, first);
    sum.last = Math.max(sum.last, last);
  }
  return activityRows(groupBy, [...sums.values()]);
}
