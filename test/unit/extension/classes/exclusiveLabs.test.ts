import assert from 'node:assert/strict';
import type { EventFilter } from '../../../../backend/core/filter.ts';
import type { Lab } from '../../../../extension/classes/lab.ts';
import { ask, brief, event, lab, MICRO, task } from './askProgress.ts';

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

  it('read only the events that a task on a parameter may want', async () => {
    const names = (...all: string[]): EventFilter => ({ eventName: { in: all } });
    const asked = async (...filters: EventFilter[]) =>
      (await ask([], [own('A', undefined, { tasks: filters.map((filter) => task(filter)) })])).questions.map(
        ({ filter, groupBy }) => [filter.eventName?.in, groupBy.includes('eventID')],
      );
    assert.deepEqual(await asked(names('A', 'B'), MICRO, names('B', 'C', 'RunInstances'), names('D'), names('E')), [
      [['A', 'B', 'RunInstances', 'C'], true],
      [['D', 'E'], false],
    ]);
    assert.deepEqual(await asked(names('A'), MICRO, { service: { in: ['ec2'] } }), [[undefined, true]]);
    assert.deepEqual(await asked(names('A'), { service: { in: ['ec2'] } }), [[undefined, false]]);
  });

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
