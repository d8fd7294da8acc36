import type { LogFileFacts } from '../core/eventStore.ts';
import { pack, unpack } from './pack.ts';
import type { Attributes } from './table.ts';

/** The numbers of a log file: records = stored + duplicates + dropped + broken. */
export interface FileNumbers {
  name: string;
  /** Bytes, as stored. */
  size: number;
  /** Milliseconds since 1970. */
  modified: number;
  records: number;
  stored: number;
  duplicates: number;
  dropped: number;
  broken: number;
  /** Why it was skipped, if it was. */
  skipped?: string;
}

/** Those that are known before its events are stored. */
export function numbersOf({ name, size, modified, records, dropped, broken }: LogFileFacts) {
  return { name, size, modified, records, dropped, broken };
}

export function numbersAttribute(numbers: FileNumbers): Attributes {
  return { n: { B: pack(numbers) } };
}

/** The numbers of a file, where an item bears them. */
export function fileNumbers(attributes: Attributes): FileNumbers | undefined {
  const bytes = attributes['n']?.B;
  return bytes && (unpack(bytes) as FileNumbers);
}
