import { readConnectionLink } from '../../backend/aws/connectionLink.ts';
import { readTrackerState } from '../../backend/aws/trackerState.ts';
import type { ReadTrackerState } from '../sources/trackerState.ts';
import { profileAws } from './profileAws.ts';

/** Looks at a tracker's queues and trigger, as far as its profile may. */
export const lookAtTracker: ReadTrackerState = async ({ profile, url, stack }) => {
  if (stack === undefined) return undefined;
  // Settings can be edited, and the region becomes part of a host's name.
  const { region } = readConnectionLink(url);
  return readTrackerState(profileAws(profile, region), stack);
};
