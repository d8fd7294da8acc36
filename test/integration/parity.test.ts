import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { DEFAULT_DROP, KEEP_ALL, type DropSettings } from '../../backend/core/dropRule.ts';
import { createDynamoStore, createStoreOnTable } from '../../backend/dynamodb/dynamoStore.ts';
import { inParallel } from '../../backend/dynamodb/inParallel.ts';
import { writeSample } from '../../backend/local/writeSample.ts';
import type { SampleOptions } from '../../backend/sample/sampleOptions.ts';
import { openDynalite, type Dynalite } from '../fixtures/dynalite.ts';
import { openEmbedded, type Embedded } from '../fixtures/embedded.ts';
import { call } from '../fixtures/http.ts';
import { createMemoryTable } from '../fixtures/memoryTable.ts';
import { createRandom } from '../fixtures/random.ts';
import { describeRealLogs } from '../fixtures/realLogs.ts';
import { openDeployed, type DeployedOptions } from '../parity/deployed.ts';
import { readFacts, type Facts } from '../parity/facts.ts';
import { writeOddBucket } from '../parity/oddBucket.ts';
import { QUESTIONS } from '../parity/questions.ts';
import { randomQuestion } from '../parity/randomQuestion.ts';
import { nextQuery, wholeAnswer, type Ask, type WholeAnswer } from '../parity/wholeAnswer.ts';

/** Where the deployed half of a comparison keeps its events. */
type OpenStore = DeployedOptions['openStore'];

const SEED = 20_260_401;

/** Questions under way at once. */
const PARALLEL = 4;

/** A random question's pages are so many at most. */
const MAX_PAGES = 8;

describe('the embedded and the deployed tracker answer alike', () => {
  let dynalite: Dynalite;
  before(async () => (dynalite = await openDynalite()));
  after(() => dynalite.close());

  const onDynalite = async (): Promise<OpenStore> => {
    const table = await dynalite.createTable();
    return (settings) => createDynamoStore({ client: dynalite.client, table, now: Date.now, settings });
  };
  // Most are asked of a table in memory: dynalite takes some milliseconds for each of very many requests.
  const inMemory = async (): Promise<OpenStore> => {
    const table = createMemoryTable();
    return (settings) => createStoreOnTable(table, { now: Date.now, settings });
  };

  describeRealLogs('over real log files', (folder) => {
    testParity({ writeLogs: async () => [folder], drop: DEFAULT_DROP, openTable: inMemory, random: 50, share: 0.5 });
  });

  describe('over the logs of a class and of an organization, of which nothing is dropped', () => {
    testParity({ writeLogs: writeSamples, drop: KEEP_ALL, openTable: inMemory, random: 150 });
  });

  describe('over a few odd logs, in dynalite', () => {
    testParity({ writeLogs: async () => [], drop: DEFAULT_DROP, openTable: onDynalite, random: 10, share: 0.05 });
  });
});

/** Clocks change in the time of each. */
const SAMPLES: SampleOptions[] = [
  { end: new Date('2026-04-02T12:00:00Z'), days: 30, users: 60, events: 3000, recordsPerFile: 25 },
  { end: new Date('2025-11-03T12:00:00Z'), days: 10, users: 40, events: 3000, organization: true, recordsPerFile: 40 },
];

async function writeSamples(folder: string): Promise<string[]> {
  const folders = SAMPLES.map((_, at) => path.join(folder, `sample-${at}`));
  for (const [at, options] of SAMPLES.entries()) await writeSample(folders[at]!, options);
  return folders;
}

interface Source {
  /** Answers the folders of log files beside the odd ones; may write them into the one that is given. */
  writeLogs: (folder: string) => Promise<string[]>;
  drop: DropSettings;
  openTable: () => Promise<OpenStore>;
  /** How many random questions are asked. */
  random: number;
  /** How much of all other questions is asked, the first about each topic in any case. */
  share?: number;
}

function testParity({ writeLogs, drop, openTable, random, share = 1 }: Source): void {
  let folder: string;
  let embedded: Embedded;
  let deployed: Ask;
  let facts: Facts;

  const ask: Ask = (target) => call(embedded.url, target);

  before(async function () {
    this.timeout(60_000);
    folder = mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-test-'));
    const odd = path.join(folder, 'odd');
    mkdirSync(odd);
    writeOddBucket(odd, Date.now());
    const roots = [...(await writeLogs(folder)), odd];
    embedded = await openEmbedded(roots, { drop });
    deployed = await openDeployed({ roots, drop, openStore: await openTable() });
    facts = await readFacts(ask);
  });

  after(async () => {
    await embedded?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const chance = createRandom(SEED);
  for (const [topic, questionsOf] of Object.entries(QUESTIONS)) {
    it(topic, async () => {
      const questions = [...new Set(questionsOf(facts))].filter((_, at) => at === 0 || chance() < share);
      const differences = await inParallel(questions, PARALLEL, compare);
      report(differences, questions.length);
    });
  }

  it('a page of one is followed by a page of the other, and no other question takes its cursor', async () => {
    const query = nextQuery(await ask(`/scan?${facts.newest}&limit=50`))!;
    const targets = [`/scan?${query}`, `/scan?${query}&outcome=ok`, `/users/ann?${query}`, `/activity?${query}`];
    report(await inParallel(targets, PARALLEL, compare), targets.length);
  });

  it(`${random} random questions`, async () => {
    const seeds = Array.from({ length: random }, (_, number) => SEED + number);
    const differences = await inParallel(seeds, PARALLEL, async (seed) => {
      const difference = await compareRandom(seed);
      return difference && `question ${seed - SEED} of seed ${SEED}: ${difference}`;
    });
    report(differences, seeds.length);
  });

  /** What is different, if anything is. */
  async function compare(target: string): Promise<string | undefined> {
    const sent = target.replace(/[^\x21-\x7e]+/gu, encodeURIComponent);
    const [expected, actual] = await Promise.all([wholeAnswer(ask, sent), wholeAnswer(deployed, sent)]);
    const difference = differenceOf(expected, actual);
    return difference && `${target}\n    ${difference}`;
  }

  /** A question about events is asked twice: how many there are, and for all of them in pages of a size that makes not too many. */
  async function compareRandom(seed: number): Promise<string | undefined> {
    const { path, query, isPaged, pick } = randomQuestion(seed, facts);
    if (!isPaged) return compare(`${path}?${query}`);
    const counting = `${path}?${query}&count=true`;
    const difference = await compare(counting);
    if (difference) return difference;
    const count = Number((await ask(counting)).body);
    const limit = pick([1, 7, 100, 1000, 10_000].filter((each) => !(count / each > MAX_PAGES)));
    return compare(`${path}?${query}&limit=${limit}`);
  }
}

function differenceOf(expected: WholeAnswer, actual: WholeAnswer): string | undefined {
  if (expected.status >= 500) return `the embedded tracker answers ${JSON.stringify(expected)}`;
  if (isDeepStrictEqual(expected, actual)) return undefined;
  const [a, b] = [expected.body, actual.body];
  if (!Array.isArray(a) || !Array.isArray(b)) return sides(expected, actual);
  const at = a.findIndex((item, index) => !isDeepStrictEqual(item, b[index]));
  const index = at < 0 ? a.length : at;
  return `item ${index}, of ${a.length} and ${b.length}: ${sides(a[index], b[index])}`;
}

function sides(embedded: unknown, deployed: unknown): string {
  return `embedded ${JSON.stringify(embedded)}, deployed ${JSON.stringify(deployed)}`;
}

function report(differences: readonly (string | undefined)[], questions: number): void {
  const found = differences.filter((difference) => difference !== undefined);
  if (found.length === 0) return;
  assert.fail(
    `${found.length} of ${questions} questions are answered differently:\n  ${found.slice(0, 5).join('\n  ')}`,
  );
}
