import assert from 'node:assert/strict';
import type { EventFilter } from '../../../../backend/core/filter.ts';
import type { Lab, Task } from '../../../../extension/classes/lab.ts';
import { eventsOf, iamUser, record } from '../../../fixtures/classroom.ts';
import { naiveProgress } from '../../../fixtures/naiveProgress.ts';
import { createRandom } from '../../../fixtures/random.ts';
import { ask, lab, task, TERM } from './askProgress.ts';

describe('progress, compared with a walk over single events', () => {
  it('is the same for random labs and events', async () => {
    for (let seed = 1; seed <= 60; seed++) await compare(seed);
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
