import type { Condition, EventFilter, FilterField } from '../../backend/core/filter.ts';
import type { PanelHost, PanelPeriod, Ranking } from '../../extension/panel/protocol.ts';
import { bucketsOf, type Buckets } from './buckets.ts';
import { withoutField } from './filterEdit.ts';
import { COLOURS, seriesOf, slotsOf, timelineOf, type Series, type Timeline } from './stack.ts';

/** Rows of each "top …" card. */
const TOP = 7;

/** The cards' fields. */
export const RANKED = ['service', 'user', 'eventName', 'errorCode'] as const;
export type RankedField = (typeof RANKED)[number];

/** What the overview answers. */
export interface Question {
  filter: EventFilter;
  period: PanelPeriod;
  timeZone: string;
  /** Event name prefixes, a tile each. */
  tiles: string[];
  /** The period whose ranking of services, without a filter, gives them their colours. */
  colourPeriod: PanelPeriod;
}

/** Everything shown above the event table, of one moment. */
export interface Overview {
  question: Question;
  buckets: Buckets;
  timeline: Timeline;
  series: Series[];
  /** The colour slot of each service shown in the chart. */
  slots: ReadonlyMap<string, number>;
  /** The most active, with the whole filter; `values` counts all of them. */
  users: Ranking;
  services: Ranking;
  /** The cards: each with the filter without its own field, so that values can be added to it. */
  rankings: Record<RankedField, Ranking>;
  tiles: Tile[];
}

/** Events whose name begins with a prefix; like a card, without the filter's own condition on the name. */
export interface Tile {
  prefix: string;
  timeline: Timeline;
}

export async function askOverview(host: PanelHost, question: Question): Promise<Overview> {
  const { filter, period, timeZone } = question;
  const buckets = bucketsOf(period, timeZone);
  const rank = rememberRankings(host);
  const [rows, services, users, owners, tiles, ...cards] = await Promise.all([
    host.activity({ filter, groupBy: [buckets.field], period }),
    rank(filter, 'service', period),
    rank(filter, 'user', period),
    rank({}, 'service', question.colourPeriod),
    askTiles(host, question, buckets),
    ...RANKED.map((field) => rank(cardFilter(filter, field), field, period)),
  ]);
  const timeline = timelineOf(rows, buckets);
  const shown = namesOf(services).slice(0, COLOURS);
  const slots = slotsOf(shown, namesOf(owners));
  const layers =
    shown.length > 0
      ? await host.activity({
          filter: { ...filter, service: { in: shown } },
          groupBy: [buckets.field, 'service'],
          period,
        })
      : [];
  return {
    question,
    buckets,
    timeline,
    series: seriesOf(layers, slots, timeline, buckets),
    slots,
    users,
    services,
    rankings: Object.fromEntries(RANKED.map((field, index) => [field, cards[index]])) as Overview['rankings'],
    tiles,
  };
}

async function askTiles(host: PanelHost, { filter, period, tiles }: Question, buckets: Buckets): Promise<Tile[]> {
  if (tiles.length === 0) return [];
  const rows = await host.activity({
    filter: { ...filter, eventName: { ...unchosen(filter.eventName), prefix: tiles } },
    groupBy: [buckets.field, 'eventName'],
    period,
  });
  return tiles.map((prefix) => ({
    prefix,
    timeline: timelineOf(
      rows.filter((row) => String(row.eventName).startsWith(prefix)),
      buckets,
    ),
  }));
}

/** Asks for each ranking once: without a filter the cards, the tiles and the colours all want the same. */
function rememberRankings(host: PanelHost) {
  const asked = new Map<string, Promise<Ranking>>();
  return (filter: EventFilter, field: RankedField, period: PanelPeriod): Promise<Ranking> => {
    const key = JSON.stringify([filter, field, period]);
    const answer = asked.get(key) ?? host.ranking({ filter, field, limit: TOP, period });
    asked.set(key, answer);
    return answer;
  };
}

/** The filter of a card: what is chosen in it does not narrow it, what is excluded does. */
export function cardFilter(filter: EventFilter, field: RankedField): EventFilter {
  const fields: FilterField[] = field === 'user' ? ['user', 'home'] : [field];
  const open = fields.reduce((rest, one) => {
    const condition = unchosen(filter[one]);
    return condition.not ? { ...rest, [one]: condition } : withoutField(rest, one);
  }, filter);
  // Events without an error have '' for a code.
  return field === 'errorCode' ? { ...open, errorCode: { not: [...(open.errorCode?.not ?? []), ''] } } : open;
}

function unchosen(condition: Condition | undefined): Condition {
  return condition?.not ? { not: condition.not } : {};
}

function namesOf(services: Ranking): string[] {
  return services.rows.map((row) => String(row.service));
}
