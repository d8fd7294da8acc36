import type { TrackerState } from '../../backend/aws/trackerState.ts';
import type { TrackerRemote } from './remote.ts';

export type { TrackerState };

/** Undefined where only the API is known: whoever connected by a link may not look further. */
export type ReadTrackerState = (remote: TrackerRemote) => Promise<TrackerState | undefined>;
