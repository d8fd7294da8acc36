import type { ActivityField, ActivityRow, TimeField } from '../../backend/core/activity.ts';
import { meets, type EventFilter, type FilterField } from '../../backend/core/filter.ts';
import { withoutField } from '../../backend/core/filterEdit.ts';
import { rankingOf, sumRows, type Ranking } from '../../backend/core/ranking.ts';
import type { PanelHost, PanelPeriod } from '../../extension/panel/protocol.ts';
import type { Stack } from './chartView.ts';
import { HostError } from './rpc.ts';

/** Rows of each "top …" card. */
const TOP = 7;

/** The cards' fields. */
export const RANKED = ['service', 'user', 'eventName', 'errorCode'] as const;
export type RankedField = (typeof RANKED)[number];

/** Asks for the most frequent values of a field. */
export type Rank = (filter: EventFilter, field: RankedField, period: PanelPeriod) => Promise<Ranking>;

/** Answers by their question. */
export type Asked = Map<string, Promise<unknown>>;

/** What the chart and the cards ask, each question once: without a filter the cards, the tiles and the colours all want the same. */
export interface Asking {
  rank: Rank;
  activity: (filter: EventFilter, groupBy: ActivityField[]) => Promise<ActivityRow[]>;
  /** Event names with their times, by this field. */
  namesByTime: (filter: EventFilter, time: TimeField) => Promise<ActivityRow[]>;
  /** Services, or users where the chart is stacked by them, with their times, where they come in one answer. */
  byTime?: (filter: EventFilter) => Promise<ActivityRow[] | undefined>;
}

/**
 * `together`: given of a tracker, where each question is a call. Then what the chart is stacked by comes with its times, by this field,
 * and event names with error codes and their times, in an answer each; the filter's own conditions on them are met here. `asked`: what
 * is known already.
 */
export function createAsking(
  host: PanelHost,
  period: PanelPeriod,
  together?: { time: TimeField; stack: Stack },
  asked: Asked = new Map(),
): Asking {
  function once<T>(key: unknown[], ask: () => Promise<T>): Promise<T> {
    const text = JSON.stringify(key);
    const known = asked.get(text) as Promise<T> | undefined;
    if (known) return known;
    const answer = ask();
    asked.set(text, answer);
    answer.catch(() => asked.delete(text));
    return answer;
  }

  const activity: Asking['activity'] = (filter, groupBy) =>
    once([filter, groupBy], () => host.activity({ filter, groupBy, period }));

  /** Rows of the fields, asked without the filter's conditions on `own` and filtered by these. */
  async function rowsOf(
    filter: EventFilter,
    own: readonly FilterField[],
    groupBy: ActivityField[],
  ): Promise<ActivityRow[]> {
    const rest = own.reduce(withoutField, filter);
    const rows = await activity(rest, groupBy);
    const conditions = own.flatMap((field) => (filter[field] ? [{ field, condition: filter[field] }] : []));
    return rows.filter((row) => conditions.every(({ field, condition }) => meets(String(row[field]), condition)));
  }

  const alone: Rank = (filter, field, of) =>
    once([filter, field, of], () => host.ranking({ filter, groupBy: [field], limit: TOP, period: of }));
  const namesAlone: Asking['namesByTime'] = (filter, time) => activity(filter, [time, 'eventName']);
  if (!together) return { rank: alone, activity, namesByTime: namesAlone };

  const { time, stack } = together;
  const byUser = stack === 'user';
  // Services are few: where they come without their times, they come with the event names.
  const names: FilterField[] = byUser ? ['service', 'eventName', 'errorCode'] : ['eventName', 'errorCode'];
  // Thousands of users over a year may be more than a tracker can send at once: then each question is asked by itself.
  const unlessRefused = (rows: Promise<ActivityRow[]>) =>
    rows.catch((reason: unknown) => {
      if (reason instanceof HostError) return undefined;
      throw reason;
    });
  const usersByTime = (filter: EventFilter) => unlessRefused(rowsOf(filter, ['user', 'home'], [time, 'user']));
  const namesTogether = (filter: EventFilter) => unlessRefused(rowsOf(filter, names, [time, ...names]));
  const servicesByTime = (filter: EventFilter) => rowsOf(filter, ['service'], [time, 'service']);

  async function rowsFor(filter: EventFilter, field: RankedField): Promise<ActivityRow[] | undefined> {
    if (field === 'user') return byUser ? usersByTime(filter) : undefined;
    if (field === 'service' && !byUser) return servicesByTime(filter);
    return (await namesTogether(filter)) ?? rowsOf(filter, names, names);
  }

  return {
    activity,
    namesByTime: async (filter, field) => (await namesTogether(filter)) ?? namesAlone(filter, field),
    byTime: byUser ? usersByTime : servicesByTime,
    async rank(filter, field, of) {
      const here = of.from === period.from && of.to === period.to;
      const rows = here ? await rowsFor(filter, field) : undefined;
      if (!rows) return alone(filter, field, of);
      const groups = field === 'user' ? ['user', 'kind', 'home'] : [field];
      return rankingOf(sumRows(rows, groups), [field], TOP);
    },
  };
}
