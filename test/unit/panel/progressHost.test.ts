import assert from 'node:assert/strict';
import { createTrackerApi } from '../../../backend/core/createTrackerApi.ts';
import type { Period } from '../../../backend/core/eventStore.ts';
import { leftRunning } from '../../../backend/core/leftRunning.ts';
import type { EventsPage, TrackerApi } from '../../../backend/core/trackerApi.ts';
import type { Group } from '../../../extension/classes/group.ts';
import type { Lab } from '../../../extension/classes/lab.ts';
import { readProgress } from '../../../extension/classes/progress.ts';
import { apiTime } from '../../../extension/period/period.ts';
import type { PanelDeps } from '../../../extension/panel/panelDeps.ts';
import { classesKey, createProgressHost } from '../../../extension/panel/progressHost.ts';
import { createMemoryStore } from '../../contract/memoryStore.ts';
import { trackerEvent } from '../../fixtures/trackerEvents.ts';

const { signal } = new AbortController();
const TERM: Period = { from: Date.parse('2024-06-01T00:00:00Z'), to: Date.parse('2024-07-01T00:00:00Z') };

const task = (eventName: string, more: Partial<Lab['tasks'][number]> = {}): Lab['tasks'][number] => ({
  ...{ title: eventName, filter: { eventName: { in: [eventName] } }, count: 1, explanation: '' },
  ...more,
});
const LABS: Lab[] = [
  {
    ...{ id: 'one', title: '=1+1', description: '', exclusive: false },
    open: { from: '2024-06-03', to: '2024-06-10' },
    tasks: [
      task('RunInstances', { link: 'https://example.com/run' }),
      task('CreateBucket', { count: 2, link: 'command:workbench.action.quit' }),
    ],
  },
  { id: 'two', title: 'Two', description: '', exclusive: false, open: {}, tasks: [task('StopInstances')] },
];
const GROUPS: Group[] = [
  {
    name: 'Class',
    description: 'All',
    members: ['ana10', 'ana2', 'nobody'],
    term: { from: '2024-06-01', to: '2024-06-30' },
  },
  { name: 'Others', description: '', members: ['bob'], term: {} },
];

const EVENTS = [
  { userIdentity_userName: 'ana2', eventName: 'RunInstances', resources: ['i-00000001'] },
  { userIdentity_userName: 'ana2', eventName: 'CreateBucket', outcome: 'denied', errorCode: 'AccessDenied' } as const,
  { userIdentity_userName: 'ana10', eventName: 'StopInstances' },
  {
    userIdentity_userName: 'ana10',
    eventName: 'RunInstances',
    eventTime: '2024-06-12T10:00:00Z',
    resources: ['i-00000002'],
  },
  { userIdentity_userName: 'bob', eventName: 'RunInstances', resources: ['i-00000003'] },
].map((event, at) =>
  trackerEvent({ eventTime: '2024-06-05T10:00:00Z', eventSource: 'ec2.amazonaws.com', ...event, eventID: `e${at}` }),
);

describe('the panel’s host, asked about progress', () => {
  let api: TrackerApi;
  let deps: PanelDeps;
  let opened: string[];
  let tables: Parameters<PanelDeps['exportTable']>[0][];
  let groups: Group[];
  let metered: boolean;
  let hides: boolean;

  beforeEach(async () => {
    const store = createMemoryStore();
    await store.ingest({ name: 'a', size: 1, modified: 0, records: 5, dropped: 0, broken: 0 }, EVENTS);
    api = createTrackerApi({ store, now: () => TERM.to, version: '1', readRecord: () => Promise.reject(new Error()) });
    opened = [];
    tables = [];
    groups = GROUPS;
    metered = false;
    hides = false;
    const shown = (name: string) => (hides ? `user-${name.length}` : name);
    deps = {
      source: () => ({ name: 'logs', description: '/logs', api, metered }),
      timeZone: () => 'UTC',
      classes: { groups: async () => groups, labs: async () => LABS, onDidChange: () => ({ dispose() {} }) },
      termOf: () => TERM,
      membersOf: async ({ members }: Group) => members.map(shown),
      progressOf: async ({ members }: Group, labs: readonly Lab[]) => {
        const progress = await readProgress({
          ...{ labs, members, term: TERM, timeZone: 'UTC' },
          ask: ({ period: { from, to }, ...question }) =>
            api.activity({ ...question, from: apiTime(from), to: apiTime(to) }),
        });
        return { ...progress, names: members.map(shown), period: TERM };
      },
      leftRunning: async () => {
        const { events } = (await api.scan({ from: '2024-06-01', to: '2024-06-30' })) as EventsPage;
        return { resources: leftRunning(events, apiTime(TERM.to)) };
      },
      leftKind: (kind: string) => kind,
      openLink: async (link: string) => void opened.push(link),
      exportTable: async (table: (typeof tables)[number]) => void tables.push(table),
      logError: assert.fail,
    } as Partial<PanelDeps> as PanelDeps;
  });

  it('tells of all members, whoever has done nothing among them, in natural order', async () => {
    const answer = await createProgressHost(deps).progress({ group: 'Class' }, signal);
    assert.deepEqual(
      answer?.students.map(({ user, labs }) => [user, labs.map(({ state, done }) => `${state} ${done}`)]),
      [
        ['ana2', ['stuck 1', 'notStarted 0']],
        ['ana10', ['notStarted 0', 'finished 1']],
        ['nobody', ['notStarted 0', 'notStarted 0']],
      ],
    );
    assert.deepEqual(answer?.students[0]?.labs[0]?.tasks[1]?.errorCodes, ['AccessDenied']);
    assert.deepEqual(answer?.period, { from: '2024-06-01T00:00:00Z', to: '2024-07-01T00:00:00Z' });
    assert.equal(answer?.isTerm, true);
  });

  it('tells when labs are open, as they are written and within the term', async () => {
    const answer = await createProgressHost(deps).progress({}, signal);
    const [one, two] = answer?.labs ?? [];
    assert.deepEqual([one?.opens, one?.due], ['2024-06-03T00:00:00Z', '2024-06-11T00:00:00Z']);
    assert.deepEqual(one?.period, { from: '2024-06-03T00:00:00Z', to: '2024-06-11T00:00:00Z' });
    assert.deepEqual([two?.opens, two?.due, two?.period], [undefined, undefined, answer?.period]);
  });

  it('answers for the first group where there is none of that name', async () => {
    const answer = await createProgressHost(deps).progress({ group: 'gone' }, signal);
    assert.deepEqual([answer?.group, answer?.groups], ['Class', ['Class', 'Others']]);
    groups = [];
    assert.equal(await createProgressHost(deps).progress({}, signal), undefined);
  });

  it('shows members under their pseudonyms, in the order of these', async () => {
    hides = true;
    const answer = await createProgressHost(deps).progress({}, signal);
    assert.deepEqual(
      answer?.students.map(({ user }) => user),
      ['user-4', 'user-5', 'user-6'],
    );
    assert.equal(answer?.students[0]?.labs[0]?.state, 'stuck');
  });

  it('has events of a tracker read for parameters only when the reader says so, where they are many', async () => {
    metered = true;
    const asked: unknown[] = [];
    const activity: TrackerApi['activity'] = async ({ filter, groupBy }) => {
      asked.push([filter, groupBy]);
      return [{ count: 30_000, errors: 0, denied: 0, first: '', last: '' }];
    };
    const many = { ...api, activity };
    deps.source = () => ({ name: 'tracker', description: '', api: many, metered });
    deps.classes.labs = async () => [
      {
        ...LABS[1]!,
        tasks: [task('RunInstances', { filter: { requestParameters_instanceType: { in: ['t3.micro'] } } })],
      },
    ];
    const host = createProgressHost(deps);
    const answer = await host.progress({}, signal);
    assert.deepEqual([answer?.toRead, answer?.students], [30_000, []]);
    const read = await host.progress({ read: true }, signal);
    assert.deepEqual([read?.toRead, read?.students.length], [undefined, 3]);
    assert.deepEqual(asked, [[{ group: { in: ['Class'] } }, []]], 'the counters tell how many they are at most');
    deps.classes.labs = async () => LABS;
    asked.length = 0;
    assert.equal((await host.progress({}, signal))?.toRead, undefined);
    assert.deepEqual(asked, [], 'the counters know all that these tasks ask');
  });

  it('opens links that begin with https, and tells of no others', async () => {
    const host = createProgressHost(deps);
    const answer = await host.progress({}, signal);
    assert.deepEqual(
      answer?.labs[0]?.tasks.map(({ link }) => link),
      ['https://example.com/run', undefined],
    );
    await host.openLink({ lab: 'one', task: 0 }, signal);
    await assert.rejects(host.openLink({ lab: 'one', task: 1 }, signal), TypeError);
    await assert.rejects(host.openLink({ lab: 'none', task: 0 }, signal), TypeError);
    assert.deepEqual(opened, ['https://example.com/run']);
  });

  it('lists what the group’s members left running, and nobody else', async () => {
    const host = createProgressHost(deps);
    const left = await host.leftRunning({ group: 'Class' }, signal);
    assert.ok('resources' in left);
    assert.deepEqual(
      left.resources.map(({ name, owner, since }) => [name, owner, since]),
      [
        ['i-00000002', 'ana10', '2024-06-12T10:00:00Z'],
        ['i-00000001', 'ana2', '2024-06-05T10:00:00Z'],
      ],
    );
    await assert.rejects(host.leftRunning({ group: 'gone' }, signal), TypeError);
    deps.leftRunning = async () => ({ tooMany: 30_000 });
    assert.deepEqual(await host.leftRunning({ group: 'Class' }, signal), { tooMany: 30_000 });
  });

  it('exports a line for each member, with whole numbers', async () => {
    await createProgressHost(deps).exportProgress({ group: 'Class' }, signal);
    const [{ name, period, lines } = assert.fail()] = tables;
    assert.deepEqual([name, period], ['Class', TERM]);
    assert.deepEqual(lines[0]?.slice(0, 6), [
      ...['user', 'All labs: %', 'All labs: done', 'All labs: tasks', 'All labs: state', '=1+1: %'],
    ]);
    assert.deepEqual(lines.slice(1), [
      ['ana2', '33', '1', '3', 'stuck', '50', '1', '2', 'stuck', '0', '0', '1', 'notStarted'],
      ['ana10', '33', '1', '3', 'started', '0', '0', '2', 'notStarted', '100', '1', '1', 'finished'],
      ['nobody', '0', '0', '3', 'notStarted', '0', '0', '2', 'notStarted', '0', '0', '1', 'notStarted'],
    ]);
    await assert.rejects(createProgressHost(deps).exportProgress({ group: 'gone' }, signal), TypeError);
  });

  it('has a key that is another once a group or a lab is', async () => {
    const before = await classesKey(deps);
    assert.match(before ?? '', /^[0-9a-f]{64}$/);
    assert.equal(await classesKey(deps), before);
    groups = [{ ...GROUPS[0]!, members: ['bob'] }];
    assert.notEqual(await classesKey(deps), before);
    groups = [];
    assert.equal(await classesKey(deps), undefined);
  });

  it('shows the rest of the panel where the files of the workspace cannot be read', async () => {
    const logged: unknown[] = [];
    const fault = new Error('no such workspace');
    deps.logError = (error) => logged.push(error);
    deps.classes.groups = () => Promise.reject(fault);
    assert.equal(await classesKey(deps), undefined);
    assert.deepEqual(logged, [fault]);
  });
});
