import type { Period } from '../../backend/core/eventStore.ts';
import { apiTime } from '../period/period.ts';
import type { Session } from '../session.ts';
import { membersOf, type Group } from './group.ts';
import type { Lab } from './lab.ts';
import { readProgress, type ClassProgress } from './progress.ts';
import { openPeriod } from './progressQuestions.ts';

/** The progress of a group, and its members as they are shown: pseudonyms while names are hidden, in the order of the progress. */
export interface GroupProgress extends ClassProgress {
  names: string[];
  /** What counts: the group's term, else the period of all views. */
  period: Period;
}

/**
 * Undefined where no source is open. Members are looked for under their real names, for a pseudonym finds nobody who has never been
 * seen; `only` is one of them as shown, who then is asked about alone.
 */
export async function readGroupProgress(
  session: Session,
  group: Group,
  labs: readonly Lab[],
  only?: string,
  signal?: AbortSignal,
): Promise<GroupProgress | undefined> {
  const api = session.start()?.service;
  if (!api) return undefined;
  // Terms end with what the source covers, which it tells with its first answer.
  if (!session.overview && session.error === undefined) await session.refresh();
  const { timeZone } = session;
  const period = termOf(group, session);
  const all = membersOf(group, await api.users({}, signal));
  const shown = await shownNames(session, all);
  const chosen = all.map((_, at) => at).filter((at) => only === undefined || shown[at] === only);
  const progress = await readProgress(
    {
      labs,
      members: chosen.map((at) => all[at]!),
      term: period,
      timeZone,
      ask: ({ filter, groupBy, period: { from, to } }, signal) =>
        api.activity({ filter, groupBy, from: apiTime(from), to: apiTime(to), tz: timeZone }, signal),
    },
    signal,
  );
  return { ...progress, names: chosen.map((at) => shown[at]!), period };
}

/** The members of a group as they are shown. */
export async function shownMembers(session: Session, group: Group): Promise<string[]> {
  const api = session.start()?.service;
  return api ? shownNames(session, membersOf(group, await api.users({}))) : [];
}

/** From its first event to its last, where a term says nothing else. */
export function termOf({ term }: Group, session: Session): Period {
  const isTerm = term.from !== undefined || term.to !== undefined;
  return isTerm ? openPeriod(term, session.allTime, session.timeZone) : session.period;
}

async function shownNames(session: Session, names: readonly string[]): Promise<string[]> {
  const hiding = session.namesHidden ? session.pseudonymousApi() : undefined;
  return hiding ? hiding.hideUsers(names) : [...names];
}
