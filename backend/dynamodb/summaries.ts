import { createHash, randomBytes } from 'node:crypto';
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

/**
 * Sums over all rows and files of an hour, a day or a month of UTC, which save reading them: a cache that can be thrown away.
 *
 * Each day has a token. Whoever makes a summary first takes the tokens of its days, which he puts where there are none, then
 * reads the rows, and stores the tokens with it. Whoever writes a row late deletes the token of its day, *after* the row. So
 * a summary holds as long as its tokens are there: either its maker saw the row, or its token is gone.
 */
export interface Summary {
  cells: PackedCells[];
  totals: Totals;
  token: string;
}

/** An hour (0 to 23) or all of a day. */
export type Span = { day: string; hour?: number };

export interface Summaries {
  /** Tells that rows, or numbers of files, were written in these hours. */
  outdate(rows: readonly RowPlace[]): Promise<void>;
  /** Whether an hour, a day or (YYYY-MM) a month ended so long ago that it can be summarised. */
  isRipe(span: Span | string): boolean;
  /** The summary of a day. */
  day(day: string, signal?: AbortSignal): Promise<Summary | undefined>;
  /** Those of its hours, from inclusive, to exclusive, that are summarised. */
  hours(day: string, from: number, to: number, signal?: AbortSignal): Promise<Map<number, Summary>>;
  /** That of a month. */
  month(month: string, signal?: AbortSignal): Promise<Summary | undefined>;
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

  async function read(month: string, name: string, signal?: AbortSignal): Promise<Item[]> {
    return readAll(table, { pk: summaryPartition(month), beginsWith: `${name}#` }, { signal });
  }

  async function putParts(
    month: string,
    name: string,
    token: string,
    cells: readonly Cell[],
    totals: Totals,
    end: string,
  ): Promise<Summary> {
    const parts = packCells(cells);
    await inParallel(parts, PARALLEL, async (bytes, part) => {
      const attributes: Attributes = {
        c: { B: bytes },
        e: { S: token },
        p: { N: String(parts.length) },
        ...(part === 0 && { t: { B: pack(totals) } }),
        ...expiry.at(end),
      };
      await table.put({ pk: summaryPartition(month), sk: `${name}#${part}` }, attributes);
    });
    return { cells: parts.map(unpackCells), totals, token };
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
    async day(day, signal) {
      const [token, items] = await Promise.all([readToken(day, signal), read(monthOf(day), nameOf({ day }), signal)]);
      return summaryOf(items, token);
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
        const summary = summaryOf(own, token);
        if (summary) hours.set(hour, summary);
      }
      return hours;
    },
    async month(month, signal) {
      // Its parts and the tokens of its days are neighbours.
      const between = ['month#', 'token#~'] as const;
      const items = await readAll(table, { pk: summaryPartition(month), between }, { signal });
      const tokens = items.filter(({ sk }) => sk.startsWith('token#'));
      const byDay = new Map(tokens.map(({ sk, attributes }) => [sk.slice('token#'.length), attributes['e']?.S ?? '']));
      return summaryOf(
        items.filter(({ sk }) => sk.startsWith('month#')),
        tokenOfMonth(byDay),
      );
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

/** All parts of one making, if the token that they were made under still is the one. */
function summaryOf(items: readonly Item[], token: string | undefined): Summary | undefined {
  const parts = items.filter(({ attributes }) => token !== undefined && attributes['e']?.S === token);
  const totals = parts.find(({ attributes }) => attributes['t'])?.attributes;
  if (!totals || parts.length !== Number(totals['p']!.N)) return undefined;
  return {
    cells: parts.map(({ attributes }) => unpackCells(attributes['c']!.B!)),
    totals: unpack(totals['t']!.B!) as Totals,
    token: token!,
  };
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
