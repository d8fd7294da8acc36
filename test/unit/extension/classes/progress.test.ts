import assert from 'node:assert/strict';
import type { EventFilter } from '../../../../backend/core/filter.ts';
import type { Lab } from '../../../../extension/classes/lab.ts';
import { readProgress, type AskActivity } from '../../../../extension/classes/progress.ts';
import { ask, brief, event, lab, MICRO, RUN, task, TERM } from './askProgress.ts';

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
