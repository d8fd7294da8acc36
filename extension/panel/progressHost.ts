import { createHash } from 'node:crypto';
import { isCountedQuestion } from '../../backend/core/activity.ts';
import type { Period } from '../../backend/core/eventStore.ts';
import { both, countedPart, GROUP } from '../../backend/core/filter.ts';
import { compareNaturally } from '../../backend/core/naturalOrder.ts';
import type { Group } from '../classes/group.ts';
import type { Lab } from '../classes/lab.ts';
import { isLink } from '../classes/labFile.ts';
import { openPeriod, progressQuestions } from '../classes/progressQuestions.ts';
import { apiTime, resolvePeriod } from '../period/period.ts';
import { MOST_READ } from '../queries/query.ts';
import type { PanelDeps } from './panelDeps.ts';
import type { PanelService } from './panelServer.ts';
import { progressLines } from './progressLines.ts';
import type { PanelLab, PanelPeriod, ProgressAnswer } from './protocol.ts';

type ProgressMethods = Pick<PanelService, 'progress' | 'leftRunning' | 'openLink' | 'exportProgress'>;

/** Another text once a group or a lab has changed; undefined where there is no group or no lab. */
export async function classesKey(deps: PanelDeps): Promise<string | undefined> {
  try {
    const [groups, labs] = await Promise.all([deps.classes.groups(), deps.classes.labs()]);
    if (groups.length === 0 || labs.length === 0) return undefined;
    return createHash('sha256')
      .update(
        JSON.stringify([
          groups.map(({ name, description, members, term }) => [name, description, members, term]),
          labs,
        ]),
      )
      .digest('hex');
  } catch (error) {
    // Everything else can be shown without them.
    deps.logError(error);
    return undefined;
  }
}

/** Answers the page about progress. */
export function createProgressHost(deps: PanelDeps): ProgressMethods {
  /** The group of that name, or the first one. */
  async function classOf(name: string | undefined) {
    const [groups, labs] = await Promise.all([deps.classes.groups(), deps.classes.labs()]);
    const group = groups.find((one) => one.name === name) ?? groups[0];
    return group && labs.length > 0 ? { group, groups, labs } : undefined;
  }

  async function groupOf(name: string): Promise<Group> {
    const group = (await deps.classes.groups()).find((one) => one.name === name);
    if (!group) throw new TypeError('not a group');
    return group;
  }

  /** Events that tasks on parameters make a tracker read: at most, for the counters do not know all that they ask. */
  async function toRead(group: Group, labs: readonly Lab[], term: Period, signal: AbortSignal): Promise<number> {
    const tz = deps.timeZone();
    const questions = progressQuestions(labs, term, tz).filter(
      ({ filter, groupBy }) => !isCountedQuestion(filter, groupBy),
    );
    const counts = await Promise.all(
      questions.map(async ({ filter, period }) => {
        const among = both(countedPart(filter), { [GROUP]: { in: [group.name] } });
        const { from, to } = { from: apiTime(period.from), to: apiTime(period.to) };
        const sums = await deps.source()?.api.activity({ filter: among, groupBy: [], from, to, tz }, signal);
        return sums?.[0]?.count ?? 0;
      }),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  function panelLab({ id, title, description, open, tasks }: Lab, term: Period): PanelLab {
    const tz = deps.timeZone();
    const written = openPeriod(open, { from: -Infinity, to: Infinity }, tz);
    // On quarters of an hour, as the period of all views is.
    const period = panelPeriod(resolvePeriod({ id: 'custom', ...openPeriod(open, term, tz) }, {}, 0));
    return {
      id,
      title,
      description,
      ...(open.from !== undefined && { opens: apiTime(written.from) }),
      ...(open.to !== undefined && { due: apiTime(written.to) }),
      ...(period && { period }),
      tasks: tasks.map(({ title, filter, count, explanation, link }) => ({
        ...{ title, filter, count, explanation },
        ...(isLink(link) && { link }),
      })),
    };
  }

  async function progress(
    { group: name, read }: { group?: string; read?: boolean },
    signal: AbortSignal,
  ): Promise<ProgressAnswer | undefined> {
    const source = deps.source();
    const found = source && (await classOf(name));
    if (!found) return undefined;
    const { group, groups, labs } = found;
    const term = deps.termOf(group);
    const period = panelPeriod(term);
    const answer: ProgressAnswer = {
      group: group.name,
      description: group.description,
      groups: groups.map((one) => one.name),
      ...(period && { period }),
      isTerm: group.term.from !== undefined || group.term.to !== undefined,
      labs: labs.map((lab) => panelLab(lab, term)),
      students: [],
    };
    if (source.metered && !read) {
      const events = await toRead(group, labs, term, signal);
      if (events > MOST_READ) return { ...answer, toRead: events };
    }
    const known = await deps.progressOf(group, labs, signal);
    if (!known) return undefined;
    const students = known.members.map(({ labs }, at) => ({
      user: known.names[at]!,
      // Of a large group most of what is sent would be of labs that nobody has begun.
      labs: labs.map((lab) => (lab.state === 'notStarted' ? { ...lab, tasks: [] } : lab)),
    }));
    return { ...answer, students: students.sort((a, b) => compareNaturally(a.user, b.user)) };
  }

  return {
    progress,
    async leftRunning({ group: name }, signal) {
      const group = await groupOf(name);
      const answer = await deps.leftRunning(deps.termOf(group), signal);
      if ('tooMany' in answer) return answer;
      const owners = new Set(await deps.membersOf(group));
      const resources = answer.resources.map(({ kind, name, created }) => ({
        kind: deps.leftKind(kind),
        name,
        owner: created.userIdentity_userName,
        since: created.eventTime,
        eventName: created.eventName,
        account: created.account,
        region: created.awsRegion,
      }));
      return { resources: resources.filter(({ owner }) => owners.has(owner)) };
    },
    async openLink({ lab, task }) {
      const labs = await deps.classes.labs();
      const link = labs.find(({ id }) => id === lab)?.tasks[task]?.link;
      if (!isLink(link)) throw new TypeError('not a task with a link');
      await deps.openLink(link);
    },
    async exportProgress({ group }, signal) {
      const answer = await progress({ group, read: true }, signal);
      if (answer?.group !== group || !answer.period) throw new TypeError('not a group with a period');
      const period = { from: Date.parse(answer.period.from), to: Date.parse(answer.period.to) };
      await deps.exportTable({ name: group, period, lines: progressLines(answer) });
    },
  };
}

function panelPeriod({ from, to }: Period): PanelPeriod | undefined {
  return from < to ? { from: apiTime(from), to: apiTime(to) } : undefined;
}
