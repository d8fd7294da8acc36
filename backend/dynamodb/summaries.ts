import { createHash, randomBytes } from 'node:crypto';
import type { KeyTuple } from '../core/activityKeys.ts';
import { serviceOf } from '../core/service.ts';
import { packCells, unpackCells, type Cell, type PackedCells, type RowPlace } from './activityRow.ts';
import type { Expiry } from './expiry.ts';
import { inParallel } from './inParallel.ts';
import { summaryPartition, type Place } from './keys.ts';
import { pack, unpack } from './pack.ts';
import { readAll, type Attributes, type Item, type Table } from './table.ts';
import type { Totals } from './totals.ts';

const HOUR = 3_600_000;

/** Whoever writes into an hour that ended longer ago than this looks whether it was summarised. */
const LATE = HOUR;
/** Hours, days and months are summarised this long after their end: an hour of difference between the clocks does no harm. */
export const RIPE = 2 * HOUR;

const PARALLEL = 16;

/** Bytes of a part. In smaller ones cells compress worse, and so cost more to write and to whoever reads them all. */
const MOST_BYTES = 16_384;

/**
 * Sums over all rows and files of an hour, a day or a month of UTC, which save reading them: a cache that can be thrown away.
 *
 * Each day has a token. Whoever makes a summary first takes the tokens of its days, which he puts where there are none, then
 * reads the rows, and stores the tokens with it. Whoever writes a row late deletes the token of its day, *after* the row. So
 * a summary holds as long as its tokens are there: either its maker saw the row, or its token is gone.
 *
 * Its cells lie in the order of their services, in small parts, of which the first tells where each of the others begins: a
 * question about a service reads two or three of them, however much others have done on that day.
 */
export interface Summary {
  cells: PackedCells[];
  totals: Totals;
  token: string;
}

/** An hour (0 to 23) or all of a day. */
export type Span = { day: string; hour?: number };

export interface SummaryOptions {
  /** Whoever asks about these services only may be given less of the others. */
  services?: readonly string[];
  signal?: AbortSignal;
}

export interface Summaries {
  /** Tells that rows, or numbers of files, were written in these hours. */
  outdate(rows: readonly RowPlace[]): Promise<void>;
  /** Whether an hour, a day or (YYYY-MM) a month ended so long ago that it can be summarised. */
  isRipe(span: Span | string): boolean;
  /** The summary of a day. */
  day(day: string, options?: SummaryOptions): Promise<Summary | undefined>;
  /** Those of its hours, from inclusive, to exclusive, that are summarised. */
  hours(day: string, from: number, to: number, signal?: AbortSignal): Promise<Map<number, Summary>>;
  /** That of a month. */
  month(month: string, options?: SummaryOptions): Promise<Summary | undefined>;
  /** To be called before the rows of a day are read for a summary. */
  takeToken(day: string): Promise<string>;
  /** Stores the summary of an hour or a day, of which the token was taken. */
  put(span: Span, token: string, cells: readonly Cell[], totals: Totals): Promise<Summary>;
  /** Stores that of a month, of whose days all tokens were taken. */
  putMonth(month: string, tokens: ReadonlyMap<string, string>, cells: readonly Cell[], totals: Totals): Promise<void>;
}

export function createSummaries(table: Table, now: () => number, expiry: Expiry): Summaries {
  async function readToken(day: string, signal?: AbortSignal): Promise<string | undefined> {
    return (await table.get(tokenPlace(day), { signal }))?.['e']?.S;
  }

  async function read(month: string, name: string, { services, signal }: SummaryOptions): Promise<Parts> {
    const pk = summaryPartition(month);
    const all = async () => ({ items: await readAll(table, { pk, beginsWith: `${name}#` }, { signal }) });
    if (!services) return all();
    const part = async (number: number): Promise<Item[]> => {
      const place = { pk, sk: `${name}#${number}` };
      const attributes = await table.get(place, { signal });
      return attributes ? [{ ...place, attributes }] : [];
    };
    const [first] = await part(0);
    if (!first) return { items: [] };
    const begins = first.attributes['s']?.B;
    if (!begins) return all();
    const others = partsWith(services, unpack(begins) as string[]).filter((number) => number > 0);
    const items = await inParallel(others, PARALLEL, part);
    return { items: [first, ...items.flat()], count: 1 + others.length };
  }

  async function putParts(
    month: string,
    name: string,
    token: string,
    cells: readonly Cell[],
    totals: Totals,
    end: string,
  ): Promise<Summary> {
    const parts = packCells(byService(cells), MOST_BYTES);
    const unpacked = parts.map(unpackCells);
    const begins = unpacked.map(({ keys: [key] }) => (key ? serviceOf(key[5]) : ''));
    await inParallel(parts, PARALLEL, async (bytes, part) => {
      const attributes: Attributes = {
        c: { B: bytes },
        e: { S: token },
        p: { N: String(parts.length) },
        ...(part === 0 && { s: { B: pack(begins) }, t: { B: pack(totals) } }),
        ...expiry.at(end),
      };
      await table.put({ pk: summaryPartition(month), sk: `${name}#${part}` }, attributes);
    });
    return { cells: unpacked, totals, token };
  }

  return {
    async outdate(rows) {
      const late = rows.filter(({ day, hour }) => now() > endOf({ day, hour }) + LATE);
      const days = [...new Set(late.map(({ day }) => day))];
      await inParallel(days, PARALLEL, async (day) => {
        if (await table.get(tokenPlace(day), { consistent: true })) await table.delete(tokenPlace(day));
      });
    },
    isRipe: (span) => now() >= endOf(span) + RIPE,
    async day(day, options = {}) {
      const [token, parts] = await Promise.all([
        readToken(day, options.signal),
        read(monthOf(day), nameOf({ day }), options),
      ]);
      return summaryOf(parts, token);
    },
    async hours(day, from, to, signal) {
      const between = [nameOf({ day, hour: from }), nameOf({ day, hour: to })] as const;
      const [token, items] = await Promise.all([
        readToken(day, signal),
        readAll(table, { pk: summaryPartition(monthOf(day)), between }, { signal }),
      ]);
      const hours = new Map<number, Summary>();
      for (let hour = from; hour < to; hour++) {
        const own = items.filter(({ sk }) => sk.startsWith(`${nameOf({ day, hour })}#`));
        const summary = summaryOf({ items: own }, token);
        if (summary) hours.set(hour, summary);
      }
      return hours;
    },
    async month(month, options = {}) {
      const { signal } = options;
      const beginsWith = 'token#';
      const [tokens, parts] = await Promise.all([
        readAll(table, { pk: summaryPartition(month), beginsWith }, { signal }),
        read(month, 'month', options),
      ]);
      const byDay = new Map(
        tokens.map(({ sk, attributes }) => [sk.slice(beginsWith.length), attributes['e']?.S ?? '']),
      );
      return summaryOf(parts, tokenOfMonth(byDay));
    },
    async takeToken(day) {
      for (;;) {
        const known = await table.get(tokenPlace(day), { consistent: true });
        if (known) return known['e']!.S!;
        const token = randomBytes(6).toString('hex');
        const attributes = { e: { S: token }, ...expiry.at(`${day}T23:59:59Z`) };
        const isFirst = { expression: 'attribute_not_exists(pk)' };
        if (await table.put(tokenPlace(day), attributes, isFirst)) return token;
      }
    },
    put: (span, token, cells, totals) =>
      putParts(monthOf(span.day), nameOf(span), token, cells, totals, `${span.day}T23:59:59Z`),
    async putMonth(month, tokens, cells, totals) {
      await putParts(month, 'month', tokenOfMonth(tokens), cells, totals, new Date(endOf(month)).toISOString());
    },
  };
}

/** The days (YYYY-MM-DD) of a month (YYYY-MM). */
export function daysOfMonth(month: string): string[] {
  const [start, end] = [Date.parse(`${month}-01`), endOf(month)];
  return Array.from({ length: (end - start) / (24 * HOUR) }, (_, index) =>
    new Date(start + index * 24 * HOUR).toISOString().slice(0, 10),
  );
}

export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** Parts of a summary, and how many there should be, where that is not all. */
interface Parts {
  items: readonly Item[];
  count?: number;
}

/** All parts of one making, if the token that they were made under still is the one. */
function summaryOf({ items, count }: Parts, token: string | undefined): Summary | undefined {
  const parts = items.filter(({ attributes }) => token !== undefined && attributes['e']?.S === token);
  const totals = parts.find(({ attributes }) => attributes['t'])?.attributes;
  if (!totals || parts.length !== (count ?? Number(totals['p']!.N))) return undefined;
  return {
    cells: parts.map(({ attributes }) => unpackCells(attributes['c']!.B!)),
    totals: unpack(totals['t']!.B!) as Totals,
    token: token!,
  };
}

function byService(cells: readonly Cell[]): Cell[] {
  const services = new Map<string, string>();
  for (const { key } of cells) {
    if (!services.has(key)) services.set(key, serviceOf((JSON.parse(key) as KeyTuple)[5]));
  }
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return cells.toSorted((a, b) => compare(services.get(a.key)!, services.get(b.key)!));
}

/** The parts that may have some services: from the one in which a service may begin to the one behind which none of it can be. */
function partsWith(services: readonly string[], begins: readonly string[]): number[] {
  const mayHave = (service: string, part: number) =>
    begins[part]! <= service && (part + 1 === begins.length || begins[part + 1]! >= service);
  return begins.flatMap((_, part) => (services.some((service) => mayHave(service, part)) ? [part] : []));
}

function tokenOfMonth(tokens: ReadonlyMap<string, string>): string {
  const sorted = [...tokens].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}

function tokenPlace(day: string): Place {
  return { pk: summaryPartition(monthOf(day)), sk: `token#${day}` };
}

function nameOf({ day, hour }: Span): string {
  return hour === undefined ? `day#${day}` : `hour#${day}#${String(hour).padStart(2, '0')}`;
}

/** Milliseconds since 1970. */
function endOf(span: Span | string): number {
  if (typeof span !== 'string') return Date.parse(span.day) + (span.hour === undefined ? 24 : span.hour + 1) * HOUR;
  const [year, month] = span.split('-').map(Number);
  return Date.UTC(year!, month, 1);
}
