import fc from 'fast-check';
import assert from 'node:assert/strict';
import { wholeAnswer, type Ask } from '../parity/wholeAnswer.ts';
import { modelAnswer, type ModelAnswer } from './model.ts';
import { questionOver, type Question } from './question.ts';
import { choices, spell } from './spelling.ts';
import { openWorld } from './world.ts';

export interface RunOptions {
  /** fast-check prints both with a failure, which they replay. */
  seed: number;
  path?: string;
  runs: number;
}

/** Asks both back ends random questions, each in its own random spelling, and compares their whole answers with the model's. */
export async function checkQuestions(
  worldSeed: number,
  { seed, path, runs }: RunOptions,
): Promise<Record<string, number>> {
  const world = await openWorld(worldSeed);
  const met: Record<string, number> = {};
  const count = (name: string) => (met[name] = (met[name] ?? 0) + 1);
  try {
    const ways = fc.tuple(choices, choices).map(([a, b]) => (question: Question) => [spell(question, a), spell(question, b)] as const); // prettier-ignore
    const asked = fc.tuple(questionOver(world.events), ways).map(([question, both]) => ({ question, targets: both(question) })); // prettier-ignore
    const property = fc.asyncProperty(asked, async ({ question, targets: [embedded, deployed] }) => {
      const expected = await modelAnswer(world, question);
      assert.deepEqual(await answerOf(world.backEnds.embedded, embedded), plain(expected), `embedded: ${embedded}`);
      assert.deepEqual(await answerOf(world.backEnds.deployed, deployed), plain(expected), `deployed: ${deployed}`);
      assert.deepEqual(world.faults(), []);
      count(expected.status === 200 ? kindOf(expected.body) : String(expected.status));
    });
    await fc.assert(property, { seed, path, numRuns: runs, includeErrorInReport: true });
    return met;
  } finally {
    await world.close();
  }
}

/** In the model's form. */
async function answerOf(ask: Ask, target: string): Promise<ModelAnswer> {
  const { status, body } = await wholeAnswer(ask, target);
  if (status === 200) return { status, body };
  const { message, parameter } = body as { message: string; parameter?: string };
  assert.ok(message.length > 10, `${target}: ${message}`);
  return plain({ status, body: status === 400 ? parameter : undefined });
}

function kindOf(body: unknown): string {
  const isNothing = body === 0 || (Array.isArray(body) && body.length === 0);
  return isNothing ? 'nothing' : Array.isArray(body) ? 'list' : 'number';
}

/** As JSON, in which answers travel. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
