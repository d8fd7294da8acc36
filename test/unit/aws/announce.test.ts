import type { SQSClient } from '@aws-sdk/client-sqs';
import assert from 'node:assert/strict';
import { messageOf, sendMessages, type Outgoing } from '../../../backend/aws/announce.ts';
import { objectsIn } from '../../../backend/lambda/objectsIn.ts';

interface Batch {
  Entries: { Id: string; MessageBody: string }[];
}

/** A queue that notes batches, and refuses what it is told to. */
function queue(refuse: (body: string, attempt: number) => { SenderFault: boolean } | undefined = () => undefined) {
  const batches: string[][] = [];
  const taken: string[] = [];
  const attempts = new Map<string, number>();
  const waits: number[] = [];
  const send = async ({ input: { Entries } }: { input: Batch }) => {
    batches.push(Entries.map(({ MessageBody }) => MessageBody));
    const Failed = Entries.flatMap(({ Id, MessageBody }) => {
      const attempt = (attempts.get(MessageBody) ?? 0) + 1;
      attempts.set(MessageBody, attempt);
      const refusal = refuse(MessageBody, attempt);
      if (!refusal) taken.push(MessageBody);
      return refusal ? [{ Id, Code: 'Odd', Message: 'is odd', ...refusal }] : [];
    });
    return { Failed };
  };
  const run = (messages: Outgoing[], signal?: AbortSignal) =>
    sendMessages({ sqs: { send } as unknown as SQSClient }, 'https://sqs/1/ingest', messages, signal, {
      sleep: async (milliseconds) => void waits.push(milliseconds),
    });
  return { batches, taken, waits, run };
}

const outgoing = (body: string): Outgoing => ({ body, name: body.slice(0, 10) });
const numbered = (count: number) => Array.from({ length: count }, (_, at) => outgoing(`m${at}`));

describe('announcing log files', () => {
  it('makes messages that the ingest function reads as S3’s own', () => {
    const now = Date.parse('2026-03-01T10:00:00Z');
    for (const key of ['AWSLogs/1/a.json.gz', 'files/año 2017 + more/50%.json.gz', 'a&b=c?d#e'])
      assert.deepEqual(objectsIn(messageOf({ bucket: 'trail', key, size: 7 }, now).body), [
        { bucket: 'trail', key, size: 7, time: now },
      ]);
  });

  it('sends ten at a time, all of them, in their order', async () => {
    const { batches, taken, run } = queue();
    await run(numbered(25));
    assert.deepEqual(batches.map(({ length }) => length), [10, 10, 5]); // prettier-ignore
    assert.deepEqual(taken, numbered(25).map(({ body }) => body)); // prettier-ignore
  });

  it('sends nothing where there is nothing', async () => {
    const { batches, run } = queue();
    await run([]);
    assert.deepEqual(batches, []);
  });

  it('sends no more than 256 KB at a time, counted in bytes', async () => {
    const { batches, run } = queue();
    await run(Array.from({ length: 9 }, (_, at) => outgoing(`${at}${'ñ'.repeat(40_000)}`)));
    assert.ok(batches.length > 1);
    for (const batch of batches) assert.ok(Buffer.byteLength(batch.join('')) <= 262_144);
    assert.equal(batches.flat().length, 9);
  });

  it('sends again what the queue did not take, and that only', async () => {
    const { batches, taken, waits, run } = queue((body, attempt) =>
      /[37]$/.test(body) && attempt < 3 ? { SenderFault: false } : undefined,
    );
    await run(numbered(12));
    assert.deepEqual(batches.slice(1, 3), [['m3', 'm7'], ['m3', 'm7']]); // prettier-ignore
    assert.deepEqual(taken.toSorted(), numbered(12).map(({ body }) => body).toSorted()); // prettier-ignore
    assert.equal(waits.length, 2);
  });

  it('gives up in the end, and says which file', async () => {
    const { waits, run } = queue((body) => (body === 'm1' ? { SenderFault: false } : undefined));
    await assert.rejects(run(numbered(3)), /message about m1 .*Try again/);
    assert.equal(waits.length, 4);
  });

  it('does not repeat what SQS calls wrong', async () => {
    const { batches, run } = queue((body) => (body === 'm1' ? { SenderFault: true } : undefined));
    await assert.rejects(run(numbered(3)), /refuses the message about m1: is odd/);
    assert.equal(batches.length, 1);
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const { batches, run } = queue((body) => {
      if (body === 'm9') controller.abort();
      return undefined;
    });
    await assert.rejects(run(numbered(30), controller.signal), { name: 'AbortError' });
    assert.equal(batches.length, 1);
  });
});
