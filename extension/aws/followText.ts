import type { FollowProgress } from '../../backend/aws/followQueue.ts';
import type { Format } from '../format.ts';

/** Says how far a queue is, and how many events a second are stored since it is followed. `now`: milliseconds since 1970. */
export function createFollowText(format: Format, now: () => number): (progress: FollowProgress) => string {
  const { l10n, number, events } = format;
  let first: { time: number; stored: number } | undefined;
  return ({ left, events: grown }) => {
    const stored = Math.max(0, grown);
    const text = l10n.t('{0} messages left, {1} stored', number(left), events(stored));
    if (!first) {
      first = { time: now(), stored };
      return text;
    }
    const seconds = Math.max(1, (now() - first.time) / 1000);
    const rate = Math.max(0, Math.round((stored - first.stored) / seconds));
    return l10n.t('{0}, {1}/s', text, number(rate));
  };
}
