import type { EventFilter } from '../../backend/core/filter.ts';
import type { PanelHost, PanelPeriod, Ranking } from '../../extension/panel/protocol.ts';

/** Rows of each "top …" card. */
const TOP = 7;

/** The cards' fields. */
export const RANKED = ['service', 'user', 'eventName', 'errorCode'] as const;
export type RankedField = (typeof RANKED)[number];

/** Asks for the most frequent values of a field. */
export type Rank = (filter: EventFilter, field: RankedField, period: PanelPeriod) => Promise<Ranking>;

/** Asks for each ranking once: without a filter the cards, the tiles and the colours all want the same. */
export function rememberRankings(host: PanelHost): Rank {
  const asked = new Map<string, Promise<Ranking>>();
  return (filter, field, period) => {
    const key = JSON.stringify([filter, field, period]);
    const answer = asked.get(key) ?? host.ranking({ filter, groupBy: [field], limit: TOP, period });
    asked.set(key, answer);
    return answer;
  };
}

export function namesOf(services: Ranking): string[] {
  return services.rows.map((row) => String(row.service));
}
