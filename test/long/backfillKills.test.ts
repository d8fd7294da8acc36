import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { backfillFolder } from '../../backend/aws/backfillFolder.ts';
import { openJournal } from '../../backend/aws/journal.ts';
import { planUpload } from '../../backend/aws/planUpload.ts';
import { objectsIn } from '../../backend/lambda/objectsIn.ts';
import { createRandom } from '../fixtures/random.ts';
import { fakeTracker, QUEUE, UPLOADS, type FakeTracker } from '../unit/aws/fakeTracker.ts';

/** KILL_SEED chooses the moments. */
const seed = Number(process.env['KILL_SEED'] ?? 1);
const count = Number(process.env['KILL_COUNT'] ?? 200);
const FILES = 150;
/** Requests of a run that nobody disturbs: a list, uploads, messages, looks at the queue. */
const REQUESTS = 190;
/** Kills of one backfill, at most, before it may end. */
const IN_A_ROW = 5;

describe(`backfills from a folder that are killed at ${count} random requests (KILL_SEED=${seed})`, () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-kills-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('send every file, and note none that was not sent', async () => {
    const started = performance.now();
    const random = createRandom(seed);
    const upTo = (limit: number) => Math.floor(random() * limit);
    const file = path.join(folder, 'journal.txt');
    const plan = planUpload({ files: writeFiles(folder) });
    /** What each kill has met, and how often the journal lost the end of its last line. */
    const met: Record<string, number> = {};
    const note = (what: string) => (met[what] = (met[what] ?? 0) + 1);

    for (let kills = 0; kills < count;) {
      rmSync(file, { force: true });
      const tracker = fakeTracker();
      const announced = recordAnnounced(tracker);
      const run = () => backfillFolder(tracker.aws, { plan, queueUrl: QUEUE, uploadBucket: UPLOADS, api: tracker.api, journal: openJournal(file), clock: tracker.clock }); // prettier-ignore
      for (let inARow = upTo(IN_A_ROW) + 1; inARow > 0 && kills < count; inARow--) {
        const death = dieAt(tracker, upTo(REQUESTS), random() < 0.5);
        const error = await run().then(() => undefined, (reason: unknown) => reason); // prettier-ignore
        death.revive();
        if (!death.at) {
          assert.equal(error, undefined);
          break;
        }
        assert.match(String(error), /killed/);
        kills++;
        note(death.at);
        for (const entry of entriesOf(file)) assert.ok(announced.has(keyOf(entry)), `${entry} is noted and was not sent`);
        if (random() < 0.2 && tear(file, upTo(200))) note('torn journal');
        if (random() < 0.5) tracker.settle();
      }
      const { read, failed } = await run();
      assert.deepEqual(failed, []);
      assert.ok(read <= FILES);
      const keys = new Set(plan.uploads.map(({ key }) => key));
      assert.deepEqual(announced, keys);
      assert.deepEqual(new Set(tracker.objects.keys()), new Set([...keys].map((key) => `${UPLOADS}/${key}`)));
      const { files, events, rejected } = await tracker.api.status();
      assert.deepEqual([files, events, rejected], [FILES, 2 * FILES, 0]);
      // All is done: the next run is another one.
      assert.ok(!existsSync(file));
    }
    console.log({ kills: count, met, seconds: Math.round((performance.now() - started) / 1000) });
  });
}); // prettier-ignore

function writeFiles(folder: string): { name: string; size: number; modified: number }[] {
  return Array.from({ length: FILES }, (_, at) => {
    const minute = String(at % 60).padStart(2, '0');
    const name = path.join(folder, `111122223333_CloudTrail_eu-west-1_20260227T00${minute}Z_${String(at).padStart(16, 'x')}.json.gz`); // prettier-ignore
    writeFileSync(name, 'x'.repeat(10 + at));
    return { name, size: 10 + at, modified: 0 };
  });
}

interface Request {
  input: { Entries?: { MessageBody: string }[] };
  constructor: { name: string };
}
type Send = (command: Request, options?: unknown) => Promise<unknown>;

/** Keys of the files that the queue has taken messages about. */
function recordAnnounced({ aws }: FakeTracker): Set<string> {
  const keys = new Set<string>();
  wrap(aws.sqs, async (send, command, options) => {
    const result = await send(command, options);
    if (command.constructor.name === 'SendMessageBatchCommand')
      for (const { MessageBody } of command.input.Entries ?? [])
        for (const { key } of objectsIn(MessageBody)) keys.add(key);
    return result;
  });
  return keys;
}

/** A process that dies at its n-th request, before that is carried out or when nobody is left to hear the answer. Nothing follows. */
function dieAt({ aws }: FakeTracker, nth: number, isCarriedOut: boolean) {
  let seen = 0;
  const death = { at: undefined as string | undefined, revive: () => undefined as void };
  const die: Around = async (send, command, options) => {
    if (death.at !== undefined) throw new Error('killed');
    if (seen++ < nth) return send(command, options);
    death.at = command.constructor.name.replace('Command', isCarriedOut ? ', carried out' : '');
    if (isCarriedOut) await send(command, options);
    throw new Error('killed');
  };
  const restore = [wrap(aws.s3, die), wrap(aws.sqs, die)];
  death.revive = () => restore.forEach((each) => each());
  return death;
}

type Around = (send: Send, command: Request, options?: unknown) => Promise<unknown>;

function wrap(client: object, around: Around): () => void {
  const holder = client as { send: Send };
  const { send } = holder;
  holder.send = (command, options) => around(send, command, options);
  return () => void (holder.send = send);
}

/** What the journal notes as sent, in lines that no tear has cut. */
function entriesOf(file: string): string[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  return lines.filter((line) => /^\["[^"]+",1\]$/.test(line)).map((line) => (JSON.parse(line) as [string, number])[0]);
}

/** An entry is a size and a key. */
function keyOf(entry: string): string {
  return entry.slice(entry.indexOf(' ') + 1);
}

/** As a crash of the machine leaves a file: its end was never written. Answers whether that has changed it. */
function tear(file: string, bytes: number): boolean {
  if (!existsSync(file) || bytes === 0) return false;
  truncateSync(file, Math.max(0, statSync(file).size - bytes));
  return true;
}
