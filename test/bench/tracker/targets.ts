import { dollarsOf } from '../../../backend/aws/bill.ts';
import type { ViewName } from './askTracker.ts';
import type { Bystanders } from './bystanders.ts';
import { requestsOf } from './capacity.ts';
import type { LambdaFigures } from './lambda.ts';
import { CORPORA } from './logFiles.ts';
import type { Repetition } from './repetition.ts';
import type { CorpusRun } from './tracker.ts';

/** What the deployed tracker is to reach, what it does, and whether that is enough. */
type Target = [what: string, figure: string, isMet: boolean];

/** Fewer stored events are too few for the targets of what it costs. */
const ENOUGH = 100_000;

/** What a figure may grow by and still be called the same. */
const SAME = 1.1;

export interface Figures {
  runs: readonly CorpusRun[];
  bystanders: Bystanders;
  repetition: Repetition;
  lambda: LambdaFigures;
}

export function printTargets({ runs, bystanders, repetition, lambda }: Figures): void {
  console.log('targets:');
  const all = [
    ...runs.filter(({ filled }) => filled.stored >= ENOUGH).flatMap(costTargets),
    repetitionTarget(repetition),
    ...growthTarget(runs),
    ...bystanderTargets(bystanders),
    ...runs.flatMap(latencyTargets),
    ...lambdaTargets(lambda),
  ];
  for (const [what, figure, isMet] of all) console.log(`  ${isMet ? 'met   ' : 'missed'} ${what}: ${figure}`);
}

function costTargets({ name, filled }: CorpusRun): Target[] {
  const { files, stored, usage, predecessor } = filled;
  const perEvent = (usage.writeUnits - files) / stored;
  const share = dollarsOf({ read: usage.readUnits, write: usage.writeUnits }) / dollarsOf(predecessor);
  return [
    [`${name}: at most 1.25 write units for an event and one for a file`, perEvent.toFixed(3), perEvent <= 1.25],
    [`${name}: at most 60% of the predecessor's cost`, `${(100 * share).toFixed(1)}%`, share <= 0.6],
  ];
}

function repetitionTarget({ times, once, often }: Repetition): Target {
  const what = `a chart costs the same where everything happens ${times} times`;
  return [what, `${once} to ${often} read units`, often <= SAME * once];
}

/** More events of the same organization in the same time are more people, more names and more quarters of an hour, too. */
function growthTarget(runs: readonly CorpusRun[]): Target[] {
  const [few, many] = runs.filter(({ name }) => CORPORA[name].days === 14).slice(-2);
  if (!few || !many) return [];
  const charts = [...many.questions].flatMap(([question, { readUnits }]) => {
    const before = few.questions.get(question)?.readUnits;
    return question.startsWith('chart') && before !== undefined ? [{ question, before, readUnits }] : [];
  });
  const [worst] = charts.sort((a, b) => b.readUnits / b.before - a.readUnits / a.before);
  if (!worst) return [];
  const { question, before, readUnits } = worst;
  const events = (many.filled.stored / few.filled.stored).toFixed(1);
  const what = `no chart costs more with ${many.name} than with ${few.name}`;
  return [[what, `${question}: ${before} to ${readUnits} read units, for ${events} times the events`, readUnits <= SAME * before]]; // prettier-ignore
}

function bystanderTargets({ alone, crowd }: Bystanders): Target[] {
  return (['page', 'chart'] as const).flatMap((name): Target[] => {
    const [before, after] = [alone[name], crowd[name]];
    const what = `${name} of a service: costs the same with ${crowd.activeUsers} and not ${alone.activeUsers} users`;
    const requests: Target = [
      `${what}, requests`,
      `${requestsOf(before)} to ${requestsOf(after)}`,
      requestsOf(after) <= SAME * requestsOf(before),
    ];
    const units: Target = [
      `${what}, read units`,
      `${before.readUnits} to ${after.readUnits}`,
      after.readUnits <= SAME * before.readUnits,
    ];
    return [requests, units];
  });
}

const BOTH: ViewName = 'tree and overview';

function latencyTargets({ name, views, questions, filled }: CorpusRun): Target[] {
  const targets: Target[] = [];
  for (const days of [1, 7, 30, 365]) {
    const both = views.get(BOTH)?.get(days);
    if (!both) continue;
    const most = days === 365 ? 3_000 : 1_000;
    const what = `${name}: tree and overview of ${days} days`;
    targets.push([`${what} within ${most} ms`, `${both.p95.toFixed(0)} ms`, both.p95 <= most]);
    targets.push([`${what} in 3 calls`, `${both.calls} calls`, both.calls <= 3]);
  }
  const page = questions.get('page: a user, 7 days');
  if (filled.stored >= 10 * ENOUGH && page)
    targets.push([`${name}: page of a user and 7 days within 300 ms`, `${page.p95.toFixed(0)} ms`, page.p95 < 300]);
  return targets;
}

function lambdaTargets({ kilobytes, file }: LambdaFigures): Target[] {
  const { records, stored, milliseconds, cpuMilliseconds, megabytes } = file;
  const what = `ingest of ${records} records, ${stored} of them stored,`;
  return [
    [`${what} within 5 s`, `${milliseconds.toFixed(0)} ms, ${cpuMilliseconds.toFixed(0)} of them computing`, milliseconds <= 5_000], // prettier-ignore
    [`${what} within 512 MB`, `${megabytes.toFixed(0)} MB`, megabytes <= 512],
    ...(['ingest', 'query'] as const).map((name): Target => [
      `bundle ${name} under 700 KB`,
      `${kilobytes[name].toFixed(0)} KB`,
      kilobytes[name] < 700,
    ]),
  ];
}
