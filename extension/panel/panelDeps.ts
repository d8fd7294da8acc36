import type { Event } from 'vscode';
import type { SpendingMeter } from '../../backend/client/spending.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import type { Period } from '../../backend/core/eventStore.ts';
import type { LeftKind } from '../../backend/core/leftRunning.ts';
import type { TrackerApi } from '../../backend/core/trackerApi.ts';
import type { Classes } from '../classes/classes.ts';
import type { Group } from '../classes/group.ts';
import type { GroupProgress } from '../classes/groupProgress.ts';
import type { Lab } from '../classes/lab.ts';
import type { LeftAnswer } from '../queries/leftRunningNow.ts';
import type { Page, PanelPeriod, PanelState, RecordAddress, ScopeId } from './protocol.ts';

/** What the activity panel needs of the rest of the extension: the current source, period and scope, and the commands it offers. */
export interface PanelDeps {
  /** The current source, or undefined when none is open. */
  source(): PanelSource | undefined;
  /** The period of all views, its ends on quarters of an hour. */
  period(): PanelState['period'];
  scope(): { id: ScopeId; label: string; filter: EventFilter };
  /** Event name prefixes to count, a tile each (a setting). */
  tiles(): string[];
  /** Columns of the event table, in their order (a setting). */
  columns(): string[];
  setColumns(columns: string[]): Promise<void>;
  pickColumns(): Promise<void>;
  /** IANA name of the viewer's zone. */
  timeZone(): string;
  /** Names of accounts by their numbers; none while names are hidden. */
  accountNames(): ReadonlyMap<string, string>;
  /** Any of the above has changed, or events were added: fires at most a few times a second. */
  onDidChange: Event<void>;

  /** Narrows the period of all views, or goes back to what it was before, or before it was narrowed at all. */
  setPeriod(period: PanelPeriod | 'previous' | 'whole'): Promise<void>;
  pickPeriod(): Promise<void>;
  pickScope(): Promise<void>;
  widenScope(): Promise<void>;
  openFolder(): Promise<void>;
  openSample(): Promise<void>;
  openRecord(event: RecordAddress): Promise<void>;
  exportEvents(filter: EventFilter): Promise<void>;

  classes: Classes;
  /** What counts of a group: its term, else the period of all views. */
  termOf(group: Group): Period;
  /** As they are shown: while names are hidden, by their pseudonyms. */
  membersOf(group: Group): Promise<string[]>;
  /** Undefined where no source is open. */
  progressOf(group: Group, labs: readonly Lab[], signal: AbortSignal): Promise<GroupProgress | undefined>;
  /** What was created in a period by anybody, and deleted by nobody until now. */
  leftRunning(period: Period, signal: AbortSignal): Promise<LeftAnswer>;
  /** What a kind of resource is called. */
  leftKind(kind: LeftKind): string;
  /** Opens an https address in the browser. */
  openLink(link: string): Promise<void>;
  /** Writes a table into a CSV file that the user chooses; `name` says what it is about. */
  exportTable(table: { name: string; period: Period; lines: readonly (readonly string[])[] }): Promise<void>;
  /** Logs a fault of ours, with its stack. */
  logError(error: unknown): void;
}

export interface PanelSource {
  name: string;
  /** One line: where it lies. */
  description: string;
  api: TrackerApi;
  /** Whether each event that is read costs something: so with a deployed tracker. */
  metered: boolean;
  /** Asks something, and counts what it costs, where it may cost anything. */
  measure?: SpendingMeter['measure'];
  /** Set while the source is being indexed. */
  indexing?: { filesDone: number; filesFound: number };
}

/** What registerActivityPanel returns. */
export interface ActivityPanel {
  /** Shows the panel, made anew if it is not open; with a filter, filtered by exactly that, on the page given or else as it is. */
  open(filter?: EventFilter, page?: Page): void;
  /** Shows the panel with its filter changed. */
  edit(change: (filter: EventFilter) => EventFilter): void;
  /** What it is filtered by; empty where it is not open. */
  filter(): EventFilter;
  /**
   * Does something after which nothing may be left of what the panel has shown, neither on its page nor in its history: if it is
   * open, it is made anew, with its filter changed.
   */
  rebuild(change: (filter: EventFilter) => Promise<EventFilter>, action: () => Promise<void>): Promise<void>;
}
