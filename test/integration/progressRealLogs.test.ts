import assert from 'node:assert/strict';
import path from 'node:path';
import { labOf } from '../fixtures/classFiles.ts';
import { openEmbedded } from '../fixtures/embedded.ts';
import { inMemory, openTracker, progressIn, quarterOf } from '../fixtures/progressIn.ts';
import { describeRealLogs, rawRecords } from '../fixtures/realLogs.ts';

interface RealRecord {
  eventID: string;
  eventTime: string;
  eventSource: string;
  eventName: string;
  errorCode?: string;
  userIdentity: { type: string; userName?: string };
}

describeRealLogs('the progress of a real class', (realLogs) => {
  const logs = path.join(realLogs, 'grycap-classroom');
  const service = (name: string) => ({ service: { in: [name] } });
  const LABS = [
    {
      title: 'Databases',
      tasks: [
        { title: 'Look at instances', filter: { ...service('rds'), eventName: { in: ['DescribeDBInstances'] } }, count: 3 },
        { title: 'Look at groups', filter: { ...service('rds'), eventName: { prefix: 'DescribeDBSecurity' } } },
      ],
    },
    { title: 'Balancers in February', opens: '2018-02-01', due: '2018-02-28', tasks: [{ title: 'Look', filter: { ...service('elasticloadbalancing'), eventName: { in: ['DescribeLoadBalancers'] } }, count: 2 }] },
    { title: 'Machines', tasks: [{ title: 'Run', filter: { ...service('ec2'), eventName: { in: ['RunInstances'] } } }, { title: 'Clear up', filter: { ...service('ec2'), eventName: { in: ['DeleteSecurityGroup'] } }, count: 2 }] },
  ]; // prettier-ignore

  it('is what is counted of the records themselves, embedded and on a tracker', async function () {
    this.timeout(60_000);
    const labs = LABS.map((lab, i) => labOf(`lab ${i}`, lab));
    const records = rawRecords(logs) as unknown as RealRecord[];
    const students = new Map<string, Map<string, RealRecord>>();
    for (const record of records) {
      const { type, userName = '' } = record.userIdentity;
      if (type !== 'IAMUser') continue;
      students.set(userName, (students.get(userName) ?? new Map<string, RealRecord>()).set(record.eventID, record));
    }
    const members = [...students.keys()];
    assert.ok(members.length > 30);

    /** So many; the quarter of an hour of the required one; so many that failed. */
    const count = (user: string, isWanted: (record: RealRecord) => boolean, required: number) => {
      const own = [...students.get(user)!.values()].filter(isWanted);
      const times = own.filter(({ errorCode }) => errorCode === undefined).map(({ eventTime }) => eventTime);
      return [times.length, quarterOf(times.sort()[required - 1]), own.length - times.length];
    };
    const inFebruary = (time: string) => time >= '2018-01-31T23:00:00Z' && time < '2018-02-28T23:00:00Z';
    const of = (service: string, name: RegExp) => (record: RealRecord) =>
      record.eventSource === `${service}.amazonaws.com` && name.test(record.eventName);
    const isLook = of('elasticloadbalancing', /^DescribeLoadBalancers$/);
    const expected = members.map((user) => [
      user,
      count(user, of('rds', /^DescribeDBInstances$/), 3),
      count(user, of('rds', /^DescribeDBSecurity/), 1),
      count(user, (record) => isLook(record) && inFebruary(record.eventTime), 2),
      count(user, of('ec2', /^RunInstances$/), 1),
      count(user, of('ec2', /^DeleteSecurityGroup$/), 2),
    ]);

    const embedded = await openEmbedded([logs]);
    try {
      for (const api of [embedded.service, await openTracker([logs], inMemory())]) {
        const { members: progress } = await progressIn(api, members, labs);
        const found = progress.map(({ user, labs: own }) => [
          user,
          ...own.flatMap(({ tasks }) => tasks.map((task) => [task.count, quarterOf(task.done), task.failed])),
        ]);
        assert.deepEqual(found, expected);
      }
    } finally {
      await embedded.close();
    }
    // So that it is not about nothing.
    const sum = (task: number) => expected.reduce((all, [, ...tasks]) => all + Number((tasks[task] as number[])[0]), 0);
    for (const [task, atLeast] of [40, 40, 50, 1, 2].entries()) assert.ok(sum(task) >= atLeast, `task ${task}: ${sum(task)}`); // prettier-ignore
  });
});
