import type { Period } from '../../backend/core/eventStore.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Counters hold quarters of an hour, so aligned periods are answered without a look at events. */
const QUARTER = 15 * MINUTE;

/** Lengths in milliseconds of the periods that end now. */
const LENGTHS = {
  '1h': HOUR,
  '6h': 6 * HOUR,
  '24h': DAY,
  '7d': 7 * DAY,
  '15d': 15 * DAY,
  '30d': 30 * DAY,
  '90d': 90 * DAY,
  '1y': 365 * DAY,
} as const;

export type RelativePeriodId = keyof typeof LENGTHS;
export const RELATIVE_PERIODS = Object.keys(LENGTHS) as RelativePeriodId[];

/** What the user chose: a period that ends now, all that the source covers, or two fixed ends. */
export type PeriodChoice = { id: RelativePeriodId } | { id: 'all' } | { id: 'custom'; from: number; to: number };

/** The times of the oldest and newest event of a source (YYYY-MM-DDTHH:MM:SSZ), where it has any. */
export interface Coverage {
  oldestEvent?: string;
  newestEvent?: string;
}

/** The stretch of time that a choice means at this moment, widened to quarters of an hour. */
export function resolvePeriod(choice: PeriodChoice, coverage: Coverage, now: number): Period {
  switch (choice.id) {
    case 'all':
      if (!coverage.oldestEvent || !coverage.newestEvent) return aligned(now - LENGTHS['7d'], now);
      // The end is exclusive and the newest event is to be in.
      return aligned(Date.parse(coverage.oldestEvent), Date.parse(coverage.newestEvent) + 1);
    case 'custom':
      return aligned(choice.from, choice.to);
    default:
      return aligned(now - LENGTHS[choice.id], now);
  }
}

/**
 * What a source opens on where the user has not chosen: the last seven days if anything happened in them, else all that
 * it covers, so that logs of 2018 do not open on an empty week.
 */
export function defaultPeriod(coverage: Coverage, now: number): PeriodChoice {
  const old = coverage.newestEvent !== undefined && Date.parse(coverage.newestEvent) < now - LENGTHS['7d'];
  return { id: old ? 'all' : '7d' };
}

/** As it was remembered; undefined for what is not a choice. */
export function readPeriodChoice(value: unknown): PeriodChoice | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined;
  if (value.id === 'all') return { id: 'all' };
  if (value.id === 'custom' && 'from' in value && 'to' in value) {
    const { from, to } = value;
    return typeof from === 'number' && typeof to === 'number' && from < to ? { id: 'custom', from, to } : undefined;
  }
  const id = RELATIVE_PERIODS.find((known) => known === value.id);
  return id && { id };
}

/** As the API takes times: YYYY-MM-DDTHH:MM:SSZ. */
export function apiTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function aligned(from: number, to: number): Period {
  return { from: Math.floor(from / QUARTER) * QUARTER, to: Math.ceil(to / QUARTER) * QUARTER };
}
