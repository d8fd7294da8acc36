import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TrackerEvent } from '../../backend/core/event.ts';
import type { Period } from '../../backend/core/eventStore.ts';
import type { EventsPage, TrackerApi } from '../../backend/core/trackerApi.ts';
import { createDynamoStore } from '../../backend/dynamodb/dynamoStore.ts';
import { writeSample } from '../../backend/local/writeSample.ts';
import { samplePlan, type SamplePlan } from '../../backend/sample/samplePlan.ts';
import type { SampleOptions } from '../../backend/sample/sampleOptions.ts';
import { membersOf } from '../../extension/classes/group.ts';
import type { Lab } from '../../extension/classes/lab.ts';
import type { ClassProgress, LabState } from '../../extension/classes/progress.ts';
import { openPeriod } from '../../extension/classes/progressQuestions.ts';
import { labOf, readClassFiles } from '../fixtures/classFiles.ts';
import { openDynalite, type Dynalite } from '../fixtures/dynalite.ts';
import { openEmbedded, type Embedded } from '../fixtures/embedded.ts';
import { naiveProgress } from '../fixtures/naiveProgress.ts';
import { ALWAYS, inMemory, openTracker, progressIn, quarterOf, ZONE, type OpenStore } from '../fixtures/progressIn.ts';

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
    ['a large class', { end: new Date('2026-03-31T23:00:00Z'), users: 130, seed: 3, events: 6000, recordsPerFile: 60 }, inMemory],
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
