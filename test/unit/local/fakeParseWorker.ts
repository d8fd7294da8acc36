import { parentPort } from 'node:worker_threads';
import type { ParseAnswer, ParseRequest } from '../../../backend/local/parseTask.ts';
import { BatchPacker } from '../../../backend/sqlite/eventBatch.ts';

/**
 * Stands in for parseWorker.ts: answers with reports whose reason tells how it was asked, and does to itself what the names of
 * files say: "slow", "greedy" (dies for lack of memory unless asked for care), "hopeless" (dies in any case), "fault".
 */
const port = parentPort!;

port.on('message', (request: ParseRequest) => {
  if ('more' in request) return;
  const { task, files, careful } = request;
  const names = files.map(({ name }) => name).join();
  if (names.includes('fault')) throw new Error('a fault of ours');
  if (names.includes('hopeless') || (names.includes('greedy') && !careful)) eatMemory();
  const packer = new BatchPacker();
  for (const file of files)
    packer.endFile({
      ...file,
      records: 0,
      dropped: 0,
      broken: 0,
      state: 'skipped',
      reason: careful ? 'with care' : 'whole',
    });
  const answer = () => port.postMessage({ task, batch: packer.pack(), open: false } satisfies ParseAnswer);
  if (names.includes('slow')) setTimeout(answer, 100);
  else answer();
});

function eatMemory(): void {
  const eaten: number[][] = [];
  for (;;) eaten.push(new Array<number>(100_000).fill(eaten.length));
}
