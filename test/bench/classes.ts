import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createRestClient } from '../../backend/client/createRestClient.ts';
import { KEEP_ALL } from '../../backend/core/dropRule.ts';
import type { Period } from '../../backend/core/eventStore.ts';
import { countedPart } from '../../backend/core/filter.ts';
import type { EventsPage, TrackerApi } from '../../backend/core/trackerApi.ts';
import { createQuery } from '../../backend/lambda/createQuery.ts';
import { openLocalSource } from '../../backend/local/localSource.ts';
import { membersOf } from '../../extension/classes/group.ts';
import type { Lab } from '../../extension/classes/lab.ts';
import { readProgress, type ClassProgress } from '../../extension/classes/progress.ts';
import { openPeriod } from '../../extension/classes/progressQuestions.ts';
import { apiTime } from '../../extension/period/period.ts';
import { projectFolder } from '../../scripts/runProgram.ts';
import { labOf, readClassFiles } from '../fixtures/classFiles.ts';
import { restApiEvent } from '../fixtures/restApiEvent.ts';
import { corpus, CORPORA } from './corpus.ts';
import { median, quantile } from './statistics.ts';
import { apiOf } from './tracker/askTracker.ts';
import { openLocalAws } from './tracker/localAws.ts';

/** As fetch asks by itself. */
const GZIP = { 'accept-encoding': 'gzip' };
const ZONE = 'Europe/Madrid';
const TIMES = 20;
/** A tracker is asked so many questions at once, and each runs in a function of its own. */
const FUNCTIONS = 6;
/** Slow questions are asked less often. */
const MOST_MILLISECONDS = 10_000;

interface Class {
  members: string[];
  labs: Lab[];
  term: Period;
}

/** How long it takes to know the progress of a class, embedded and on a tracker, beside ways with a question for each student. */
export async function benchClasses(): Promise<void> {
  const folder = await corpus('class');
  const { groups, labs } = readClassFiles(folder);
  const [everybody] = groups;
  const term = openPeriod(everybody!.term, { from: 0, to: CORPORA.class.end.getTime() }, ZONE);
  const one = { members: membersOf(everybody!, []), labs: [...labs, LAST_LAB], term };
  const embedded = { where: 'embedded', atOnce: Infinity, target: 1000 };
  const tracker = { where: 'a tracker whose table answers after 5 ms', atOnce: FUNCTIONS, target: 2000 };
  await onEmbedded(folder, (api) => timeClass(api, one, embedded));
  await onTracker((api) => timeClass(api, one, tracker));
}

const service = (name: string) => ({ service: { in: [name] } });

/** A thirteenth, so that there is one whose events are of the whole course. */
const LAST_LAB = labOf('13', {
  title: 'Clearing up',
  tasks: ['TerminateInstances', 'DeleteBucket', 'DeleteStack', 'DeleteCluster'].map((name) => ({
    title: name,
    filter: { eventName: { in: [name] } },
  })),
});

/** Reads, of which everybody has hundreds. */
const READS = labOf('reads', {
  title: 'Looking around',
  tasks: [
    { title: 'Instances', filter: { ...service('ec2'), eventName: { prefix: 'Describe' } }, count: 20 },
    { title: 'Buckets', filter: { ...service('s3'), eventName: { prefix: ['Get', 'List'] } }, count: 20 },
  ],
});

/** What may be in a class's labs, and makes them easier or harder to answer. */
function variants(labs: readonly Lab[]): Map<string, Lab[]> {
  const change = (more: Partial<Lab>, count?: number) =>
    labs.map((lab) => ({
      ...lab,
      ...more,
      tasks: lab.tasks.map((task) => ({ ...task, filter: countedPart(task.filter), count: count ?? task.count })),
    }));
  return new Map([
    ['as the counters know it', change({})],
    ['the same, open all the time', change({ open: {} })],
    ['the same, each event three times', change({}, 3)],
    ['the same, labs that keep their events', change({ exclusive: true })],
    ['one more lab about reads, twenty of each', [...change({}), READS]],
    ['* two tasks on parameters', [...labs]],
    ['* the same, labs that keep their events', labs.map((lab) => ({ ...lab, exclusive: true }))],
  ]);
}

interface Place {
  where: string;
  /** Questions that are asked at once, each of them answered as if alone; Infinity where all share one process. */
  atOnce: number;
  /** Milliseconds. */
  target: number;
}

async function timeClass(
  api: TrackerApi,
  { members, labs, term }: Class,
  { where, atOnce, target }: Place,
): Promise<void> {
  const { events } = await api.status({});
  console.log(`progress of ${members.length} students in ${labs.length} labs, ${events} events, ${where}`);
  console.log('(questions; milliseconds, median and 95th percentile; * reads events, and has no target):');
  for (const [name, own] of variants(labs)) {
    let progress: ClassProgress | undefined;
    let questions = 0;
    const times = await timesOf(async () => {
      const turns = createTurns(atOnce);
      const begin = performance.now();
      progress = await readProgress({
        labs: own,
        members,
        term,
        timeZone: ZONE,
        ask: ({ filter, groupBy, period: { from, to } }) =>
          turns.ask(() => api.activity({ filter, groupBy, from: apiTime(from), to: apiTime(to), tz: ZONE })),
      });
      questions = turns.times.length;
      return performance.now() - begin - turns.saved();
    });
    const done = progress!.members.flatMap((member) => member.labs.map((lab) => lab.done)).reduce((a, b) => a + b);
    const verdict = name.startsWith('*') ? '' : quantile(times, 0.95) <= target ? `within ${target} ms` : `OVER ${target} ms`; // prettier-ignore
    console.log(row(name, questions, times, `${done} tasks done  ${verdict}`));
  }
  for (const [name, perStudent] of peers(api, labs, term)) {
    let questions = 0;
    const times = await timesOf(async () => {
      const turns = createTurns(atOnce);
      const begin = performance.now();
      await Promise.all(members.map((user) => perStudent(user, turns.ask)));
      questions = turns.times.length;
      return performance.now() - begin - turns.saved();
    });
    console.log(row(name, questions, times));
  }
}

type PerStudent = (user: string, ask: <T>(question: () => Promise<T>) => Promise<T>) => Promise<void>;

/** Ways with questions for each student. What is counted of the answers then is not in their times. */
function peers(api: TrackerApi, labs: readonly Lab[], term: Period): [string, PerStudent][] {
  const perLab: PerStudent = async (user, ask) => {
    await Promise.all(
      labs.map(({ open }) => {
        const { from, to } = openPeriod(open, term, ZONE);
        const period = { from: apiTime(from), to: apiTime(to) };
        return ask(() => unlessUnknown(api.userActivity({ user, groupBy: ['service', 'eventName', 'outcome'], ...period }))); // prettier-ignore
      }),
    );
  };
  const all: PerStudent = async (user, ask) => {
    const period = { from: apiTime(term.from), to: apiTime(term.to) };
    let cursor: string | undefined;
    do {
      const page = await ask(() => unlessUnknown(api.userEvents({ user, ...period, limit: 10_000, cursor })));
      cursor = (page as EventsPage | undefined)?.next;
    } while (cursor !== undefined);
  };
  return [
    ['peer: a question for each student and lab', perLab],
    ['peer, as the predecessor: all events of each', all],
  ];
}

/**
 * Asks questions that would be answered at the same time one after the other, so that each takes as long as it takes alone, and tells
 * afterwards how much less all of them would have taken.
 */
function createTurns(atOnce: number) {
  const times: number[] = [];
  let last: Promise<unknown> = Promise.resolve();
  return {
    times,
    ask<T>(question: () => Promise<T>): Promise<T> {
      const answer = (atOnce === Infinity ? Promise.resolve() : last).then(async () => {
        const begin = performance.now();
        const result = await question();
        times.push(performance.now() - begin);
        return result;
      });
      last = answer.catch(() => undefined);
      return answer;
    },
    saved(): number {
      if (atOnce === Infinity) return 0;
      const busyUntil = Array.from({ length: atOnce }, () => 0);
      for (const time of times) busyUntil[busyUntil.indexOf(Math.min(...busyUntil))]! += time;
      return times.reduce((sum, time) => sum + time, 0) - Math.max(...busyUntil);
    },
  };
}

/** A student whom nobody has seen is a 404. */
async function unlessUnknown<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if ((error as { status?: number }).status === 404) return undefined;
    throw error;
  }
}

async function onEmbedded(folder: string, work: (api: TrackerApi) => Promise<void>): Promise<void> {
  const temporary = await mkdtemp(path.join(tmpdir(), 'cloudtrail-tracker-bench-'));
  const source = openLocalSource({
    workerFile: path.join(projectFolder, 'dist/localWorker.cjs'),
    parseWorkerFile: path.join(projectFolder, 'dist/parseWorker.cjs'),
    database: path.join(temporary, 'class.sqlite'),
    roots: [folder],
    version: 'bench',
  });
  try {
    await source.service.index({});
    await work(source.service);
  } finally {
    await source.close();
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The API as the extension asks it: its answers are JSON that was compressed, but for the network. */
async function onTracker(work: (api: TrackerApi) => Promise<void>): Promise<void> {
  const aws = await openLocalAws();
  try {
    const sample = CORPORA.class;
    await aws.service.fill({ table: 'class', sample, sumsUp: true, drop: KEEP_ALL });
    const query = createQuery({
      api: apiOf({ aws, table: 'class', end: sample.end }),
      log: (entry) => console.error(entry),
    });
    const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 29_000 };
    const send: typeof fetch = async (address) => {
      const { pathname, search } = new URL(address as string);
      const { statusCode, headers, body, isBase64Encoded } = await query(
        restApiEvent(pathname + search, GZIP),
        context,
      );
      return new Response(isBase64Encoded ? gunzipSync(Buffer.from(body, 'base64')) : body, {
        status: statusCode,
        headers,
      });
    };
    const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
    await work(createRestClient({ url: 'https://tracker.example.com', region: 'eu-west-1', credentials, fetch: send }));
  } finally {
    await aws.close();
  }
}

/** `ask` answers how long it took. The first time, when caches are filled, does not count, unless there is no other. */
async function timesOf(ask: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  const begin = performance.now();
  const first = await ask();
  while (times.length < TIMES && performance.now() - begin < MOST_MILLISECONDS) times.push(await ask());
  return times.length > 0 ? times : [first];
}

function row(name: string, questions: number, times: readonly number[], more = ''): string {
  const figures = [questions, median(times), quantile(times, 0.95)]
    .map((value) => value.toFixed(0).padStart(8))
    .join('');
  return `  ${name.padEnd(46)} ${figures}  ${more}`.trimEnd();
}
