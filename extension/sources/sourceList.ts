import { readPeriodChoice, type PeriodChoice } from '../period/period.ts';
import { readRemote } from './remote.ts';
import { SOURCE_KINDS, type Source, type SourceFacts } from './source.ts';

/** The part of vscode.Memento that the list needs. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export interface RememberedSource extends Source {
  facts?: SourceFacts;
  /** What the user chose for it; undefined for the default. */
  period?: PeriodChoice;
}

const SOURCES = 'sources';
const CURRENT = 'currentSource';

/**
 * The sources that were opened, of all windows, and which one is current in this workspace. Remembers folders, numbers
 * and periods; nothing secret. `everywhere` is shared by all windows, `here` belongs to the workspace.
 */
export class SourceList {
  readonly #everywhere: Memory;
  readonly #here: Memory;

  constructor(everywhere: Memory, here: Memory) {
    this.#everywhere = everywhere;
    this.#here = here;
  }

  all(): RememberedSource[] {
    const stored = this.#everywhere.get(SOURCES);
    return Array.isArray(stored) ? stored.flatMap(readSource) : [];
  }

  find(id: string | undefined): RememberedSource | undefined {
    return this.all().find((source) => source.id === id);
  }

  /** Id of the current source; undefined where none was ever chosen here, null where it was forgotten. */
  get currentId(): string | null | undefined {
    const id = this.#here.get(CURRENT);
    return typeof id === 'string' || id === null ? id : undefined;
  }

  async setCurrent(id: string | null): Promise<void> {
    await this.#here.update(CURRENT, id);
  }

  async add(source: Source): Promise<void> {
    if (!this.find(source.id)) await this.#everywhere.update(SOURCES, [...this.all(), source]);
  }

  async change(id: string, change: Pick<RememberedSource, 'facts'> | Pick<RememberedSource, 'period'>): Promise<void> {
    const sources = this.all().map((source) => (source.id === id ? { ...source, ...change } : source));
    await this.#everywhere.update(SOURCES, sources);
  }

  async forget(id: string): Promise<void> {
    const sources = this.all().filter((source) => source.id !== id);
    await this.#everywhere.update(SOURCES, sources);
    if (this.currentId === id) await this.setCurrent(null);
  }
}

/** State outlives versions of the extension, so it is looked at before it is believed. */
function readSource(value: unknown): RememberedSource[] {
  const { id, name, roots, kind, facts, period, remote } = (value ?? {}) as Partial<
    Record<keyof RememberedSource, unknown>
  >;
  if (typeof id !== 'string' || typeof name !== 'string' || !Array.isArray(roots)) return [];
  const known = SOURCE_KINDS.find((each) => each === kind);
  const place = readRemote(remote);
  const isLocal = known === 'folder' || known === 'file' || known === 'sample';
  if (known === undefined || (!isLocal && place?.type !== known)) return [];
  const paths = roots.filter((root) => typeof root === 'string');
  const besides = { facts: readFacts(facts), period: readPeriodChoice(period), ...(place && { remote: place }) };
  return [{ id, name, kind: known, roots: paths, ...besides }];
}

function readFacts(value: unknown): SourceFacts | undefined {
  const { events, files, oldestEvent, newestEvent } = (value ?? {}) as Partial<Record<keyof SourceFacts, unknown>>;
  if (typeof events !== 'number' || typeof files !== 'number') return undefined;
  const time = (text: unknown) => (typeof text === 'string' ? text : undefined);
  return { events, files, oldestEvent: time(oldestEvent), newestEvent: time(newestEvent) };
}
