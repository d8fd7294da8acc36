import assert from 'node:assert/strict';
import { readFilter } from '../../../backend/core/savedFilter.ts';
import { sampleLabs } from '../../../backend/sample/sampleLabs.ts';
import { samplePlan } from '../../../backend/sample/samplePlan.ts';
import type { SampleOptions } from '../../../backend/sample/sampleOptions.ts';
import { membersOf } from '../../../extension/classes/group.ts';

const END = new Date('2026-03-13T15:20:00Z');

interface GroupContent {
  name: string;
  members: string[];
  period: { from: string; to: string };
}

interface LabContent {
  title: string;
  opens: string;
  due: string;
  tasks: { title: string; filter: unknown; explanation?: string; link: string }[];
}

/** What the files of a sample say: the groups, and the checklists by their paths. */
function contents(options: SampleOptions): { groups: GroupContent[]; labs: Map<string, LabContent> } {
  const files = sampleLabs(options).map(({ path, text }) => [path, JSON.parse(text) as unknown] as const);
  const [[groupsPath, groups], ...labs] = files as [[string, { groups: GroupContent[] }], ...[string, LabContent][]];
  assert.equal(groupsPath, '.vscode/cloudtrail-groups.json');
  return { groups: groups.groups, labs: new Map(labs) };
}

describe('sampleLabs', () => {
  it('has a checklist for each lab of the plan, in files that are in its order', () => {
    const options = { end: END, users: 3 };
    const { labs } = contents(options);
    const planned = samplePlan(options).labs;
    assert.equal(labs.size, 12);
    assert.deepEqual([...labs.keys()], [...labs.keys()].sort());
    assert.deepEqual([...labs.keys()].slice(0, 4), [
      'labs/01-a-first-virtual-machine.lab.json',
      'labs/02-a-static-website.lab.json',
      'labs/03-roles-instead-of-keys.lab.json',
      'labs/04-a-network-of-ones-own.lab.json',
    ]);
    for (const [i, { title, opens, due, tasks }] of [...labs.values()].entries()) {
      const lab = planned[i]!;
      assert.deepEqual({ title, opens, due }, { title: lab.title, opens: lab.opens, due: lab.due });
      assert.deepEqual(
        tasks.map(({ filter }) => readFilter(filter)),
        lab.steps.map(({ service, eventName, told }) => ({
          service: { in: [service] },
          eventName: { in: [eventName] },
          ...(told && { [told.parameter]: { in: [told.value] } }),
        })),
      );
    }
  });

  it('has tasks with titles of their own, that say what a parameter has to be, and lead to AWS’s page on the call', () => {
    const { labs } = contents({ end: END });
    for (const { tasks } of labs.values()) assert.equal(new Set(tasks.map(({ title }) => title)).size, tasks.length);
    const { tasks } = labs.get('labs/01-a-first-virtual-machine.lab.json')!;
    const api = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/';
    assert.deepEqual(
      { ...tasks[0], filter: {} },
      {
        title: 'Create key pair',
        filter: {},
        link: `${api}API_CreateKeyPair.html`,
      },
    );
    assert.deepEqual(
      { ...tasks[3], filter: {} },
      {
        title: 'Run instance (t3.micro)',
        filter: {},
        explanation: 'Counts only with instanceType t3.micro.',
        link: `${api}API_RunInstances.html`,
      },
    );
    const links = [...labs.values()].flatMap(({ tasks }) => tasks.map(({ link }) => link));
    for (const link of links)
      assert.match(link, /^https:\/\/docs\.aws\.amazon\.com\/[A-Za-z0-9]+\/.*\/API_[A-Z][A-Za-z]+\.html$/);
    for (const call of ['CreateFunction', 'UpdateFunctionCode', 'AddPermission'])
      assert.ok(links.includes(`https://docs.aws.amazon.com/lambda/latest/api/API_${call}.html`), call);
  });

  it('has the class as a group, and those who have lessons in the morning and in the afternoon', () => {
    const options = { end: END, users: 60 };
    const { groups } = contents(options);
    const { labs, students } = samplePlan(options);
    const users = students.map(({ user }) => user);
    const [everybody, morning, afternoon] = groups.map((group) => membersOf(group, []));
    assert.deepEqual(groups.map(({ name }) => name), ['Class', 'Morning', 'Afternoon']); // prettier-ignore
    assert.deepEqual(everybody, users);
    assert.deepEqual(new Set([...morning!, ...afternoon!]), new Set(users));
    assert.equal(morning!.length + afternoon!.length, users.length);
    /** Hours (UTC) of the steps that somebody has done by day. */
    const hours = (members: string[]) =>
      students
        .filter(({ user }) => members.includes(user))
        .flatMap(({ labs }) => labs.flatMap(({ steps }) => steps.flatMap(({ done }) => done ?? [])))
        .map((time) => Number(time.slice(11, 13)))
        .filter((hour) => hour < 16);
    assert.deepEqual(new Set(hours(morning!)), new Set([8, 9]));
    assert.deepEqual(new Set(hours(afternoon!)), new Set([14, 15]));
    for (const { period } of groups) {
      assert.equal(period.to, labs.at(-1)!.due);
      assert.ok(period.from <= labs[0]!.opens, period.from);
    }
  });

  it('has one group where there is one student', () => {
    const { groups } = contents({ end: END, users: 1 });
    assert.deepEqual(groups.map(({ members }) => members), [['alucloud{1..1}']]); // prettier-ignore
    const two = contents({ end: END, users: 2 }).groups.map((group) => membersOf(group, []));
    assert.deepEqual(two, [['alucloud1', 'alucloud2'], ['alucloud2'], ['alucloud1']]);
  });

  it('has nothing for an organization', () => {
    assert.deepEqual(sampleLabs({ end: END, organization: true }), []);
  });
});
