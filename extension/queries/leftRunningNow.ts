import type { Period } from '../../backend/core/eventStore.ts';
import { CREATIONS_AND_DELETIONS, leftRunning, type LeftResource } from '../../backend/core/leftRunning.ts';
import { apiTime } from '../period/period.ts';
import type { Session } from '../session.ts';
import { MOST_READ } from './query.ts';
import { countEvents, readEvents } from './readEvents.ts';

/** `tooMany`: so many events would have to be read of a tracker, which nobody has asked for. */
export type LeftAnswer = { resources: LeftResource[] } | { tooMany: number };

/** Milliseconds for which an answer of a tracker stands: reading its events costs. */
const KEEP = 10 * 60_000;

/** What was created in a period and has not been deleted until now (milliseconds since 1970). */
export async function readLeftRunning(
  session: Session,
  period: Period,
  now: number,
  signal?: AbortSignal,
): Promise<LeftAnswer> {
  // Deletions count up to now; a tracker's clock may be ahead of this one.
  const until = { from: period.from, to: Math.max(period.to, session.allTime.to, now) };
  if (session.isRemote) {
    const count = await countEvents(session, CREATIONS_AND_DELETIONS, until, signal);
    if (count > MOST_READ) return { tooMany: count };
  }
  const events = await readEvents(session, CREATIONS_AND_DELETIONS, until, { signal });
  return { resources: leftRunning(events, apiTime(period.to)) };
}

/** What was created in the current period and has not been deleted until now. Views ask again and again, so an answer is kept. */
export function createLeftRunning(session: Session, now: () => number): () => Promise<LeftAnswer> {
  let known: { about: string; at: number; answer: Promise<LeftAnswer> } | undefined;

  return () => {
    const { source, periodChoice, overview, isRemote } = session;
    const about = JSON.stringify([source?.id, periodChoice, isRemote || [session.period, overview?.status.events]]);
    if (known?.about !== about || (isRemote && now() - known.at > KEEP)) {
      const answer = readLeftRunning(session, session.period, now());
      const entry = { about, at: now(), answer };
      known = entry;
      answer.catch(() => {
        if (known === entry) known = undefined;
      });
    }
    return known.answer;
  };
}
