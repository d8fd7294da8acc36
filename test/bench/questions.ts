import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { ActivityRow } from '../../backend/core/activity.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import type { EventsPage } from '../../backend/core/trackerApi.ts';
import { openLocalSource } from '../../backend/local/localSource.ts';
import type { LocalService } from '../../backend/local/localService.ts';
import { projectFolder } from '../../scripts/runProgram.ts';
import { corpus, CORPORA } from './corpus.ts';
import { median, quantile } from './statistics.ts';

const TIMES = 40;

/** What trees, charts and tables ask, over 90 days of a million events; the worker's round trip is in the figures. */
export async function timeQuestions(databaseFolder: string): Promise<void> {
  const database = path.join(databaseFolder, 'million.sqlite');
  await rm(database, { force: true });
  const options = {
    workerFile: path.join(projectFolder, 'dist/localWorker.cjs'),
    parseWorkerFile: path.join(projectFolder, 'dist/parseWorker.cjs'),
    database,
    roots: [await corpus('million')],
    version: 'bench',
  };
  const first = openLocalSource(options);
  const { events } = await first.service.index({});
  await first.close();

  const begin = performance.now();
  const { service, close } = openLocalSource(options);
  await service.status({});
  const reopened = performance.now() - begin;
  console.log(`questions over ${events} events (milliseconds, median and 95th percentile of ${TIMES}):`);
  console.log(row('reopen, until status is answered', [reopened]));
  for (const [name, ask] of Object.entries(await questionsOf(service))) console.log(row(name, await timesOf(ask)));
  await close();
}

async function questionsOf(service: LocalService): Promise<Record<string, () => Promise<unknown>>> {
  const { end, days } = CORPORA.million;
  const from = new Date(end.getTime() - days * 86_400_000).toISOString();
  const all = { from, to: end.toISOString(), tz: 'Europe/Madrid' };
  const people: EventFilter = { kind: { in: ['iamUser', 'person', 'role', 'root'] }, readOnly: { in: ['false'] } };
  const byCount = (rows: ActivityRow[]) => rows.sort((a, b) => b.count - a.count);
  const users = byCount(await service.activity({ ...all, groupBy: ['user'] }));
  const names = byCount(await service.activity({ ...all, groupBy: ['eventName'] }));
  const user: EventFilter = { user: { in: [String(users[0]!['user'])] } };
  const role: EventFilter = { user: { in: [String(users.find(({ kind }) => kind === 'role')!['user'])] } };
  const rare: EventFilter = { eventName: { in: [String(names.at(-1)!['eventName'])] } };
  const activity =
    (filter: EventFilter, ...groupBy: string[]) =>
    () =>
      service.activity({ ...all, filter, groupBy });
  const page = (filter: EventFilter) => () => service.scan({ ...all, filter, limit: 100 });
  let cursor: string | undefined;
  return {
    'tree: users': activity(people, 'user'),
    'tree: users, everything': activity({}, 'user'),
    'tree: services of a user': activity({ ...people, ...user }, 'service'),
    'tree: event names of a user and service': activity({ ...user, service: { in: ['ec2'] } }, 'eventName'),
    'tree: sessions of a role': activity(role, 'session', 'proof'),
    'tree: services': activity(people, 'service'),
    'chart: day by service': activity({}, 'day', 'service'),
    'chart: hour by service': activity(people, 'hour', 'service'),
    'chart: five users by day': activity(
      { user: { in: users.slice(0, 5).map((row) => String(row['user'])) } },
      'day',
      'user',
    ),
    'chart: by hour of day': activity({}, 'hour'),
    'chart: errors by code': activity({ outcome: { not: ['ok'] } }, 'errorCode'),
    'tiles: total': activity(people),
    'page of 100: everything': page({}),
    'page of 100: people’s changes': page(people),
    'page of 100: a user': page(user),
    'page of 100: a rare event name': page(rare),
    'page of 100: denied': page({ outcome: { in: ['denied'] } }),
    'page of 100: each the next of the last': async () => {
      const answer = (await service.scan({ ...all, filter: people, limit: 100, cursor })) as EventsPage;
      cursor = answer.next;
    },
    'page of 100: by a parameter (reads events)': page({ requestParameters_instanceType: { in: ['t3.micro'] } }),
  };
}

async function timesOf(ask: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < TIMES; round++) {
    const begin = performance.now();
    await ask();
    times.push(performance.now() - begin);
  }
  return times;
}

function row(name: string, times: readonly number[]): string {
  return `  ${name.padEnd(46)} ${median(times).toFixed(1).padStart(7)} ${quantile(times, 0.95).toFixed(1).padStart(7)}`;
}
