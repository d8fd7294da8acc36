import type { Event } from 'vscode';
import type { EventFilter } from '../../backend/core/filter.ts';
import type { TrackerApi } from '../../backend/core/trackerApi.ts';
import type { PanelPeriod, PanelState, RecordAddress, ScopeId } from './protocol.ts';

/** What the activity panel needs of the rest of the extension: the current source, period and scope, and the commands it offers. */
export interface PanelDeps {
  /** The current source, or undefined when none is open. */
  source(): PanelSource | undefined;
  /** The period of all views, its ends on quarters of an hour. */
  period(): PanelState['period'];
  scope(): { id: ScopeId; label: string; filter: EventFilter };
  /** Event name prefixes to count, a tile each (a setting). */
  tiles(): string[];
  /** IANA name of the viewer's zone. */
  timeZone(): string;
  /** Any of the above has changed, or events were added: fires at most a few times a second. */
  onDidChange: Event<void>;

  /** Narrows the period of all views, or goes back to what it was before it was narrowed. */
  setPeriod(period: PanelPeriod | 'previous'): Promise<void>;
  pickPeriod(): Promise<void>;
  pickScope(): Promise<void>;
  widenScope(): Promise<void>;
  openFolder(): Promise<void>;
  openSample(): Promise<void>;
  openRecord(event: RecordAddress): Promise<void>;
  /** Logs a fault of ours, with its stack. */
  logError(error: unknown): void;
}

export interface PanelSource {
  name: string;
  /** One line: where it lies. */
  description: string;
  api: TrackerApi;
  /** Set while the source is being indexed. */
  indexing?: { filesDone: number; filesFound: number };
}

/** What registerActivityPanel returns. */
export interface ActivityPanel {
  /** Shows the panel, made anew if it is not open; with a filter, filtered by exactly that. */
  open(filter?: EventFilter): void;
  /** What it is filtered by; empty where it is not open. */
  filter(): EventFilter;
}
