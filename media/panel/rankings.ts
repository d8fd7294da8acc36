import type { ActivityField, ActivityRow, TimeField } from '../../backend/core/activity.ts';
import { meets, type EventFilter, type FilterField } from '../../backend/core/filter.ts';
import { withoutField } from '../../backend/core/filterEdit.ts';
import { rankingOf, sumRows, type Ranking } from '../../backend/core/ranking.ts';
import type { PanelHost, PanelPeriod } from '../../extension/panel/protocol.ts';

/** Rows of each "top …" card. */
const TOP = 7;

/** The cards' fields. */
export const RANKED = ['service', 'user', 'eventName', 'errorCode'] as const;
export type RankedField = (typeof RANKED)[number];

/** Asks for the most frequent values of a field. */
export type Rank = (filter: EventFilter, field: RankedField, period: PanelPeriod) => Promise<Ranking>;

/** What the chart and the cards ask, each question once: without a filter the cards, the tiles and the colours all want the same. */
export interface Asking {
  rank: Rank;
  /** Services with their times, where they come in one answer. */
  servicesByTime?: (filter: EventFilter) => Promise<ActivityRow[]>;
}

/**
 * `time`: given of a tracker, where each question is a call. Then services come with their times, by this field, and event names with
 * error codes, in an answer each; the filter's own conditions on them are met here.
 */
export function createAsking(host: PanelHost, period: PanelPeriod, time?: TimeField): Asking {
  const asked = new Map<string, Promise<unknown>>();
  function once<T>(key: unknown[], ask: () => Promise<T>): Promise<T> {
    const text = JSON.stringify(key);
    const answer = (asked.get(text) as Promise<T> | undefined) ?? ask();
    asked.set(text, answer);
    return answer;
  }

  /** Rows of the fields, asked without the filter's conditions on `own` and filtered by these. */
  async function rowsOf(
    filter: EventFilter,
    own: readonly FilterField[],
    groupBy: ActivityField[],
  ): Promise<ActivityRow[]> {
    const rest = own.reduce(withoutField, filter);
    const rows = await once([rest, groupBy], () => host.activity({ filter: rest, groupBy, period }));
    const conditions = own.flatMap((field) => (filter[field] ? [{ field, condition: filter[field] }] : []));
    return rows.filter((row) => conditions.every(({ field, condition }) => meets(String(row[field]), condition)));
  }

  const alone: Rank = (filter, field, of) =>
    once([filter, field, of], () => host.ranking({ filter, groupBy: [field], limit: TOP, period: of }));
  if (time === undefined) return { rank: alone };

  const servicesByTime = (filter: EventFilter) => rowsOf(filter, ['service'], [time, 'service']);
  return {
    servicesByTime,
    async rank(filter, field, of) {
      const here = of.from === period.from && of.to === period.to;
      if (!here || field === 'user') return alone(filter, field, of);
      const rows = await (field === 'service'
        ? servicesByTime(filter)
        : rowsOf(filter, ['eventName', 'errorCode'], ['eventName', 'errorCode']));
      return rankingOf(sumRows(rows, [field]), [field], TOP);
    },
  };
}

export function namesOf(services: Ranking): string[] {
  return services.rows.map((row) => String(row.service));
}
