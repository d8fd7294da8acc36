import type { TrackerRemote } from './remote.ts';
import type { ReadTrackerState, TrackerState } from './trackerState.ts';

export interface TrackerStatesOptions {
  read: ReadTrackerState;
  /** Milliseconds after which a look is made again, where somebody looks. */
  keep: number;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Something was seen. */
  changed: () => void;
  failed: (error: unknown) => void;
}

export interface TrackerStates {
  /** What was seen last, at once; where that is old, a look is under way afterwards. */
  of(remote: TrackerRemote): TrackerState | undefined;
  /** The next look is made whatever was seen before. */
  forget(): void;
}

/** Rows do not wait for what lies beside a tracker: they are there at once, and complete a moment later. */
export function createTrackerStates({ read, keep, now, changed, failed }: TrackerStatesOptions): TrackerStates {
  const known = new Map<string, { state?: TrackerState; looked: number }>();

  async function look(key: string, remote: TrackerRemote, last: TrackerState | undefined): Promise<void> {
    const entry = { state: last, looked: now() };
    known.set(key, entry);
    try {
      entry.state = await read(remote);
      changed();
    } catch (error) {
      failed(error);
    }
  }

  return {
    of(remote) {
      if (remote.stack === undefined) return undefined;
      const key = `${remote.profile ?? ''} ${remote.url}`;
      const entry = known.get(key);
      if (!entry || now() - entry.looked >= keep) void look(key, remote, entry?.state);
      return entry?.state;
    },
    forget() {
      for (const entry of known.values()) entry.looked = -Infinity;
    },
  };
}
