import type { RecordAddress } from '../panel/protocol.ts';

/** What the document of a record is found by: kept in its URI, so that it can be opened again after a reload. */
export interface RecordQuery {
  source: string;
  user: string;
  id: string;
}

/** The document's path: its tab is named after the event. Event names are whatever a log says; one was an address. */
export function recordPath({ eventName, eventTime }: Pick<RecordAddress, 'eventName' | 'eventTime'>): string {
  const name = `${eventName} ${eventTime.replaceAll(':', '.')}`.replaceAll(/[^\p{L}\p{N} ._-]/gu, '_').slice(0, 100);
  return `/${name}.json`;
}

export function writeRecordQuery({ source, user, id }: RecordQuery): string {
  return JSON.stringify({ source, user, id });
}

/** Undefined for what is no such query: anybody can make a URI. */
export function readRecordQuery(text: string): RecordQuery | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { source, user, id } = (value ?? {}) as Partial<Record<keyof RecordQuery, unknown>>;
  return typeof source === 'string' && typeof user === 'string' && typeof id === 'string'
    ? { source, user, id }
    : undefined;
}
