import type { Action } from './action.ts';
import { accessKeyId, type Caller } from './caller.ts';
import type { Pool } from './consolePages.ts';
import type { Failure } from './failures.ts';
import { Names } from './names.ts';
import type { Random } from './random.ts';
import { SECOND } from './sampleOptions.ts';

/** A planned call. */
export interface Act {
  /** Milliseconds since 1970, whole seconds. */
  at: number;
  action: Action;
  failure?: Failure;
}

/** A stretch of time in which a caller makes planned calls and, beside them, others out of pools. */
export interface Visit {
  caller: Caller;
  region: string;
  start: number;
  end: number;
  acts: Act[];
  pools: Pool[];
  /** The visit's share of all calls beside the planned ones. */
  weight: number;
  /** How many of those it gets. */
  others: number;
  /** How many of them are writes, are denied, and fail otherwise, as fractions. */
  writes: number;
  denied: number;
  failed: number;
}

/** A call that has been made: all that its record needs. */
export interface Call {
  at: number;
  action: Action;
  failure: Failure | undefined;
  caller: Caller;
  identity: object;
  names: Names;
}

/** A visit of nothing but planned calls, unless told otherwise. */
export function visit(caller: Caller, region: string, acts: Act[], more: Partial<Visit> = {}): Visit {
  const start = Math.min(more.start ?? Infinity, ...acts.map((act) => act.at));
  const end = Math.max(more.end ?? start, ...acts.map((act) => act.at));
  const plain = { pools: [], weight: 0, others: 0, writes: 0, denied: 0, failed: 0.02 };
  return { ...plain, ...more, caller, region, acts, start, end };
}

/** Makes the visits' calls add up to this number, as far as the planned ones leave room. */
export function shareOut(visits: Visit[], events: number): void {
  let planned = 0;
  let weights = 0;
  for (const { acts, weight } of visits) {
    planned += acts.length;
    weights += weight;
  }
  const others = Math.max(0, events - planned);
  let weight = 0;
  let given = 0;
  for (const one of visits) {
    weight += one.weight;
    // At the last visit the fraction is 1, so nothing is left over.
    const due = Math.round((others * weight) / weights) || 0;
    one.others = due - given;
    given = due;
  }
}

const LONGEST_BURST = 9;

/** The calls of a visit, in no particular order. */
export function* callsOf(visit: Visit, random: Random): Generator<Call> {
  const { caller, start, end } = visit;
  const names = new Names(caller.name, caller.account, visit.region);
  const identity = caller.identity({
    startedAt: eventTime(start),
    accessKeyId: accessKeyId(caller, random),
  });
  for (const { at, action, failure } of visit.acts) yield { at, action, failure, caller, identity, names };

  let left = visit.others;
  while (left > 0) {
    // Opening a page of the console makes a handful of calls within seconds.
    const pool = random.pick(visit.pools);
    const opened = start + random.int((end - start) / SECOND + 1) * SECOND;
    const burst = Math.min(left, random.between(1, LONGEST_BURST));
    for (let i = 0; i < burst; i++) {
      const action = random.pickFrequent(random.chance(visit.writes) ? pool.writes : pool.reads);
      const at = Math.min(end, opened + Math.floor(i / 3) * SECOND);
      yield { at, action, failure: failureOf(visit, action, random), caller, identity, names };
    }
    left -= burst;
  }
}

const RESTRICTED_DENIED = 0.3;

function failureOf(visit: Visit, action: Action, random: Random): Failure | undefined {
  const denied = action.restricted && visit.denied > 0 ? Math.max(visit.denied, RESTRICTED_DENIED) : visit.denied;
  if (random.chance(denied)) return 'denied';
  return random.chance(visit.failed) ? 'error' : undefined;
}

/** `2014-09-27T10:00:00Z`: CloudTrail's times have no fractions. */
export function eventTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Adds visits until nobody has to make more than about `weight` calls beside the planned ones. */
export function addVisitsFor(events: number, visits: Visit[], oneMore: () => Visit[]): void {
  let room = 0;
  for (const { acts, weight } of visits) room += acts.length + weight;
  while (room < events) {
    for (const one of oneMore()) {
      visits.push(one);
      room += one.acts.length + one.weight;
    }
  }
}

/** What of the visits lies between start and horizon, in the order of their starts. */
export function within(start: number, horizon: number, visits: Visit[]): Visit[] {
  return visits
    .filter((one) => one.start >= start && one.start <= horizon)
    .map((one) => ({
      ...one,
      end: Math.min(one.end, horizon),
      acts: one.acts.filter(({ at }) => at <= horizon),
    }))
    .sort((a, b) => a.start - b.start);
}
