import assert from 'node:assert/strict';
import { activityFromEvents } from '../../../../backend/core/activityFromEvents.ts';
import type { TrackerEvent } from '../../../../backend/core/event.ts';
import type { Period } from '../../../../backend/core/eventStore.ts';
import type { EventFilter } from '../../../../backend/core/filter.ts';
import type { Lab, Task } from '../../../../extension/classes/lab.ts';
import { readProgress, type AskActivity, type ClassProgress } from '../../../../extension/classes/progress.ts';
import { eventsOf, iamUser, record } from '../../../fixtures/classroom.ts';
import { naiveProgress } from '../../../fixtures/naiveProgress.ts';
import { createRandom } from '../../../fixtures/random.ts';

type Question = Parameters<AskActivity>[0];

const TERM: Period = { from: Date.parse('2026-01-01T00:00:00Z'), to: Date.parse('2027-01-01T00:00:00Z') };
const RUN: EventFilter = { service: { in: ['ec2'] }, eventName: { in: ['RunInstances'] } };
const MICRO: EventFilter = { ...RUN, requestParameters_instanceType: { in: ['t3.micro'] } };

/** `TIME [USER] [NAME] [instanceType=… or an error code]`, times as in 03-01T10:00 or 03-01T10:00:30; by default ana’s RunInstances. */
function event(text: string, position: number): TrackerEvent {
  const [time = '', ...words] = text.split(' ');
  const user = words.find((word) => /^[a-z]+$/.test(word)) ?? 'ana';
  const name = words.find((word) => /^[A-Z]\w*[a-z]s?$/.test(word)) ?? 'RunInstances';
  const errorCode = words.find((word) => word.startsWith('Client.'));
  const instanceType = words.find((word) => word.startsWith('t3.'));
  const more = { ...(errorCode && { errorCode }), ...(instanceType && { requestParameters: { instanceType } }) };
  const eventTime = `2026-${time.length === 11 ? `${time}:00` : time}Z`;
  return eventsOf([record(`id-${position}`, eventTime, name, { userIdentity: iamUser(user), ...more })])[0]!;
}

function task(filter: EventFilter = RUN, more: Partial<Task> = {}): Task {
  return { title: 'Run', filter, count: 1, explanation: '', ...more };
}

function lab(more: Partial<Lab> & { filter?: EventFilter; count?: number } = {}): Lab {
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
async function ask(
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
function brief({ members }: ClassProgress): string[] {
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

describe('readProgress', () => {
  const DENIED = 'Client.UnauthorizedOperation';
  const cases: [what: string, events: string[], labs: Lab[], expected: string[]][] = [
    ['nothing was done', [], [lab()], ['ana, notStarted, 0/1']],
    ['the first success is when it was done', ['03-02T10:00', '03-01T10:00', '03-01T11:00'], [lab()], ['ana, finished, 3/1 03-01T10:00:00']],
    ['calls that fail do not count', [`03-01T10:00 ${DENIED}`, '03-01T10:05'], [lab()], [`ana, finished, 1/1 03-01T10:05:00 1!${DENIED}`]],
    [
      'stuck is who only failed; the most frequent error first',
      ['03-01T10:00 Client.B', '03-01T10:01 Client.A', '03-01T10:02 Client.A'],
      [lab()],
      ['ana, stuck, 0/1 3!Client.A+Client.B'],
    ],
    [
      'who failed after a success of several is not stuck',
      ['03-01T10:00', '03-01T10:01 Client.A'],
      [lab({ count: 2 })],
      ['ana, started, 1/2 1!Client.A'],
    ],
    [
      'some tasks',
      ['03-01T10:00'],
      [lab({ tasks: [task(), task({ eventName: { in: ['StopInstances'] } })] })],
      ['ana, started, 1/1 03-01T10:00:00, 0/1'],
    ],
    ['the second of two', ['03-01T10:00', '03-04T10:00', '03-05T10:00'], [lab({ count: 2 })], ['ana, finished, 3/2 03-04T10:00:00']],
    [
      'the second of two in a day, of several names',
      ['03-01T10:00 RunInstances', '03-01T18:00 RunInstances', '03-01T11:00 StopInstances'],
      [lab({ filter: { eventName: { prefix: ['Run', 'Stop'] } }, count: 2 })],
      ['ana, finished, 3/2 03-01T11:00:00'],
    ],
    [
      'of three alike in a quarter of an hour, the second as of the last',
      ['03-01T10:00', '03-01T10:01', '03-01T10:02', '03-01T10:20'],
      [lab({ count: 2 })],
      ['ana, finished, 4/2 03-01T10:02:00'],
    ],
    [
      'a parameter',
      ['03-01T10:00 t3.large', '03-01T11:00 t3.micro', '03-01T12:00 t3.micro Client.A'],
      [lab({ filter: MICRO })],
      ['ana, finished, 1/1 03-01T11:00:00 1!Client.A'],
    ],
    [
      'a parameter, several times, to the second',
      ['03-01T10:00 t3.micro', '03-01T10:00:30 t3.micro', '03-01T10:01 t3.micro'],
      [lab({ filter: MICRO, count: 2 })],
      ['ana, finished, 3/2 03-01T10:00:30'],
    ],
    [
      'a parameter that must not be, which a call without it passes',
      ['03-01T10:00 t3.micro', '03-01T11:00'],
      [lab({ filter: { ...RUN, requestParameters_instanceType: { not: ['t3.micro'] } } })],
      ['ana, finished, 1/1 03-01T11:00:00'],
    ],
    [
      'calls that have to fail',
      [`03-01T10:00 ${DENIED}`, '03-01T11:00', '03-01T12:00 Client.Other'],
      [lab({ filter: { ...RUN, outcome: { in: ['denied'] } } })],
      ['ana, finished, 1/1 03-01T10:00:00 1!Client.Other'],
    ],
    [
      'calls that have to fail, on a parameter',
      [`03-01T10:00 t3.micro ${DENIED}`, '03-01T11:00 t3.micro'],
      [lab({ filter: { ...MICRO, outcome: { in: ['denied'] } } })],
      ['ana, finished, 1/1 03-01T10:00:00'],
    ],
    [
      'one user, whom the task names',
      ['03-01T10:00', '03-01T11:00 bea'],
      [lab({ filter: { user: { in: ['bea'] } } }), lab({ filter: { ...MICRO, user: { in: ['bea'] } } })],
      ['ana, notStarted, 0/1', 'ana, notStarted, 0/1'],
    ],
    [
      'days of the zone, in which clocks change',
      // Madrid is an hour ahead of UTC until 29 March, then two.
      ['03-27T22:59:59', '03-27T23:00', '03-29T21:59:59 StopInstances', '03-29T22:00 StopInstances', '03-29T22:00'],
      [lab({ open: { from: '2026-03-28', to: '2026-03-29' }, tasks: [task(), task({ eventName: { in: ['StopInstances'] } })] })],
      ['ana, finished, 1/1 03-27T23:00:00, 1/1 03-29T21:59:59'],
    ],
    [
      'an hour by which it is due, in summer time',
      ['03-29T15:00', '03-29T15:59:59', '03-29T16:00'],
      [lab({ open: { from: '2026-03-29T17:30+02:00', to: '2026-03-29T18:00:00+02:00' } })],
      ['ana, finished, 1/1 03-29T15:59:59'],
    ],
    [
      'labs that are open when none of the term is',
      ['01-01T10:00', '12-31T22:59:59'],
      [lab({ open: { to: '2025-12-31' } }), lab({ open: { from: '2026-12-31', to: '2027-02-01' } }), lab({ open: { from: '2026-05-02', to: '2026-05-01' } })],
      ['ana, notStarted, 0/1', 'ana, finished, 1/1 12-31T22:59:59', 'ana, notStarted, 0/1'],
    ],
    ['an event may count for two labs', ['03-01T10:00'], [lab(), lab()], ['ana, finished, 1/1 03-01T10:00:00', 'ana, finished, 1/1 03-01T10:00:00']],
  ]; // prettier-ignore
  for (const [what, events, labs, expected] of cases)
    it(what, async () => assert.deepEqual(brief((await ask(events.map(event), labs)).progress), expected));

  it('tells of each member, seen or not, in the order given, and of nobody else', async () => {
    const events = ['03-01T10:00 bea', '03-01T11:00 cleo', '03-01T12:00'].map(event);
    const { progress, questions } = await ask(events, [lab()], { members: ['zoe', 'bea', 'ana'] });
    assert.deepEqual(brief(progress), [
      'zoe, notStarted, 0/1',
      'bea, finished, 1/1 03-01T10:00:00',
      'ana, finished, 1/1 03-01T12:00:00',
    ]);
    assert.deepEqual(questions[0]?.filter, { ...RUN, user: { in: ['zoe', 'bea', 'ana'] } });
  });

  it('asks about everybody where the names are too long for an address', async () => {
    const others = Array.from({ length: 200 }, (_, i) => `student-${i}@example.edu`);
    const events = ['03-01T10:00', '03-01T10:00 bea'].map(event);
    const { progress, questions } = await ask(events, [lab(), lab({ filter: MICRO })], { members: ['ana', ...others] });
    assert.equal(brief(progress)[0], 'ana, finished, 1/1 03-01T10:00:00');
    assert.equal(progress.members.length, 201);
    for (const { filter } of questions) assert.equal(filter.user, undefined);
  });

  it('asks nothing about nobody, nor about labs that are not open', async () => {
    assert.deepEqual((await ask([], [lab()], { members: [] })).questions, []);
    assert.deepEqual((await ask([], [lab({ open: { from: '2028-01-01' } })])).questions, []);
  });

  it('asks once for labs that are open at the same time, and once more for each task on a parameter or without a name', async () => {
    const march = { from: '2026-03-01', to: '2026-03-31' };
    const stop: EventFilter = { service: { in: ['ec2'] }, eventName: { in: ['StopInstances'] } };
    const labs = [
      lab({ open: march, tasks: [task(), task(stop), task(MICRO)] }),
      lab({ open: march, filter: stop }),
      lab({ open: { from: '2026-04-01' }, filter: { eventName: { prefix: 'Stop' } } }),
    ];
    const { questions } = await ask([], labs);
    assert.deepEqual(
      questions.map(({ filter: { user: _, ...filter } }) => filter),
      [
        { service: { in: ['ec2'] }, eventName: { in: ['RunInstances', 'StopInstances'] } },
        MICRO,
        { eventName: { prefix: 'Stop' } },
      ],
    );
  });

  it('hands on the signal, and what the source refuses', async () => {
    const { signal } = new AbortController();
    const refusal = new Error('no');
    const refuse: AskActivity = (_, given) => {
      assert.equal(given, signal);
      return Promise.reject(refusal);
    };
    const options = { labs: [lab()], members: ['ana'], term: TERM, timeZone: 'UTC', ask: refuse };
    await assert.rejects(readProgress(options, signal), refusal);
  });

  it('says which time cannot be read', async () => {
    await assert.rejects(ask([], [lab({ open: { to: 'tomorrow' } })]), /"tomorrow"/);
  });
});

describe('labs that keep their events', () => {
  const own = (title: string, to: string | undefined, more: Parameters<typeof lab>[0] = {}) =>
    lab({ title, exclusive: true, open: { ...(to !== undefined && { to }) }, ...more });
  const stop: EventFilter = { eventName: { in: ['StopInstances'] } };
  const cases: [what: string, events: string[], labs: Lab[], expected: string[]][] = [
    [
      'the one that is due first takes first',
      ['03-01T10:00'],
      [own('A', '2026-04-02'), own('B', '2026-04-01')],
      ['ana, notStarted, 0/1', 'ana, finished, 1/1 03-01T10:00:00'],
    ],
    [
      'a day ends after its hours',
      ['03-01T10:00'],
      [own('A', '2026-04-01'), own('B', '2026-04-01T10:00:00Z')],
      ['ana, notStarted, 0/1', 'ana, finished, 1/1 03-01T10:00:00'],
    ],
    [
      'an hour elsewhere is an hour here',
      ['03-01T10:00'],
      [own('A', '2026-04-01T09:00:00Z'), own('B', '2026-04-01T10:00:00+02:00')],
      ['ana, notStarted, 0/1', 'ana, finished, 1/1 03-01T10:00:00'],
    ],
    [
      'one that is never due takes last',
      ['03-01T10:00'],
      [own('A', undefined), own('B', '2026-04-01')],
      ['ana, notStarted, 0/1', 'ana, finished, 1/1 03-01T10:00:00'],
    ],
    [
      'of those that are due together, by title',
      ['03-01T10:00'],
      [own('Lab 10', '2026-04-01'), own('Lab 9', '2026-04-01')],
      ['ana, notStarted, 0/1', 'ana, finished, 1/1 03-01T10:00:00'],
    ],
    [
      'none takes more than it needs',
      ['03-01T10:00', '03-01T11:00', '03-01T12:00'],
      [own('A', '2026-04-01'), own('B', '2026-04-02', { count: 2 })],
      ['ana, finished, 1/1 03-01T10:00:00', 'ana, finished, 2/2 03-01T12:00:00'],
    ],
    [
      'what nobody needs counts for nobody',
      ['03-01T10:00', '03-01T11:00'],
      [own('A', '2026-04-01')],
      ['ana, finished, 1/1 03-01T10:00:00'],
    ],
    [
      'within a lab an event counts for each task',
      ['03-01T10:00'],
      [own('A', '2026-04-01', { tasks: [task(), task({ service: { in: ['ec2'] } })] })],
      ['ana, finished, 1/1 03-01T10:00:00, 1/1 03-01T10:00:00'],
    ],
    [
      'the others do not care',
      ['03-01T10:00'],
      [own('A', '2026-04-01'), own('B', '2026-04-02'), lab()],
      ['ana, finished, 1/1 03-01T10:00:00', 'ana, notStarted, 0/1', 'ana, finished, 1/1 03-01T10:00:00'],
    ],
    [
      'what failed is told of all',
      ['03-01T10:00 Client.A', '03-01T11:00'],
      [own('A', '2026-04-01'), own('B', '2026-04-02')],
      ['ana, finished, 1/1 03-01T11:00:00 1!Client.A', 'ana, stuck, 0/1 1!Client.A'],
    ],
    [
      'only what happens while it is open, to the second, also within a quarter of an hour',
      ['03-01T09:59:59', '03-01T22:59:59', '03-01T23:00 StopInstances'],
      [
        own('A', '2026-03-01T22:59:30Z', { open: { from: '2026-03-01T10:00Z', to: '2026-03-01T22:59:30Z' } }),
        own('B', undefined, { open: { from: '2026-03-01T22:59:59Z' }, tasks: [task(), task(stop)] }),
      ],
      ['ana, notStarted, 0/1', 'ana, finished, 1/1 03-01T22:59:59, 1/1 03-01T23:00:00'],
    ],
    [
      'the oldest first, also of two kinds in a quarter of an hour',
      ['03-01T10:00', '03-01T10:05 StopInstances', '03-01T10:10'],
      [own('A', '2026-04-01', { filter: { service: { in: ['ec2'] } }, count: 2 }), own('B', '2026-04-02')],
      ['ana, finished, 2/2 03-01T10:05:00', 'ana, finished, 1/1 03-01T10:10:00'],
    ],
    [
      'on parameters, and beside them',
      ['03-01T10:00 t3.micro', '03-01T10:01 t3.large', '03-01T10:02 t3.micro'],
      [own('A', '2026-04-01', { filter: MICRO }), own('B', '2026-04-02', { count: 2 })],
      ['ana, finished, 1/1 03-01T10:00:00', 'ana, finished, 2/2 03-01T10:02:00'],
    ],
  ];
  for (const [what, events, labs, expected] of cases)
    it(what, async () => assert.deepEqual(brief((await ask(events.map(event), labs)).progress), expected));

  it('have one question together, unless one opens or is due within a quarter of an hour', async () => {
    const asked = async (...dues: string[]) =>
      (
        await ask(
          [],
          dues.map((due) => own(due, due)),
        )
      ).questions.length;
    assert.equal(await asked('2026-04-01', '2026-05-01T10:15:00Z'), 1);
    assert.equal(await asked('2026-04-01T23:59:00Z', '2026-05-01'), 2);
  });
});

describe('progress, compared with a walk over single events', () => {
  it('is the same for random labs and events', async () => {
    for (let seed = 1; seed <= 120; seed++) await compare(seed);
  });

  async function compare(seed: number): Promise<void> {
    const { events, labs, term, timeZone } = randomClass(seed);
    const { progress } = await ask(events, labs, { members: ['ana', 'bea', 'zoe'], term, timeZone });
    for (const { user, labs: own } of progress.members) {
      const theirs = events.filter((one) => one.userIdentity_userName === user);
      const expected = naiveProgress(theirs, labs, term, timeZone);
      for (const [i, { tasks }] of own.entries())
        for (const [j, { count, failed, done }] of tasks.entries()) {
          const what = `seed ${seed}, ${user}, lab ${i}, task ${j}: ${JSON.stringify(labs[i])}`;
          const { done: naive, ...counts } = expected[i]![j]!;
          assert.deepEqual({ count, failed }, counts, what);
          assertDone(done, naive, labs[i]!, labs[i]!.tasks[j]!, what);
        }
    }
  }

  /** Where several calls are required and events are not read, the time holds to the quarter of an hour. */
  function assertDone(
    done: string | undefined,
    expected: string | undefined,
    lab: Lab,
    task: Task,
    what: string,
  ): void {
    const isExact = lab.exclusive || task.count === 1 || 'requestParameters_instanceType' in task.filter;
    if (isExact || done === undefined || expected === undefined) return assert.equal(done, expected, what);
    assert.ok(done >= expected && Math.floor(Date.parse(done) / 900_000) === Math.floor(Date.parse(expected) / 900_000), what); // prettier-ignore
  }
});

/** Few names, few quarters of an hour: labs want the same events. */
function randomClass(seed: number) {
  const random = createRandom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const some = <T>(values: readonly T[]): T[] => values.filter(() => random() < 0.5);
  const START = Date.parse('2026-03-28T22:00:00Z');
  const time = () =>
    new Date(START + pick([0, 1, 2, 8, 9]) * 900_000 + Math.floor(random() * 900) * 1000).toISOString();
  const names = ['RunInstances', 'StopInstances', 'CreateVolume', 'CreateTags'];
  const types = ['t3.micro', 't3.large'];
  const regions = ['eu-west-1', 'us-east-1'];
  const made = new Map<string, ReturnType<typeof record>>();
  for (let i = 0; i < 80; i++) {
    const [eventTime, name, user] = [`${time().slice(0, 19)}Z`, pick(names), pick(['ana', 'bea', 'cleo'])];
    const errorCode = pick([undefined, undefined, undefined, 'Client.A', 'Client.UnauthorizedOperation']);
    const instanceType = pick([undefined, ...types]);
    const more = { ...(errorCode && { errorCode }), ...(instanceType && { requestParameters: { instanceType } }) };
    // What one user calls twice in a second has no order.
    made.set(`${user} ${eventTime} ${name}`, record(`id-${i}`, eventTime, name, { userIdentity: iamUser(user), awsRegion: pick(regions), ...more })); // prettier-ignore
  }
  const withParameters = random() < 0.3;
  const filter = (): EventFilter => ({
    ...pick<EventFilter>([
      { eventName: { in: [pick(names)] } },
      { eventName: { in: some(names) } },
      { eventName: { prefix: 'Create' } },
      { eventName: { not: [pick(names)] } },
      { service: { in: ['ec2'] } },
    ]),
    ...(random() < 0.3 && { region: { in: [pick(regions)] } }),
    ...(random() < 0.2 && { outcome: { in: [pick(['denied', 'error'])] } }),
    ...(withParameters && random() < 0.4 && { requestParameters_instanceType: pick([{ in: [pick(types)] }, { not: [pick(types)] }, { prefix: 't3' }]) }), // prettier-ignore
  });
  const span = () => {
    const [from, to] = [time(), time()].sort() as [string, string];
    return pick([{}, { from }, { to }, { from, to }, { from: '2026-03-29' }, { to: '2026-03-28' }]);
  };
  const labs = Array.from({ length: 1 + Math.floor(random() * 5) }, (_, i) =>
    lab({
      title: `Lab ${i}`,
      exclusive: random() < 0.7,
      open: span(),
      tasks: Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
        task(filter(), { count: pick([1, 1, 2, 3, 5]) }),
      ),
    }),
  );
  const term = pick([TERM, { from: Date.parse('2026-03-28T22:20:00Z'), to: Date.parse('2026-03-29T00:07:00Z') }]);
  return {
    events: eventsOf([...made.values()]),
    labs,
    term,
    timeZone: pick(['UTC', 'Europe/Madrid', 'Asia/Kathmandu']),
  };
}
