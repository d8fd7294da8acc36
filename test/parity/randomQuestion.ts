import { TIME_FIELDS } from '../../backend/core/activity.ts';
import type { TrackerEvent } from '../../backend/core/event.ts';
import { COUNTED_FIELDS, fieldValues, type Condition, type EventFilter } from '../../backend/core/filter.ts';
import { createRandom } from '../fixtures/random.ts';
import { ALL, type Facts } from './facts.ts';
import { UNCOUNTED } from './filterQuestions.ts';
import { ZONES } from './questions.ts';

/** Minutes, hours, days and weeks, in milliseconds. */
const SPANS = [1, 20, 90, 600, 1440, 4000, 10_080].map((minutes) => minutes * 60_000);

export interface RandomQuestion {
  path: string;
  query: URLSearchParams;
  /** Whether it is about events, which come in pages, or about activity. */
  isPaged: boolean;
  /** Picks one of some values, by chance. */
  pick<T>(values: readonly T[]): T;
}

/** The same question for the same seed and events. Most are made of an event, so that they find something. */
export function randomQuestion(seed: number, { events }: Facts): RandomQuestion {
  const random = createRandom(seed);
  const chance = (share: number) => random() < share;
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const event = pick(events);
  const another = () => (chance(0.5) ? event : pick(events));
  const query = new URLSearchParams();
  const isPaged = chance(0.6);

  setPeriod();
  const scope = (['kind', 'home', 'account', 'user'] as const).filter(() => chance(0.2));
  const plain = (['service', 'eventName', 'region', 'outcome', 'errorCode', 'readOnly'] as const).filter(() => chance(0.12));
  const path = pathOf();
  for (const field of [...scope, ...plain]) {
    const [value = ''] = fieldValues(event, field);
    if (path.includes(`/${field}s/`) || (value === '' && !['home', 'account', 'region', 'errorCode'].includes(field))) continue;
    query.set(field, field === 'eventName' && chance(0.4) ? `${value.slice(0, 1 + random() * 6)}*` : value);
  }
  if (chance(0.35)) query.set('filter', JSON.stringify(savedFilter()));
  if (chance(0.1)) setParameter();
  if (!isPaged) query.set('groupBy', groups().join(','));
  if (query.get('groupBy') === '') query.delete('groupBy');
  return { path, query, isPaged, pick };

  function setPeriod(): void {
    if (chance(0.5)) query.set('tz', pick(ZONES));
    if (chance(0.05)) return;
    if (chance(0.08)) return new URLSearchParams(ALL).forEach((value, name) => query.set(name, value));
    const span = pick(SPANS);
    const from = Date.parse(event.eventTime) - random() * span;
    const [start, end] = [from, from + span].map((time) => time - (time % pick([1000, 1000, 900_000, 86_400_000])));
    const iso = (time: number) => new Date(time).toISOString();
    const text = (time: number) =>
      pick([
        iso(time),
        `${iso(time).slice(0, 19)}Z`,
        iso(time).slice(0, 16),
        iso(time).slice(0, 10),
        iso(time + 345 * 60_000).replace('Z', '+05:45'),
        iso(time - 210 * 60_000).replace('Z', '-03:30'),
      ]);
    query.set('from', text(Math.min(start!, end!)));
    if (chance(0.9)) query.set('to', text(Math.max(start!, end!) + 1000));
  }

  function pathOf(): string {
    const kind = pick(isPaged ? ['scan', 'scan', 'user', 'service'] : ['all', 'all', 'user']);
    if (kind === 'scan') return '/scan';
    if (kind === 'all') return '/activity';
    if (kind === 'service') return `/services/${encodeURIComponent(fieldValues(event, 'service')[0]!)}`;
    return `/users/${encodeURIComponent(event.userIdentity_userName)}${isPaged ? '' : '/activity'}`;
  }

  function savedFilter(): EventFilter {
    const filter: EventFilter = {};
    do {
      const field = pick([...COUNTED_FIELDS, ...UNCOUNTED]);
      filter[field] = condition(field);
    } while (chance(0.4));
    return filter;
  }

  function condition(field: string): Condition {
    const value = (from: TrackerEvent): string => [...fieldValues(from, field), ''][0]!;
    const start = () => value(another()).slice(0, 1 + random() * 5);
    return pick<() => Condition>([
      () => ({ in: [value(event)] }),
      () => ({ in: Array.from({ length: 6 }, () => value(another())) }),
      () => ({ not: [value(pick(events)), value(pick(events))] }),
      () => ({ prefix: start() }),
      () => ({ prefix: [start(), start()], in: [value(event)], not: [value(pick(events))] }),
    ])();
  }

  function setParameter(): void {
    const texts = Object.entries(another() as unknown as Record<string, unknown>).filter(([name]) => name !== 'id');
    const [name, value] = pick(texts.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
    query.set('param', name);
    query.set('value', `['${value.replace(/['\\]/g, '\\$&')}']`);
  }

  function groups(): string[] {
    const wanted = Array.from({ length: Math.floor(random() * 4) }, () =>
      chance(0.1) ? pick(UNCOUNTED) : pick([...COUNTED_FIELDS, ...TIME_FIELDS]),
    );
    return [...new Set(wanted)];
  }
} // prettier-ignore
