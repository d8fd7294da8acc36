import type { UserKind } from '../event.ts';
import type { TrackerApi } from '../trackerApi.ts';
import { createRecent } from './recent.ts';

/** The names that are hidden, and what mentions them. */
export interface KnownNames {
  has(name: string): boolean;
  /** Whether a text has such a name, or any mail address, anywhere in it, in capitals or not. */
  mentions(text: string): boolean;
}

/** Kinds of user whose names are hidden: they are, or may be, those of persons. */
export const HIDDEN_KINDS: readonly UserKind[] = ['iamUser', 'person', 'unknown', 'account'];

/** These two name nobody: they are what stands in a record instead of a name. */
export const NOBODY: ReadonlySet<string> = new Set(['unknown', 'HIDDEN_DUE_TO_SECURITY_REASONS']);

const MAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+\.\p{L}/u;
/** Shorter ones are part of many words. */
const SHORTEST = 3;
const KEPT = 20_000;

export function createKnownNames(names: readonly string[]): KnownNames {
  const all = new Set(names.filter((name) => !NOBODY.has(name)));
  // Whoever is called ana.garcia@example.com has things called after ana.garcia.
  const parts = [...all].map((name) => name.replace(/@.*$/s, '').toLowerCase());
  const mentioned = [...new Set(parts)].filter((name) => name.length >= SHORTEST);
  const answers = createRecent<boolean>(KEPT);

  function mentions(text: string): boolean {
    if (MAIL.test(text)) return true;
    const lower = text.toLowerCase();
    return mentioned.some((name) => lower.includes(name));
  }

  return {
    has: (name) => all.has(name),
    mentions(text) {
      let answer = answers.get(text);
      if (answer === undefined) answers.set(text, (answer = mentions(text)));
      return answer;
    },
  };
}

/** Asks for the names of now; the same object as long as they are the same. */
export function createNameReader(api: Pick<TrackerApi, 'users'>): (signal?: AbortSignal) => Promise<KnownNames> {
  let last: { names: string[]; known: KnownNames } | undefined;
  return async (signal) => {
    const names = (await Promise.all(HIDDEN_KINDS.map((kind) => api.users({ kind }, signal)))).flat();
    const same = last?.names.length === names.length && names.every((name, at) => name === last?.names[at]);
    if (!last || !same) last = { names, known: createKnownNames(names) };
    return last.known;
  };
}
