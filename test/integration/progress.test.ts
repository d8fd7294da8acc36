import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRestClient } from '../../backend/client/createRestClient.ts';
import { KEEP_ALL } from '../../backend/core/dropRule.ts';
import type { TrackerEvent } from '../../backend/core/event.ts';
import type { Period } from '../../backend/core/eventStore.ts';
import type { EventsPage, TrackerApi } from '../../backend/core/trackerApi.ts';
import { createDynamoStore, createStoreOnTable } from '../../backend/dynamodb/dynamoStore.ts';
import { writeSample } from '../../backend/local/writeSample.ts';
import { samplePlan, type SamplePlan } from '../../backend/sample/samplePlan.ts';
import type { SampleOptions } from '../../backend/sample/sampleOptions.ts';
import { membersOf } from '../../extension/classes/group.ts';
import type { Lab } from '../../extension/classes/lab.ts';
import { readProgress, type ClassProgress, type LabState } from '../../extension/classes/progress.ts';
import { openPeriod } from '../../extension/classes/progressQuestions.ts';
import { apiTime } from '../../extension/period/period.ts';
import { labOf, readClassFiles } from '../fixtures/classFiles.ts';
import { openDynalite, type Dynalite } from '../fixtures/dynalite.ts';
import { openEmbedded, type Embedded } from '../fixtures/embedded.ts';
import { createMemoryTable } from '../fixtures/memoryTable.ts';
import { naiveProgress } from '../fixtures/naiveProgress.ts';
import { describeRealLogs, rawRecords } from '../fixtures/realLogs.ts';
import { openDeployed, type DeployedOptions } from '../parity/deployed.ts';

const ALWAYS: Period = { from: 0, to: Date.parse('2100-01-01T00:00:00Z') };
/** Clocks changed on 29 March 2026. */
const ZONE = 'Europe/Madrid';
/** API Gateway takes 10 KB of address and headers, of which a session token may be 2 KB. */
const LONGEST_ADDRESS = 7_000;

type OpenStore = DeployedOptions['openStore'];

const inMemory = (): OpenStore => {
  const table = createMemoryTable();
  return (settings) => createStoreOnTable(table, { now: Date.now, settings });
};

/** A tracker as the extension asks it, but for the network. */
async function openTracker(roots: string[], openStore: OpenStore): Promise<TrackerApi> {
  const ask = await openDeployed({ roots, drop: KEEP_ALL, openStore });
  return createRestClient({
    url: 'https://tracker.example.com/dev',
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
    fetch: async (address) => {
      const { href, pathname, search } = new URL(address as string);
      assert.ok(href.length < LONGEST_ADDRESS, `an address of ${href.length} characters`);
      const { status, headers, body } = await ask(pathname.replace('/dev', '') + search);
      return new Response(body, { status, headers: headers as Record<string, string> });
    },
  });
}

function progressIn(
  api: TrackerApi,
  members: readonly string[],
  labs: readonly Lab[],
  term = ALWAYS,
): Promise<ClassProgress> {
  return readProgress({
    labs,
    members,
    term,
    timeZone: ZONE,
    ask: ({ filter, groupBy, period: { from, to } }, signal) =>
      api.activity({ filter, groupBy, from: apiTime(from), to: apiTime(to), tz: ZONE }, signal),
  });
}

describe('the progress of a class', () => {
  let dynalite: Dynalite;
  let folder: string;
  before(async () => {
    dynalite = await openDynalite();
    folder = mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-test-'));
  });
  after(async () => {
    await dynalite.close();
    await rm(folder, { recursive: true, force: true });
  });

  const onDynalite = async (): Promise<OpenStore> => {
    const table = await dynalite.createTable();
    return (settings) => createDynamoStore({ client: dynalite.client, table, now: Date.now, settings });
  };

  const samples: [title: string, options: SampleOptions, openStore: () => OpenStore | Promise<OpenStore>][] = [
    ['a whole course, in which clocks change', { end: new Date('2026-04-10T18:00:00Z'), users: 60, events: 5000, recordsPerFile: 40 }, inMemory],
    ['a course that ends in a lesson, on dynalite', { end: new Date('2026-03-10T08:45:00Z'), users: 14, days: 12, seed: 7, events: 900, recordsPerFile: 40 }, onDynalite],
    ['a large class', { end: new Date('2026-03-31T23:00:00Z'), users: 130, seed: 3, events: 9000, recordsPerFile: 60 }, inMemory],
    ['one student', { end: new Date('2026-02-01T12:00:00Z'), users: 1, seed: 11, events: 300, recordsPerFile: 20 }, inMemory],
  ]; // prettier-ignore
  for (const [at, [title, options, openStore]] of samples.entries()) {
    describe(title, () => {
      const logs = () => path.join(folder, `sample-${at}`);
      let embedded: Embedded;
      let tracker: TrackerApi;
      before(async function () {
        this.timeout(60_000);
        await writeSample(logs(), options);
        embedded = await openEmbedded([logs()]);
        tracker = await openTracker([logs()], await openStore());
      });
      after(() => embedded?.close());

      it('is what the generator made it, embedded and on a tracker', async () => {
        const { groups, labs } = readClassFiles(logs());
        const plan = samplePlan(options);
        for (const api of [embedded.service, tracker]) {
          for (const group of groups) {
            const members = membersOf(group, await api.users({}));
            const progress = await progressIn(api, members, labs, openPeriod(group.term, ALWAYS, ZONE));
            assert.deepEqual(briefOf(progress), plannedFor(plan, members));
          }
        }
      });

      const course = Date.parse('2026-03-16T00:00:00Z');
      const variants: [what: string, change: (lab: Lab, at: number) => unknown, term?: Period][] = [
        ['with hours in which labs are due, in summer time', (_, i) => ({ due: `2026-03-${20 + i}T17:37:30+0${i > 8 ? 2 : 1}:00` })],
        ['with days in which labs are due', (_, i) => ({ opens: '2026-03-15', due: `2026-03-${20 + i}` })],
        ['with a term that cuts labs off', ({ open }) => ({ opens: open.from, due: open.to }), { from: course + 8.21 * 3_600_000, to: course + 9 * 86_400_000 }],
        ['with labs that are open all the time', () => ({})],
        ['with labs that keep their events', (_, i) => ({ exclusive: i % 3 > 0, due: i % 4 === 0 ? undefined : `2026-03-${18 + i}T22:59:00Z` })],
      ]; // prettier-ignore
      for (const [what, change, term] of variants) {
        it(`is that of a walk over single events, ${what}`, async () => {
          const labs = readClassFiles(logs()).labs.map((lab, i) => ({ ...lab, ...variantOf(lab, change(lab, i)) }));
          await compare(labs, term);
        });
      }

      it('is that of a walk over single events, with tasks that want several, and labs that want the same', async () => {
        const labs = GREEDY.map((lab, i) => labOf(`lab ${i}`, lab));
        await compare(labs);
        await compare(labs.map((lab) => ({ ...lab, exclusive: true })));
        await compare(labs.slice(0, 4).map((lab) => ({ ...lab, exclusive: true })));
      });

      async function compare(labs: Lab[], term?: Period): Promise<void> {
        const members = samplePlan(options).students.map(({ user }) => user);
        const byUser = Map.groupBy(await allEvents(embedded.service), (event) => event.userIdentity_userName);
        const expected = members.map((user) => naiveProgress(byUser.get(user) ?? [], labs, term ?? ALWAYS, ZONE));
        const answers: ClassProgress[] = [];
        for (const api of [embedded.service, tracker]) answers.push(await progressIn(api, members, labs, term));
        assert.deepEqual(answers[1], answers[0]);
        for (const [i, { user, labs: own }] of answers[0]!.members.entries())
          for (const [j, { tasks }] of own.entries())
            for (const [k, { count, failed, done }] of tasks.entries()) {
              const { exclusive, tasks: wanted } = labs[j]!;
              const { filter, count: required } = wanted[k]!;
              const isExact = exclusive || required === 1 || 'requestParameters_instanceType' in filter;
              const { done: naive, ...counts } = expected[i]![j]![k]!;
              const task = `${user}, ${labs[j]!.title}, ${wanted[k]!.title}`;
              assert.deepEqual({ count, failed }, counts, task);
              assert.equal(isExact ? done : quarterOf(done), isExact ? naive : quarterOf(naive), task);
            }
      }
    });
  }
});

const micro = { requestParameters_instanceType: { prefix: 't3.' } };

/** Checklists whose tasks take many events, the same ones and those of others. */
const GREEDY = [
  { title: 'Create', due: '2026-03-25', tasks: [{ title: 'Any', filter: { eventName: { prefix: 'Create' } }, count: 3 }] },
  { title: 'Look', opens: '2026-03-12T10:20:00Z', tasks: [{ title: 'Instances', filter: { eventName: { in: ['DescribeInstances'] } }, count: 5 }, { title: 'Much', filter: { eventName: { prefix: ['Describe', 'List'] } }, count: 30 }] },
  { title: 'Security', tasks: [{ title: 'Groups', filter: { service: { in: ['ec2'] }, eventName: { prefix: 'CreateS' } } }, { title: 'Denied', filter: { outcome: { in: ['denied'] } }, count: 2 }] },
  { title: 'Elsewhere', due: '2026-03-30T10:07:00Z', tasks: [{ title: 'In another region', filter: { region: { not: ['eu-west-1'] } }, count: 4 }] },
  { title: 'Machines', tasks: [{ title: 'Small', filter: { eventName: { in: ['RunInstances'] }, ...micro }, count: 2 }, { title: 'Run', filter: { eventName: { in: ['RunInstances'] } } }] },
]; // prettier-ignore

function variantOf({ id, title, tasks }: Lab, content: unknown): Partial<Lab> {
  const { open, exclusive } = labOf(id, { title, ...(content as object), tasks });
  return { open, exclusive };
}

function quarterOf(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Math.floor(Date.parse(time) / 900_000);
}

async function allEvents(api: TrackerApi): Promise<TrackerEvent[]> {
  const events: TrackerEvent[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = (await api.scan({ from: '2000-01-01', to: '2100-01-01', limit: 10_000, cursor })) as EventsPage;
    events.push(...page.events);
    cursor = page.next;
  }
  return events;
}

interface Brief {
  user: string;
  labs: { state: LabState; done: number; tasks: { count: number; done?: string; failed: number }[] }[];
}

function briefOf({ members }: ClassProgress): Brief[] {
  return members.map(({ user, labs }) => ({
    user,
    labs: labs.map(({ state, done, tasks }) => ({
      state,
      done,
      tasks: tasks.map(({ count, done, failed }) => ({ count, failed, ...(done !== undefined && { done }) })),
    })),
  }));
}

/** What the plan says of these students, in their order. */
function plannedFor({ students }: SamplePlan, members: readonly string[]): Brief[] {
  const byUser = new Map(students.map((student) => [student.user, student]));
  return members.map((user) => ({
    user,
    labs: byUser.get(user)!.labs.map(({ steps }) => {
      const done = steps.filter((step) => step.done !== undefined).length;
      const state: LabState =
        done === steps.length
          ? 'finished'
          : steps.some((step) => step.done === undefined && step.failed > 0)
            ? 'stuck'
            : done > 0
              ? 'started'
              : 'notStarted';
      const tasks = steps.map(({ done, failed }) => ({ count: done === undefined ? 0 : 1, failed, ...(done !== undefined && { done }) })); // prettier-ignore
      return { state, done, tasks };
    }),
  }));
}

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
