import * as vscode from 'vscode';
import { EVENT_COLUMNS } from './panel/eventColumns.ts';
import { isTimeZone } from '../backend/core/timeZone.ts';

/** The settings, read whenever they are needed, so that a change needs no reload. Defaults stand in package.json. */
export const settings = {
  /** Event name prefixes that the panel counts, a tile each. */
  tiles: () => read<string[]>('cloudtrailTracker.tiles'),
  /** Columns of the event table: fields of filters, and the time. The time is always among them. */
  columns: () => {
    const chosen = read<string[]>('cloudtrailTracker.columns').filter((name) => EVENT_COLUMNS.includes(name));
    return chosen.includes('eventTime') ? chosen : ['eventTime', ...chosen];
  },
  setColumns: async (columns: string[]) =>
    vscode.workspace.getConfiguration().update('cloudtrailTracker.columns', columns, vscode.ConfigurationTarget.Global),
  /** Milliseconds between two looks for new log files; 0 for never. */
  pollInterval: () => read<number>('cloudtrailTracker.pollInterval') * 1000,
  /** Rows of a level of a tree. */
  maxRowsPerLevel: () => read<number>('cloudtrailTracker.maxRowsPerLevel'),
  /** The trackers that were connected to, as they stand in the settings: whatever somebody has written there. */
  trackers: () => read<unknown>('cloudtrailTracker.trackers'),
  /** Names of accounts by their numbers: whatever somebody has written there. */
  accountNames: () => read<unknown>('cloudtrailTracker.accountNames'),
  /** IANA name; by default that of the computer on which the extension runs. */
  timeZone: () => {
    const chosen = read<string>('cloudtrailTracker.timeZone');
    return isTimeZone(chosen) ? chosen : Intl.DateTimeFormat().resolvedOptions().timeZone;
  },
};

function read<T>(id: string): T {
  return vscode.workspace.getConfiguration().get(id) as T;
}
