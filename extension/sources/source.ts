import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Remote } from './remote.ts';

export const SOURCE_KINDS = ['folder', 'file', 'sample', 'tracker', 'bucket', 'history'] as const;

/** What events are read from: one folder of log files, several that are indexed as one, a single file, or a place in AWS. */
export interface Source {
  /** A function of the roots or of the place in AWS, so that what is opened twice is one source. */
  id: string;
  name: string;
  /** Absolute paths, sorted; of a place in AWS none. */
  roots: string[];
  kind: (typeof SOURCE_KINDS)[number];
  remote?: Remote;
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
  return { id: idOf(sorted), kind, roots: sorted, name: name ?? nameOf(sorted) };
}

/** Where a source lies, a line for each place. */
export function placesOf({ roots, remote }: Source): string[] {
  switch (remote?.type) {
    case undefined:
      return roots;
    case 'tracker':
      return [remote.url];
    case 'bucket':
      return remote.prefixes.map((prefix) => `s3://${remote.bucket}/${prefix}`);
    case 'history':
      return [`${remote.account}: ${remote.regions.join(', ')}`];
  }
}

/** Whether a source is what one IAM user may see of a tracker. */
export function isOwnView({ remote }: Source): boolean {
  return remote?.type === 'tracker' && remote.ownView !== undefined;
}

/** The profile is only the way there: two ways to one place are one source. */
export function createRemoteSource({ profile, ...place }: Remote, name: string): Source {
  const remote: Remote = { ...place, ...(profile !== undefined && { profile }) };
  return { id: idOf(identityOf(place)), kind: place.type, roots: [], name, remote };
}

/** What was copied from a place stays of use when other days or regions of it are wanted: those are not part of what it is. */
function identityOf(place: Remote): unknown {
  switch (place.type) {
    case 'tracker':
      // What one user sees of a tracker is another source than all of it.
      return place.ownView === undefined ? place.url : { url: place.url, ownView: place.ownView };
    case 'bucket':
      return { bucket: place.bucket, prefixes: place.prefixes };
    case 'history':
      return { history: place.account };
  }
}

function idOf(what: unknown): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16);
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
