import path from 'node:path';
import type { ExportFormat } from '../../backend/core/export/exportText.ts';
import type { Period } from '../../backend/core/eventStore.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import { createTimeZone } from '../../backend/core/timeZone.ts';

export interface ExportFacts {
  source: string;
  filter: EventFilter;
  period: Period;
  timeZone: string;
  format: ExportFormat;
}

/** Below what file systems allow, with room for whatever the user adds. */
const MAX_LENGTH = 120;

/** What a file of exported events is called unless the user says otherwise: source, what is filtered by, days. */
export function exportFileName({ source, filter, period, timeZone, format }: ExportFacts): string {
  const values = Object.values(filter).flatMap((condition) => condition?.in ?? []);
  const zone = createTimeZone(timeZone);
  const days = new Set([period.from, period.to - 1].map((time) => zone.dayOf(Math.floor(time / 1000))));
  const what = plain([source, ...values].join(' '))
    .slice(0, MAX_LENGTH)
    .trimEnd();
  return `${what} ${[...days].join(' ')}.${format}`.trimStart();
}

/** Names come from log files: nothing of them is to be a path, or a link where the file is spoken of. */
function plain(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\p{L}\p{N} @._-]+/gu, '_')
    .replace(/^[. ]+/, '');
}

/** Whether a file there would be read as a log file the next time that one of the folders is looked through. */
export function isTakenForLogFile(file: string, folders: readonly string[]): boolean {
  if (!/\.json(\.gz)?$/i.test(file)) return false;
  return folders.some((folder) => {
    const inside = path.relative(folder, file);
    return !inside.startsWith('..') && !path.isAbsolute(inside);
  });
}
