import type { SampleRecord } from './record.ts';
import { eventTime } from './visit.ts';

/** A file of the sample, not yet written. */
export interface SampleFile {
  /** Below the sample's folder, with `/`. Ends in `.json.gz`. */
  path: string;
  /** Of a log file, or of a digest file. */
  content: { Records: SampleRecord[] } | { digestS3Object: string; logFiles: object[] };
}

/** `2014/09/27`: the folder of what is delivered at that time. */
export function dayFolder(at: number): string {
  return eventTime(at).slice(0, 10).replaceAll('-', '/');
}

/** `20140927T100000Z`: a time as file names have it. */
export function fileTime(at: number): string {
  return eventTime(at).replaceAll(/[-:]/g, '');
}
