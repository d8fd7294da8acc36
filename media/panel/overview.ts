import type { Condition, EventFilter, FilterField } from '../../backend/core/filter.ts';
import type { Ranking } from '../../backend/core/ranking.ts';
import { bucketsOf } from './buckets.ts';
import type { Question } from './chart.ts';
import { withoutField } from '../../backend/core/filterEdit.ts';
import { RANKED, type Asking, type RankedField } from './rankings.ts';
import { timelineOf, type Timeline } from './stack.ts';

/** What the overview shows besides the chart, of one moment. */
export interface Cards {
  /** The most active, with the whole filter; `values` counts all of them. */
  users: Ranking;
  services: Ranking;
  /** Each with the filter without its own field, so that values can be added to it. */
  rankings: Record<RankedField, Ranking>;
  tiles: Tile[];
}

/** Events whose name begins with a prefix; like a card, without the filter's own condition on the name. */
export interface Tile {
  prefix: string;
  timeline: Timeline;
}

export async function askCards(question: Question, { rank, namesByTime }: Asking): Promise<Cards> {
  const { filter, period } = question;
  const [services, users, tiles, ...cards] = await Promise.all([
    rank(filter, 'service', period),
    rank(filter, 'user', period),
    askTiles(question, namesByTime),
    ...RANKED.map((field) => rank(cardFilter(filter, field), field, period)),
  ]);
  const rankings = Object.fromEntries(RANKED.map((field, index) => [field, cards[index]])) as Cards['rankings'];
  return { users, services, rankings, tiles };
}

async function askTiles(
  { filter, period, timeZone, tiles }: Question,
  namesByTime: Asking['namesByTime'],
): Promise<Tile[]> {
  if (tiles.length === 0) return [];
  const buckets = bucketsOf(period, timeZone);
  const within = { ...filter, eventName: { ...unchosen(filter.eventName), prefix: tiles } };
  const rows = await namesByTime(within, buckets.field);
  return tiles.map((prefix) => ({
    prefix,
    timeline: timelineOf(
      rows.filter((row) => String(row.eventName).startsWith(prefix)),
      buckets,
    ),
  }));
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
