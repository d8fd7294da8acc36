const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d))?$/;
const DAY = 86_400_000;

/**
 * Reads what a person types for an end of a period, in the person's zone: a date (2024-05-31) or a date and time
 * (2024-05-31 14:30). A date means its beginning, and as the end of a period its end. Undefined for what is neither.
 */
export function readMoment(text: string, end: 'from' | 'to', timeZone: string): number | undefined {
  const match = DATE_TIME.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour, minute] = match;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // JavaScript reads 30 February as 2 March.
  const exists = new Date(midnight).toISOString().startsWith(`${year}-${month}-${day}`);
  if (!exists || Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59) return undefined;
  if (hour === undefined) return fromLocal(midnight + (end === 'to' ? DAY : 0), timeZone);
  return fromLocal(midnight + (Number(hour) * 60 + Number(minute)) * 60_000, timeZone);
}

/** How a moment is written so that readMoment reads it: YYYY-MM-DD HH:MM in the zone. */
export function writeMoment(time: number, timeZone: string): string {
  return new Date(time + offsetAt(time, timeZone)).toISOString().slice(0, 16).replace('T', ' ');
}

/** The moment at which clocks of the zone show what clocks in UTC show at `local`. */
function fromLocal(local: number, timeZone: string): number {
  const guess = local - offsetAt(local, timeZone);
  // Where the offset changes between the two, the second look is at the right side of the change.
  return local - offsetAt(guess, timeZone);
}

/** Milliseconds that the zone's clocks are ahead of UTC. */
function offsetAt(time: number, timeZone: string): number {
  const shown = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone }).format(time);
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(time / 1000) * 1000;
}
