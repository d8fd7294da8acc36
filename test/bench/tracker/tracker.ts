import { UserError } from '../../../backend/core/userError.ts';
import { askFirst, askQuestions, measureView, type MeasuredView, type ViewName } from './askTracker.ts';
import { dollarsOf } from '../../../backend/aws/bill.ts';
import { printBills, type QuestionCosts } from './bills.ts';
import { compareBystanders, printBystanders } from './bystanders.ts';
import { requestsOf, type Units, type Usage } from './capacity.ts';
import { checkCapacity } from './checkCapacity.ts';
import type { Filled } from './fill.ts';
import { measureLambda, type LambdaFigures } from './lambda.ts';
import { openLocalAws } from './localAws.ts';
import { CORPORA, type CorpusName } from './logFiles.ts';
import type { Measured } from './measure.ts';
import { compareRepetition } from './repetition.ts';
import { printTargets } from './targets.ts';
import { VIEWS } from './views.ts';

export interface CorpusRun {
  name: CorpusName;
  filled: Filled;
  first: Usage;
  questions: Map<string, Measured>;
  views: Map<ViewName, Map<number, MeasuredView>>;
}

/**
 * The deployed tracker: what its requests to DynamoDB cost and how long they take, and what a month of it costs. `part` is what the
 * names of the events to store have in them, or `quick`: all but the millions.
 */
export async function benchTracker(part = ''): Promise<void> {
  console.log('the deployed tracker, on a DynamoDB in memory that answers each request after 5 ms');
  const check = await checkCapacity();
  console.log(
    `its capacity beside dynalite's: ${check.differences} of ${check.requests} requests differ, ${check.wrong} answers; ` +
      `${number(check.ours)} and ${number(check.theirs)} units in all (dynalite does not charge ${check.empty} queries that find nothing)`,
  );
  const runs: CorpusRun[] = [];
  const isAsked = (name: string) => (part === 'quick' ? !name.startsWith('1,000,000') : name.includes(part));
  const names = (Object.keys(CORPORA) as CorpusName[]).filter(isAsked);
  if (names.length === 0) throw new UserError(`No events have ${JSON.stringify(part)} in their name.`);
  for (const name of names) {
    const run = await runCorpus(name);
    printWrites(run);
    runs.push(run);
  }
  printQuestions(runs);
  printViews(runs);
  const bystanders = await compareBystanders();
  printBystanders(bystanders);
  const repetition = await compareRepetition();
  const lambda = await printLambda();
  const billed = runs.findLast(({ name }) => CORPORA[name].days === 14) ?? runs.at(-1)!;
  await printBills(questionCosts(billed));
  printTargets({ runs, bystanders, repetition, lambda });
}

function questionCosts({ name, first, views }: CorpusRun): QuestionCosts {
  const { days } = CORPORA[name];
  const ofDay = { readUnits: first.readUnits / days, writeUnits: first.writeUnits / days };
  return { first: ofDay, look: views.get('all views, opened')!.get(7)! };
}

async function runCorpus(name: CorpusName): Promise<CorpusRun> {
  const aws = await openLocalAws();
  try {
    const sample = CORPORA[name];
    const asked = { aws, table: 'tracker' };
    const filled = await aws.service.fill({ table: asked.table, sample, sumsUp: true });
    const first = await askFirst(asked, sample.days);
    const questions = await askQuestions(asked, sample.days);
    const views: CorpusRun['views'] = new Map();
    for (const view of Object.keys(VIEWS) as ViewName[]) {
      const byPeriod = new Map<number, MeasuredView>();
      views.set(view, byPeriod);
      for (const days of [1, 7, 30, 365]) {
        if (days <= sample.days) byPeriod.set(days, await measureView(asked, view, 24 * days));
      }
    }
    return { name, filled, first, questions, views };
  } finally {
    await aws.close();
  }
}

function printWrites({ name, filled, first }: CorpusRun): void {
  const { files, stored, duplicates, usage, units, predecessor, bytes } = filled;
  const own = (dollarsOf({ read: usage.readUnits, write: usage.writeUnits }) / stored) * 1e6;
  const other = (dollarsOf(predecessor) / stored) * 1e6;
  const perEvent = (amount: number) => (amount / stored).toFixed(3);
  for (const line of [
    `stored: ${name} (${number(stored)} of ${number(files)} files, ${number(duplicates)} duplicates, ${(bytes / stored).toFixed(0)} bytes each)`,
    `  ${perEvent(usage.writeUnits - files)} write units for an event and one for a file: ${perEvent(usage.writeUnits)} in all, ` +
      `${perEvent(usage.readUnits)} read units, ${perEvent(requestsOf(usage))} requests`,
    `  $${own.toFixed(3)} for a million events, ${((100 * own) / other).toFixed(0)}% of the predecessor's $${other.toFixed(3)} ` +
      `(${perEvent(predecessor.write)} write and ${perEvent(predecessor.read)} read units)`,
    `  write units: ${unitsText(units, 'write')}`,
    `  read units: ${unitsText(units, 'read')}`,
    `  all of it asked for the first time: ${number(first.readUnits)} read and ${number(first.writeUnits)} write units`,
  ])
    console.log(line);
}

/** What the partitions hold, in the words of ARCHITECTURE.md. */
const KINDS: Record<string, string> = {
  user: 'events',
  activity: 'rows',
  files: 'files without events',
  problems: 'notes',
  summary: 'summaries',
};

function unitsText(units: Record<string, Units>, of: keyof Units): string {
  const parts = Object.entries(units)
    .filter(([, each]) => each[of] > 0)
    .map(([kind, each]) => `${number(each[of])} ${KINDS[kind] ?? kind}`);
  return parts.join(', ');
}

function printQuestions(runs: readonly CorpusRun[]): void {
  console.log('questions: read units, requests, milliseconds (median, 95th percentile), by events stored');
  console.log(row('', ...runs.map(({ name }) => name)));
  const names = new Set(runs.flatMap(({ questions }) => [...questions.keys()]));
  for (const name of names) {
    console.log(row(name, ...runs.map(({ questions }) => figures(questions.get(name)))));
  }
}

function printViews(runs: readonly CorpusRun[]): void {
  console.log('views: the same, and API calls; calls made at the same time count as long as the longest of them');
  console.log(row('', ...runs.map(({ name }) => name)));
  for (const view of Object.keys(VIEWS) as ViewName[]) {
    for (const days of [1, 7, 30, 365]) {
      const cells = runs.map(({ views }) => views.get(view)?.get(days));
      if (cells.every((cell) => cell === undefined)) continue;
      const calls = cells.find((cell) => cell)?.calls;
      console.log(row(`${view}, days: ${days}, calls: ${calls}`, ...cells.map(figures)));
    }
  }
}

function figures(measured: Measured | undefined): string {
  if (!measured) return '';
  const { readUnits, requests, median, p95 } = measured;
  return [readUnits, requests, Math.round(median), Math.round(p95)].map((value) => String(value).padStart(6)).join('');
}

async function printLambda(): Promise<LambdaFigures> {
  const aws = await openLocalAws();
  try {
    await aws.service.fill({ table: 'tracker', sample: CORPORA['10,000 in 14 days'] });
    const figures = await measureLambda(aws, 'tracker');
    const { kilobytes, file, coldStart } = figures;
    console.log('functions, on one core:');
    console.log(`  bundles: ingest ${kilobytes.ingest.toFixed(0)} KB, query ${kilobytes.query.toFixed(0)} KB`);
    console.log(
      `  ingest of a file of ${number(file.records)} records, ${number(file.stored)} of them stored: ${file.milliseconds.toFixed(0)} ms ` +
        `(${file.cpuMilliseconds.toFixed(0)} of them computing), peak ${file.megabytes.toFixed(0)} MB, limited as with 512 MB`,
    );
    console.log(
      `  cold start of query: ${coldStart.loaded.toFixed(0)} ms until loaded, ${coldStart.answered.toFixed(0)} ms until the first request is answered`,
    );
    return figures;
  } finally {
    await aws.close();
  }
}

function row(name: string, ...cells: string[]): string {
  return `  ${name.padEnd(46)} ${cells.map((cell) => cell.padStart(24)).join('  ')}`.trimEnd();
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en');
}
