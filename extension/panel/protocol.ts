import type { ActivityField, ActivityRow } from '../../backend/core/activity.ts';
import type { TrackerEvent } from '../../backend/core/event.ts';
import type { Spending } from '../../backend/client/spending.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import type { LogGaps } from '../../backend/core/logGaps.ts';
import type { Ranking } from '../../backend/core/ranking.ts';
import type { EventsPage, TrackerStatus } from '../../backend/core/trackerApi.ts';
import type { LabProgress } from '../classes/progress.ts';

export type { LabProgress, LabState, TaskProgress } from '../classes/progress.ts';

/**
 * The panel's protocol is this interface: the host serves it, the webview calls it through a proxy.
 * The webview pulls; the only push is "changed", after which it pulls `state` again.
 */
export interface PanelHost {
  state(): Promise<PanelState>;
  /** Counts in the current period and scope, with the panel's filter. */
  activity(request: { filter: EventFilter; groupBy: ActivityField[]; period?: PanelPeriod }): Promise<ActivityRow[]>;
  /** The most frequent values of a field or two, in the current period and scope, with the panel's filter. */
  ranking(request: {
    filter: EventFilter;
    groupBy: ActivityField[];
    limit: number;
    period?: PanelPeriod;
  }): Promise<Ranking>;
  /** A page of events in the current period and scope, newest first. */
  events(request: { filter: EventFilter; limit: number; cursor?: string; period?: PanelPeriod }): Promise<EventsPage>;
  /**
   * How a question fares that the counters cannot answer, and that is not answered at once either; `go` reads on, a slice of the
   * period at a time. What is asked meanwhile is answered from what was read. Undefined where nothing has to be read.
   */
  reading(request: {
    filter: EventFilter;
    groupBy: ActivityField[];
    period: PanelPeriod;
    go: boolean;
  }): Promise<ReadingState | undefined>;
  /** What the answer to a question rests on; undefined where no source is open. To be asked for after the answer. */
  receipt(request: {
    page: Page;
    filter: EventFilter;
    groupBy: ActivityField[];
    period: PanelPeriod;
  }): Promise<Receipt | undefined>;
  /**
   * The events by which the session came about that an access key belongs to, the last one first: who assumed the role, and who
   * had assumed that one before. Empty for a lasting key, and where the logs do not tell.
   */
  sessionChain(request: { accessKeyId: string; eventTime: string }): Promise<TrackerEvent[]>;
  /** CloudTrail's ids of the events of the same request, its own among them. */
  sameRequest(request: { event: RecordAddress }): Promise<string[]>;
  /** Values that hold the text, those that begin with it first, of one field or of the most usual ones. */
  suggest(request: { text: string; field?: string; limit: number }): Promise<Suggestion[]>;
  /** Names of all attributes that can be filtered on and grouped by. */
  parameters(): Promise<string[]>;
  /** The panel shows something else: the host keeps it for a reload, and titles the panel by it. */
  setView(request: { view: PanelView }): Promise<void>;
  /** Narrows the period of all views, or goes back to what it was before, or before it was narrowed at all. */
  setPeriod(request: { period: PanelPeriod | 'previous' | 'whole' }): Promise<void>;
  /** Lets the user pick a period or a scope, as from the status bar. */
  pickPeriod(): Promise<void>;
  pickScope(): Promise<void>;
  /** Sets the scope of all views to "everything". */
  widenScope(): Promise<void>;
  /** Lets the user choose a folder to open as the source, or opens the sample logs. */
  openFolder(): Promise<void>;
  openSample(): Promise<void>;
  /** Opens the whole record in a read-only JSON editor. */
  openRecord(request: { event: RecordAddress }): Promise<void>;
  /** Writes all events that pass the panel's filter into a file, of a form and a name that the user chooses. */
  exportEvents(): Promise<void>;
  /** Lets the user choose the columns of the event table, or sets them. They are a setting. */
  pickColumns(): Promise<void>;
  setColumns(request: { columns: string[] }): Promise<void>;
  copy(request: { text: string }): Promise<void>;
  /**
   * How far a group's members are with the labs of the workspace, whatever the scope; of the first group where it is not said which,
   * or not there any more. `read`: events may be read that are paid for. Undefined where there is no group, no lab or no source.
   */
  progress(request: { group?: string; read?: boolean }): Promise<ProgressAnswer | undefined>;
  /** What a group's members created and nobody has deleted. */
  leftRunning(request: { group: string }): Promise<LeftRunning>;
  /** Opens the link of a lab's task, which is told by its number from 0 on, in the browser. */
  openLink(request: { lab: string; task: number }): Promise<void>;
  /** Writes a group's progress into a CSV file of a name that the user chooses. */
  exportProgress(request: { group: string }): Promise<void>;
}

/** From inclusive, to exclusive: YYYY-MM-DDTHH:MM:SSZ. */
export interface PanelPeriod {
  from: string;
  to: string;
}

export type Page = 'overview' | 'breakdown' | 'events' | 'progress';

/** What the panel shows, as far as it is its own: back and forward lead from one to the next. */
export interface PanelView {
  page: Page;
  filter: EventFilter;
  /** What the breakdown is grouped by: one field or two. */
  groupBy: ActivityField[];
  /** The period, where the panel has narrowed it. */
  zoom?: PanelPeriod;
  /** What of a class shows on the page of that name. */
  progress?: ProgressChoice;
}

/** A group by its name, a student of it, and one of the labs by its id. */
export interface ProgressChoice {
  group?: string;
  student?: string;
  lab?: string;
}

/** While names are hidden, students have pseudonyms, in filters too. */
export interface ProgressAnswer {
  group: string;
  description: string;
  /** The names of all groups. */
  groups: string[];
  /** Nothing outside of it counts. Undefined where it is empty. */
  period?: PanelPeriod;
  /** Whether the period is the group's own, else it is that of all views. */
  isTerm: boolean;
  labs: PanelLab[];
  /** None while `toRead` is set. */
  students: StudentProgress[];
  /** So many events of a tracker would have to be read, which nobody has agreed to. */
  toRead?: number;
}

export interface PanelLab {
  id: string;
  title: string;
  /** '' where there is none. */
  description: string;
  /** When it opens, and when it is due (exclusive), as it is written: YYYY-MM-DDTHH:MM:SSZ. */
  opens?: string;
  due?: string;
  /** The part of the group's period in which it is open, if any. */
  period?: PanelPeriod;
  tasks: PanelTask[];
}

export interface PanelTask {
  title: string;
  filter: EventFilter;
  count: number;
  /** '' where there is none. */
  explanation: string;
  /** https: to be shown, and opened by the task's number. */
  link?: string;
}

export interface StudentProgress {
  user: string;
  /** In the order of the labs; without tasks where it was not begun. */
  labs: LabProgress[];
}

/** `tooMany`: so many events would have to be read of a tracker; the group's period has to be shorter. */
export type LeftRunning = { resources: LeftRow[] } | { tooMany: number };

/** By kind, in the order of what they cost, and the newest first. */
export interface LeftRow {
  /** In words. */
  kind: string;
  /** As its creation names it: an id, a name or an ARN. */
  name: string;
  owner: string;
  /** When it was created: YYYY-MM-DDTHH:MM:SSZ, by which call, and where. */
  since: string;
  eventName: string;
  account: string;
  region: string;
}

export interface ReadingState {
  /** Events that have to be gone through, and that were. */
  of: number;
  read: number;
  /** How many of them match. */
  matched: number;
  finished: boolean;
  /** It ended before its end, because so many match. */
  full: boolean;
  /** Each event read is paid for, and there are many: the reader decides. */
  asks: boolean;
}

/** What an answer rests on, besides its events and the status of the source. */
export interface Receipt {
  /** Hours of the period without log files, whatever the filter and the scope. */
  gaps: LogGaps | Untold;
  claimed: ClaimedNames | Untold;
  /** Of a tracker: what the page has cost since the answer before. */
  cost?: ReceiptCost;
}

/** What is not known: the tracker has no such answer, its counters do not know and nobody has read the events, or it failed. */
export interface Untold {
  untold: 'version' | 'counters' | 'failed';
  message?: string;
}

/** Events whose most precise name was chosen by the caller. */
export interface ClaimedNames {
  events: number;
  /** Which names, the most frequent first, and how many more there are. */
  names: ClaimedName[];
  more: number;
}

export interface ClaimedName {
  user: string;
  /** Where the name stands (session, sourceIdentity or user), and the name. */
  field: string;
  value: string;
  count: number;
}

export interface ReceiptCost extends Spending {
  /** Of the read and write units, at list price. */
  dollars: number;
  pricesOf: { region: string; year: number };
}

export interface Suggestion {
  field: string;
  value: string;
  /** Not told of a group. */
  count?: number;
}

/** What it takes to find an event's record, and to title it. */
export type RecordAddress = Pick<TrackerEvent, 'id' | 'userIdentity_userName' | 'eventName' | 'eventTime'>;

export interface PanelState {
  /** Undefined when no source is open. */
  source?: { name: string; description: string; metered: boolean };
  status?: TrackerStatus;
  /** `narrowed` when it was narrowed in the panel, so that setPeriod('previous') leads back. */
  period: PanelPeriod & { label: string; narrowed: boolean };
  scope: { id: ScopeId; label: string };
  /** Events of the period that the scope hides, of all in the period: shown where it hides nine tenths or more. */
  hidden: { events: number; of: number };
  view: PanelView;
  /** IANA name of the viewer's zone; all times are shown in it. */
  timeZone: string;
  /** BCP 47, of VS Code's display language. */
  locale: string;
  /** Names of accounts by their numbers, as far as they are known; everything else has the numbers. */
  accountNames: Record<string, string>;
  /** Event name prefixes to count, a tile each. */
  tiles: string[];
  /** Columns of the event table, in their order. */
  columns: string[];
  /** Set while the source is being indexed. */
  indexing?: { filesDone: number; filesFound: number };
  /** Stands for the groups and labs of the workspace, and is another once they change. Undefined where there are none of either. */
  classes?: string;
  /** Stands for the groups of the workspace, and is another once they change. */
  groups: string;
  /** The translations of the interface's strings, by their English text. */
  strings: Record<string, string>;
}

export type ScopeId = 'peoplesChanges' | 'changes' | 'everything';

export type PanelRequest = { id: number; method: keyof PanelHost; argument: unknown } | { id: number; cancel: true };
export type PanelAnswer = { id: number; ok: unknown } | { id: number; error: string };
export type PanelPush = { push: 'changed' };
