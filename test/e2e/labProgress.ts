import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { eventsIn, type LogRecord } from './logFiles.ts';

interface LabFile {
  title: string;
  opens: string;
  due: string;
  tasks: { title: string; filter: Record<string, { in: string[] }>; count?: number }[];
}

/** The labs of a folder, and how many of their tasks each user has done, counted from the log files by itself. */
export function labProgress(folder: string): { labs: LabFile[]; done: (user: string) => number[] } {
  const labs = globSync('labs/*.lab.json', { cwd: folder })
    .map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as LabFile)
    .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
  const byUser = Map.groupBy(eventsIn(folder), ({ userIdentity }) => userIdentity.userName);
  const done = (user: string) => {
    const succeeded = (byUser.get(user) ?? []).filter((record) => !('errorCode' in record));
    return labs.map(({ opens, due, tasks }) => {
      const inTime = succeeded.filter(({ eventTime }) => eventTime >= opens && eventTime < due);
      return tasks.filter(({ filter, count = 1 }) => inTime.filter((record) => meets(record, filter)).length >= count)
        .length;
    });
  };
  return { labs, done };
}

function meets(record: LogRecord, filter: LabFile['tasks'][number]['filter']): boolean {
  return Object.entries(filter).every(([field, { in: values }]) => values.includes(valueOf(record, field) ?? ''));
}

function valueOf(record: LogRecord, field: string): string | undefined {
  if (field === 'service') return record.eventSource.replace('.amazonaws.com', '');
  if (field === 'eventName') return record.eventName;
  const parameters = record['requestParameters'] as Record<string, string> | null;
  return parameters?.[field.replace('requestParameters_', '')];
}
