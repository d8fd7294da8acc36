import assert from 'node:assert/strict';
import { activityFromEvents } from '../../../../backend/core/activityFromEvents.ts';
import type { TrackerEvent } from '../../../../backend/core/event.ts';
import type { Period } from '../../../../backend/core/eventStore.ts';
import type { EventFilter } from '../../../../backend/core/filter.ts';
import type { Lab, Task } from '../../../../extension/classes/lab.ts';
import { readProgress, type AskActivity, type ClassProgress } from '../../../../extension/classes/progress.ts';
import { eventsOf, iamUser, record } from '../../../fixtures/classroom.ts';

type Question = Parameters<AskActivity>[0];

export const TERM: Period = { from: Date.parse('2026-01-01T00:00:00Z'), to: Date.parse('2027-01-01T00:00:00Z') };
export const RUN: EventFilter = { service: { in: ['ec2'] }, eventName: { in: ['RunInstances'] } };
export const MICRO: EventFilter = { ...RUN, requestParameters_instanceType: { in: ['t3.micro'] } };

/** `TIME [USER] [NAME] [instanceType=… or an error code]`, times as in 03-01T10:00 or 03-01T10:00:30; by default ana’s RunInstances. */
export function event(text: string, position: number): TrackerEvent {
  const [time = '', ...words] = text.split(' ');
  const user = words.find((word) => /^[a-z]+$/.test(word)) ?? 'ana';
  const name = words.find((word) => /^[A-Z]\w*[a-z]s?$/.test(word)) ?? 'RunInstances';
  const errorCode = words.find((word) => word.startsWith('Client.'));
  const instanceType = words.find((word) => word.startsWith('t3.'));
  const more = { ...(errorCode && { errorCode }), ...(instanceType && { requestParameters: { instanceType } }) };
  const eventTime = `2026-${time.length === 11 ? `${time}:00` : time}Z`;
  return eventsOf([record(`id-${position}`, eventTime, name, { userIdentity: iamUser(user), ...more })])[0]!;
}

export function task(filter: EventFilter = RUN, more: Partial<Task> = {}): Task {
  return { title: 'Run', filter, count: 1, explanation: '', ...more };
}

export function lab(more: Partial<Lab> & { filter?: EventFilter; count?: number } = {}): Lab {
  const { filter, count, ...rest } = more;
  return {
    id: rest.title ?? 'lab',
    title: 'Lab',
    description: '',
    open: {},
    exclusive: false,
    tasks: [task(filter, { ...(count && { count }) })],
    ...rest,
  };
}

interface Asked {
  progress: ClassProgress;
  questions: Question[];
}

/** Reads progress over these events, and keeps what was asked. */
export async function ask(
  events: readonly TrackerEvent[],
  labs: readonly Lab[],
  { members = ['ana'], term = TERM, timeZone = 'Europe/Madrid' } = {},
): Promise<Asked> {
  const questions: Question[] = [];
  const progress = await readProgress({
    labs,
    members,
    term,
    timeZone,
    ask: (question) => {
      assert.equal(new Set(question.groupBy).size, question.groupBy.length, 'a field is asked for twice');
      questions.push(question);
      return activityFromEvents(events, { ...question, tz: timeZone });
    },
  });
  return { progress, questions };
}

/** By member and lab: state, and by task how many of how many, when, and what failed. */
export function brief({ members }: ClassProgress): string[] {
  return members.flatMap(({ user, labs }) =>
    labs.map(({ state, tasks }) =>
      [
        user,
        state,
        ...tasks.map(({ count, required, done, failed, errorCodes }) =>
          [`${count}/${required}`, done?.slice(5, 19), failed > 0 && `${failed}!${errorCodes.join('+')}`]
            .filter(Boolean)
            .join(' '),
        ),
      ].join(', '),
    ),
  );
}
