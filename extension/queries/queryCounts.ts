import type { ActivityRow } from '../../backend/core/activity.ts';
import { both, isCountedFilter, meets, type EventFilter } from '../../backend/core/filter.ts';
import type { Totals } from '../tree/activityNode.ts';
import { sum } from '../tree/activityNode.ts';
import { createRefresher } from '../refresher.ts';
import { scopeFilter } from '../scope/scope.ts';
import type { Session } from '../session.ts';
import type { Query } from './query.ts';

/** One answer, grouped by these, counts all queries that ask for nothing else: most of them. */
export const SHARED_FIELDS = ['service', 'eventName', 'kind', 'outcome', 'readOnly'] as const;

const NOTHING: Totals = { count: 0, errors: 0, denied: 0, first: '', last: '' };

export interface QueryCountsOptions {
  session: Session;
  /** Of what `leftRunning` finds, once it is known. */
  countLeftRunning: () => Promise<number | undefined>;
  /** A count has become another. */
  changed: (query: Query) => void;
  failed: (error: unknown) => void;
}

/**
 * How often queries match in the current period. What the counters know is asked at once; what needs a look at events, one query after
 * the other, only of sources in this computer, and not while they are still being indexed.
 */
export class QueryCounts {
  readonly #options: QueryCountsOptions;
  readonly #counted = createRefresher(() => this.#count());
  readonly #reading = createRefresher(() => this.#read());
  readonly #known = new Map<string, Totals>();
  #about = '';
  #queries: readonly Query[] = [];

  constructor(options: QueryCountsOptions) {
    this.#options = options;
  }

  /** Undefined where it is not known, yet or at all. */
  of(query: Query): Totals | undefined {
    return this.#known.get(query.id);
  }

  /** Whether it is counted without being asked for. */
  isCounted(query: Query): boolean {
    return !this.#options.session.isRemote || !needsEvents(query);
  }

  /** Counts anew; resolves when all is known that the counters know. What was known of the same source and period stays until then. */
  async refresh(queries: readonly Query[]): Promise<void> {
    const { session } = this.#options;
    const about = JSON.stringify([session.source?.id, session.periodChoice]);
    if (about !== this.#about) this.#known.clear();
    this.#about = about;
    this.#queries = queries;
    void this.#reading.now();
    await this.#counted.now();
  }

  /** Resolves when nothing is being counted. */
  async settled(): Promise<void> {
    await Promise.all([this.#counted.settled(), this.#reading.settled()]);
  }

  async #count(): Promise<void> {
    const counted = this.#queries.filter((query) => !needsEvents(query));
    const shared = counted.filter((query) => isShared(whole(query)));
    await this.#try(async () => {
      const rows = await this.#options.session.activity({}, SHARED_FIELDS, undefined, 'everything');
      for (const query of shared) this.#set(query, totalOf(rows, whole(query)));
    });
    for (const query of counted) if (!shared.includes(query)) await this.#ask(query);
  }

  async #read(): Promise<void> {
    const { session, countLeftRunning } = this.#options;
    if (session.isRemote || session.open?.indexing) return;
    for (const query of this.#queries.filter(needsEvents)) {
      if (query.kind !== 'leftRunning') await this.#ask(query);
      else
        await this.#try(async () => {
          const count = await countLeftRunning();
          if (count !== undefined) this.#set(query, { ...NOTHING, count });
        });
    }
  }

  #ask(query: Query): Promise<void> {
    return this.#try(async () => {
      const [row] = await this.#options.session.activity(query.filter, [], undefined, query.scope);
      this.#set(query, row ?? NOTHING);
    });
  }

  async #try(action: () => Promise<void>): Promise<void> {
    const about = this.#about;
    try {
      if (this.#options.session.source) await action();
    } catch (error) {
      if (about === this.#about) this.#options.failed(error);
    }
  }

  #set(query: Query, { count, errors, denied, first, last }: Totals): void {
    const before = this.#known.get(query.id);
    this.#known.set(query.id, { count, errors, denied, first, last });
    if (before?.count !== count || before.last !== last) this.#options.changed(query);
  }
}

/** Sums up the rows of an answer that is grouped by SHARED_FIELDS. */
export function totalOf(rows: readonly ActivityRow[], filter: EventFilter): Totals {
  const matching = rows.filter((row) =>
    Object.entries(filter).every(([field, condition]) => !condition || meets(String(row[field]), condition)),
  );
  return matching.length > 0 ? sum(matching) : NOTHING;
}

export function isShared(filter: EventFilter): boolean {
  return Object.keys(filter).every((field) => (SHARED_FIELDS as readonly string[]).includes(field));
}

/** The counters do not know what was deleted later, nor attributes that are not theirs. */
export function needsEvents({ kind, filter }: Query): boolean {
  return kind === 'leftRunning' || !isCountedFilter(filter);
}

/** The filter with the scope that it is meant in. */
function whole({ filter, scope }: Query): EventFilter {
  return both(scopeFilter(scope), filter);
}
