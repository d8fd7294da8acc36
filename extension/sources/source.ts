import { createHash } from 'node:crypto';
import path from 'node:path';

/** What log files are read from: one folder, several that are indexed as one, or a single file. */
export interface Source {
  /** A function of the roots, so that a folder opened twice is one source. */
  id: string;
  name: string;
  /** Absolute paths, sorted. */
  roots: string[];
  kind: 'folder' | 'file' | 'sample';
}

/** What was last known of a source: shown while it is not the current one. */
export interface SourceFacts {
  events: number;
  files: number;
  oldestEvent?: string;
  newestEvent?: string;
}

export function createSource(kind: Source['kind'], roots: readonly string[], name?: string): Source {
  const sorted = [...new Set(roots.map(normal))].sort();
  const id = createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
  return { id, kind, roots: sorted, name: name ?? nameOf(sorted) };
}

/**
 * The folder's name. `AWSLogs`, which all trails have in common, is named by the folder that holds it; several roots by
 * their common folder.
 */
function nameOf(roots: readonly string[]): string {
  const common = roots.reduce(commonFolder, roots[0] ?? '');
  const name = path.basename(common);
  const parent = path.basename(path.dirname(common));
  return name === 'AWSLogs' && parent ? parent : name || common;
}

function commonFolder(a: string, b: string): string {
  const other = b.split(path.sep);
  const parts = a.split(path.sep);
  const end = parts.findIndex((part, i) => part !== other[i]);
  return end < 0 ? a : parts.slice(0, end).join(path.sep);
}

function normal(root: string): string {
  const resolved = path.resolve(root);
  // Drive letters come in either case.
  return /^[A-Z]:/.test(resolved) ? resolved.charAt(0).toLowerCase() + resolved.slice(1) : resolved;
}
