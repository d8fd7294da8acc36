import { isDeepStrictEqual } from 'node:util';
import type { ActivityField, ActivityRow } from '../backend/core/activity.ts';
import type { TrackerEvent } from '../backend/core/event.ts';
import type { Period } from '../backend/core/eventStore.ts';
import { both, type EventFilter } from '../backend/core/filter.ts';
import { pseudonymousApi, type PseudonymousApi } from '../backend/core/pseudonyms/pseudonymousApi.ts';
import type { EventsRequest, TrackerApi, TrackerStatus } from '../backend/core/trackerApi.ts';
import type { Group } from './classes/group.ts';
import { groupedApi } from './classes/groupedApi.ts';
import { Emitter } from './emitter.ts';
import type { L10n } from './format.ts';
import { apiTime, defaultPeriod, resolvePeriod, type Coverage, type PeriodChoice } from './period/period.ts';
import { createRefresher } from './refresher.ts';
import { readScope, scopeFilter, type ScopeId } from './scope/scope.ts';
import { CurrentSource } from './sources/currentSource.ts';
import type { OpenLocalSource, OpenSource } from './sources/openSource.ts';
import type { Source } from './sources/source.ts';
import type { Memory, RememberedSource, SourceList } from './sources/sourceList.ts';
import { viewState, type ViewState } from './viewState.ts';

export interface SessionDeps {
  list: SourceList;
  /** Of this workspace. */
  memory: Memory;
  open: OpenLocalSource;
  /** Milliseconds since 1970. */
  now: () => number;
  timeZone: () => string;
  /** Of the workspace: filters may ask for them. */
  groups: () => Promise<readonly Group[]>;
  l10n: L10n;
  /** What pseudonyms are made with. */
  pseudonymKey: () => Promise<Uint8Array>;
  /** Shows or logs what went wrong in the background. */
  report: (error: unknown) => void;
}

/** What the current source answered last. */
export interface Overview {
  status: TrackerStatus;
  /** Events in the period, and of those in the scope. */
  inPeriod: number;
  inScope: number;
}

/** What all events of the period and the scope are asked for with, page by page, for as long as the source is open. */
export interface Question {
  api: TrackerApi;
  request: EventsRequest & { filter: EventFilter };
  isOpen(): boolean;
}

/** `view`: the source, the period, the scope, the events or their names changed, so what is shown is out of date. `progress`: only how far the indexing is. */
export type SessionChange = 'view' | 'progress';

const SCOPE = 'scope';
const NAMES_HIDDEN = 'namesHidden';
/** How often views follow while files are read, in milliseconds: seldom, but the first rows come at once. */
const REFRESH_INTERVAL = 1000;
const EMPTY_INTERVAL = 100;
const PROGRESS_INTERVAL = 500;

/** What all views are about: the current source, the period and the scope. Does not know VS Code. */
export class Session {
  readonly #deps: SessionDeps;
  readonly #changes = new Emitter<SessionChange>();
  readonly #refresher = createRefresher(() => this.#look());
  readonly #progress = createRefresher(() => Promise.resolve(this.#changes.fire('progress')));
  readonly #current: CurrentSource;
  #coverage: Coverage | undefined;
  #overview: Overview | undefined;
  #error: unknown;
  /** Periods narrowed to in the panel, the last one in force; not remembered. */
  #narrowed: PeriodChoice[] = [];

  readonly #pseudonymous = new WeakMap<OpenSource, PseudonymousApi>();

  readonly onDidChange = this.#changes.event;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    this.#current = new CurrentSource(deps.list, deps.open, {
      switched: () => this.#switched(),
      progressed: () => this.#progress.soon(PROGRESS_INTERVAL),
      changed: () => this.#refresher.soon(this.state === 'ready' ? REFRESH_INTERVAL : EMPTY_INTERVAL),
      failed: deps.report,
    });
  }

  get list(): SourceList {
    return this.#deps.list;
  }

  /** The current source, whether it is open yet or not. */
  get source(): RememberedSource | undefined {
    return this.#current.remembered;
  }

  /** The current source, if it is open. */
  get open(): OpenSource | undefined {
    return this.#current.open;
  }

  /** Whether the current source answers from elsewhere, so that a question which reads events has its price. */
  get isRemote(): boolean {
    return this.source?.kind === 'tracker';
  }

  /** Opens the current source, if there is one and nobody has opened it before. Views do so when they become visible. */
  start(): OpenSource | undefined {
    return this.#current.start();
  }

  /** Makes a source the current one, remembered from now on, and opens it. */
  async openSource(source: Source): Promise<void> {
    await this.#current.switchTo(source);
    await this.#refresher.settled();
  }

  /** Does something to the index of a source, or of all, during which it is closed. */
  async whileClosed(id: string | undefined, action: () => Promise<void>): Promise<void> {
    await this.#current.whileClosed(id, action);
    await this.refresh();
  }

  /** Closes the current source. It stays the current one, and opens again when somebody asks. */
  async close(): Promise<void> {
    await this.#current.close();
  }

  /** What the source answered last. Undefined before its first answer. */
  get overview(): Overview | undefined {
    return this.#overview;
  }

  /** Why it could not be asked, if it could not. */
  get error(): unknown {
    return this.#error;
  }

  get state(): ViewState {
    const { overview } = this;
    return viewState({
      hasSource: this.source !== undefined,
      indexing: this.open?.indexing !== undefined,
      failed: this.#error !== undefined || this.open?.progress.state === 'failed',
      counts: overview && { stored: overview.status.events, inPeriod: overview.inPeriod, inScope: overview.inScope },
    });
  }

  get timeZone(): string {
    return this.#deps.timeZone();
  }

  get scope(): ScopeId {
    return readScope(this.#deps.memory.get(SCOPE));
  }

  async setScope(scope: ScopeId): Promise<void> {
    await this.#deps.memory.update(SCOPE, scope);
    await this.refresh();
  }

  /** Whether pseudonyms stand for names in all answers. */
  get namesHidden(): boolean {
    return this.#deps.memory.get(NAMES_HIDDEN) === true;
  }

  async setNamesHidden(hidden: boolean): Promise<void> {
    await this.#deps.memory.update(NAMES_HIDDEN, hidden);
    await this.refresh();
  }

  get periodChoice(): PeriodChoice {
    return this.#narrowed.at(-1) ?? this.source?.period ?? defaultPeriod(this.coverage, this.#deps.now());
  }

  /** The period at this moment. */
  get period(): Period {
    return resolvePeriod(this.periodChoice, this.coverage, this.#deps.now());
  }

  get coverage(): Coverage {
    return this.#coverage ?? this.source?.facts ?? {};
  }

  /** Chosen by the user, and remembered with the source. */
  async choosePeriod(choice: PeriodChoice): Promise<void> {
    this.#narrowed = [];
    if (this.source) await this.list.change(this.source.id, { period: choice });
    await this.refresh();
  }

  /** Whether the period was narrowed for a closer look, so that previousPeriod leads back. */
  get narrowed(): boolean {
    return this.#narrowed.length > 0;
  }

  async narrowPeriod({ from, to }: Period): Promise<void> {
    this.#narrowed.push({ id: 'custom', from, to });
    await this.refresh();
  }

  /** Goes back to the period before it was narrowed at all. */
  async wholePeriod(): Promise<void> {
    this.#narrowed = [];
    await this.refresh();
  }

  async previousPeriod(): Promise<void> {
    this.#narrowed.pop();
    await this.refresh();
  }

  /** Counts in the current period, within the scope of all views or another one. None where no source is open. */
  async activity(
    filter: EventFilter,
    groupBy: readonly ActivityField[],
    signal?: AbortSignal,
    scope = this.scope,
  ): Promise<ActivityRow[]> {
    const request = { ...this.#request(both(scopeFilter(scope), filter)), groupBy: [...groupBy] };
    return (await this.question((service) => service.activity(request, signal))) ?? [];
  }

  /** Events in the current period, within the scope, newest first. */
  async newestEvents(filter: EventFilter, limit: number): Promise<TrackerEvent[]> {
    const request = { ...this.#request(both(scopeFilter(this.scope), filter)), limit };
    const page = await this.question((api) => api.scan(request));
    return typeof page === 'object' ? page.events : [];
  }

  /** What answers questions about an open source: the one place where names are hidden from all views, and groups become users. */
  apiOf(open: OpenSource): TrackerApi {
    return this.namesHidden ? this.#pseudonymousApiOf(open) : this.#groupedApiOf(open);
  }

  /** The current source with pseudonyms, whether names are hidden now or not. */
  pseudonymousApi(): PseudonymousApi | undefined {
    const open = this.start();
    return open && this.#pseudonymousApiOf(open);
  }

  /** In the period and the scope as they are now. Undefined where no source is open. */
  questionOf(filter: EventFilter): Question | undefined {
    const open = this.start();
    if (!open) return undefined;
    const request = this.#request(both(scopeFilter(this.scope), filter));
    return { api: this.apiOf(open), request, isOpen: () => open === this.open };
  }

  /** Counts of all that the current source holds, whatever the period and the scope. */
  async activityEver(groupBy: ActivityField[], signal?: AbortSignal): Promise<ActivityRow[]> {
    const { from, to } = this.allTime;
    const request = { from: apiTime(from), to: apiTime(to), tz: this.timeZone, groupBy };
    return (await this.question((api) => api.activity(request, signal))) ?? [];
  }

  /** All that the current source covers, now. */
  get allTime(): Period {
    return resolvePeriod({ id: 'all' }, this.coverage, this.#deps.now());
  }

  /**
   * Asks the current source whatever is to be asked. Undefined where no source is open, and where it was closed meanwhile: nobody waits
   * for that answer, nor for its failure.
   */
  async question<T>(ask: (api: TrackerApi) => Promise<T>): Promise<T | undefined> {
    const open = this.start();
    try {
      return open && (await ask(this.apiOf(open)));
    } catch (error) {
      if (open === this.open) throw error;
      return undefined;
    }
  }

  /** Asks the source anew and tells the views. */
  refresh(): Promise<void> {
    return this.#refresher.now();
  }

  dispose(): void {
    this.#changes.dispose();
    this.#refresher.dispose();
    this.#progress.dispose();
    void this.#current.close();
  }

  #request(filter: EventFilter): Question['request'] {
    const { from, to } = this.period;
    return { from: apiTime(from), to: apiTime(to), tz: this.timeZone, filter };
  }

  /** One for as long as the source is open: it remembers what its pseudonyms stand for. */
  #pseudonymousApiOf(open: OpenSource): PseudonymousApi {
    let api = this.#pseudonymous.get(open);
    if (!api) this.#pseudonymous.set(open, (api = pseudonymousApi(this.#groupedApiOf(open), this.#deps.pseudonymKey)));
    return api;
  }

  #groupedApiOf({ service, source }: OpenSource): TrackerApi {
    const { groups, l10n } = this.#deps;
    return groupedApi(service, { groups, l10n, isRemote: source.kind === 'tracker' });
  }

  #switched(): void {
    this.#coverage = undefined;
    this.#overview = undefined;
    this.#error = undefined;
    this.#narrowed = [];
    const { open } = this;
    // What was indexed before is shown first; then come the new files.
    void this.refresh().then(() => open?.bringUpToDate());
  }

  async #look(): Promise<void> {
    const { open } = this;
    try {
      const overview = open && (await this.#overviewOf(open));
      if (open !== this.open) return;
      this.#overview = overview;
      this.#error = undefined;
      if (open && overview && !open.indexing) await this.#remember(open, overview.status);
    } catch (error) {
      if (open !== this.open) return;
      if (this.#error === undefined) this.#deps.report(error);
      this.#overview = undefined;
      this.#error = error;
    }
    this.#changes.fire('view');
  }

  async #overviewOf(open: OpenSource): Promise<Overview> {
    const status = await open.service.status({});
    // The period may be the one that the events cover, so their times are needed before the counts.
    if (open === this.open) this.#coverage = status;
    const [inPeriod, inScope] = await Promise.all([
      this.activity({}, [], undefined, 'everything'),
      this.activity({}, []),
    ]);
    return { status, inPeriod: inPeriod[0]?.count ?? 0, inScope: inScope[0]?.count ?? 0 };
  }

  async #remember({ source }: OpenSource, { events, files, oldestEvent, newestEvent }: TrackerStatus): Promise<void> {
    const facts = { events, files, oldestEvent, newestEvent };
    if (!isDeepStrictEqual(this.list.find(source.id)?.facts, facts)) await this.list.change(source.id, { facts });
  }
}
