import assert from 'node:assert/strict';
import path from 'node:path';
import { parseAll } from '../../../backend/local/parsePool.ts';
import type { ParseTask } from '../../../backend/local/parseTask.ts';

const WORKER = path.join(import.meta.dirname, 'fakeParseWorker.ts');

describe('parseAll', function () {
  this.timeout(60_000);

  function task(...names: string[]): ParseTask {
    return names.map((name) => ({ name, size: 1, modified: 0 }));
  }

  /** Names of the files with what became of them, in the order of the answers. */
  async function parse(tasks: ParseTask[], signal = new AbortController().signal): Promise<string[]> {
    const found: string[] = [];
    for await (const { batch } of parseAll(WORKER, tasks, signal)) {
      for (const { name, reason } of batch.files) found.push(`${name}: ${reason}`);
    }
    return found;
  }

  it('answers in the order of the tasks, whoever is done first', async () => {
    const tasks = Array.from({ length: 12 }, (_, index) => task(index % 3 === 0 ? `slow${index}` : `quick${index}`));
    const expected = tasks.map(([file]) => `${file!.name}: whole`);
    assert.deepEqual(await parse(tasks), expected);
  });

  it('has nothing to do for no tasks', async () => {
    assert.deepEqual(await parse([]), []);
  });

  it('tries with care what has cost a worker its life, and loses nothing', async () => {
    assert.deepEqual(await parse([task('a'), task('b', 'greedy'), task('c'), task('d'), task('e')]), [
      'a: whole',
      'b: with care',
      'greedy: with care',
      'c: whole',
      'd: whole',
      'e: whole',
    ]);
  });

  it('gives up what costs a worker its life again', async () => {
    assert.deepEqual(await parse([task('hopeless'), task('b')]), [
      'hopeless: takes more memory than there is',
      'b: whole',
    ]);
  });

  it('fails with a worker that has a fault', async () => {
    await assert.rejects(parse([task('a'), task('fault'), task('b')]), { message: 'a fault of ours' });
  });

  it('stops when asked to, also while it waits', async () => {
    const reason = new Error('enough');
    await assert.rejects(parse([task('a')], AbortSignal.abort(reason)), reason);
    const controller = new AbortController();
    const parsing = parse([task('slow')], controller.signal);
    setImmediate(() => controller.abort(reason));
    await assert.rejects(parsing, reason);
  });
});
