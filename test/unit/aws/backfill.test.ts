import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { backfillBucket, planBucket } from '../../../backend/aws/backfillBucket.ts';
import { backfillFolder } from '../../../backend/aws/backfillFolder.ts';
import { openJournal } from '../../../backend/aws/journal.ts';
import { planUpload } from '../../../backend/aws/planUpload.ts';
import { fakeTracker, QUEUE, UPLOADS, type FakeTracker } from './fakeTracker.ts';

const PLACE = '111122223333/CloudTrail/eu-west-1';
const nameOf = (day: string, at: number) =>
  `111122223333_CloudTrail_eu-west-1_${day.replaceAll('-', '')}T00${String(at % 60).padStart(2, '0')}Z_${String(at).padStart(16, 'x')}.json.gz`;

describe('backfills', () => {
  let folder: string;
  let tracker: FakeTracker;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-backfill-'));
    tracker = fakeTracker();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const journal = () => openJournal(path.join(folder, 'journal.txt'));
  const countOf = (call: string) => tracker.calls.filter((each) => each === call).length;
  /** Fails with the n-th request of a kind, as a kill would, and never after. */
  const failOnce = (call: string, nth: number) => {
    let seen = 0;
    tracker.fault = (each) => (each === call && ++seen === nth ? new Error('killed') : undefined);
  };

  describe('from a folder', () => {
    function plan(count: number) {
      const files = Array.from({ length: count }, (_, at) => {
        const name = path.join(folder, 'logs', nameOf('2026-02-27', at));
        mkdirSync(path.dirname(name), { recursive: true });
        writeFileSync(name, 'x'.repeat(10 + at));
        return { name, size: 10 + at, modified: 0 };
      });
      return planUpload({ files });
    }
    const run = (planned: ReturnType<typeof plan>, signal?: AbortSignal, onSent?: (sent: { files: number }) => void) =>
      backfillFolder(tracker.aws, { plan: planned, queueUrl: QUEUE, uploadBucket: UPLOADS, api: tracker.api, journal: journal(), clock: tracker.clock, signal, onSent }); // prettier-ignore

    it('uploads, announces, follows, and tells what became of it', async () => {
      const planned = plan(150);
      const poison = planned.uploads[3]!.key;
      tracker.poison.add(poison);
      const sent: number[] = [];
      const summary = await run(planned, undefined, ({ files }) => sent.push(files));
      assert.deepEqual(summary, {
        began: Date.parse('2026-03-01T10:00:00Z'),
        announced: 150,
        read: 149,
        known: 0,
        skipped: 0,
        records: 447,
        stored: 298,
        duplicates: 0,
        dropped: 149,
        broken: 0,
        failed: [{ name: poison, state: 'rejected', reason: 'is cut off' }],
      });
      assert.deepEqual([tracker.objects.size, countOf('PutObject'), countOf('SendMessageBatch')], [150, 150, 15]);
      assert.deepEqual(sent, [0, 60, 120, 150]);
    });

    it('again, changes nothing: all is known, and nothing is uploaded twice', async () => {
      const planned = plan(30);
      await run(planned);
      const puts = countOf('PutObject');
      const summary = await run(planned);
      assert.deepEqual([summary.read, summary.stored, summary.known], [0, 0, 30]);
      assert.equal(countOf('PutObject'), puts);
    });

    for (const [call, nth] of [
      ['PutObject', 100],
      ['SendMessageBatch', 8],
      ['GetQueueAttributes', 2],
    ] as const)
      // prettier-ignore
      it(`goes on after a kill at ${call}, and sends no file that it has noted`, async () => {
        const planned = plan(150);
        failOnce(call, nth);
        await assert.rejects(run(planned), /killed/);
        const summary = await run(planned);
        const { announced, read, stored, known: before, failed } = summary;
        assert.deepEqual([announced, read, stored, before, failed], [150, 150, 300, 0, []]);
        const { files, events } = await tracker.api.status();
        assert.deepEqual([files, events], [150, 300]);
        // A file more than once only where the kill came between the upload and the note.
        assert.ok(countOf('SendMessageBatch') <= 15 + 8, String(countOf('SendMessageBatch')));
        assert.ok(countOf('PutObject') <= 150 + 1, String(countOf('PutObject')));
      });

    it('stops when it is cancelled, and goes on there', async () => {
      const planned = plan(150);
      const controller = new AbortController();
      const stopped = run(planned, controller.signal, ({ files }) => files === 60 && controller.abort());
      await assert.rejects(stopped, { name: 'AbortError' });
      assert.deepEqual([countOf('PutObject'), countOf('SendMessageBatch')], [60, 6]);
      // What was sent goes on being stored meanwhile.
      tracker.settle();
      const { announced, read, stored, known } = await run(planned);
      assert.deepEqual([countOf('PutObject'), countOf('SendMessageBatch')], [150, 15]);
      assert.deepEqual([announced, read, stored, known], [150, 150, 300, 0]);
    });

    it('reports a file that is gone, and goes on', async () => {
      const planned = plan(3);
      rmSync(planned.uploads[1]!.file);
      const summary = await run(planned);
      assert.deepEqual([summary.announced, summary.read], [2, 2]);
      assert.deepEqual(summary.failed.map(({ name }) => name), [planned.uploads[1]!.file]); // prettier-ignore
      assert.match(summary.failed[0]!.reason, /ENOENT/);
    });

    it('names the permission that is missing', async () => {
      tracker.fault = (call) =>
        call === 'PutObject' ? Object.assign(new Error('Access Denied'), { name: 'AccessDenied' }) : undefined;
      await assert.rejects(run(plan(2)), /s3:PutObject on arn:aws:s3:::uploads/);
    });
  });

  describe('from the trail’s bucket', () => {
    const selection = { bucket: 'trail', prefixes: [`AWSLogs/${PLACE}/`], from: '2026-02-26', to: '2026-03-01' };
    const fill = (day: string, count: number) => {
      for (let at = 0; at < count; at++)
        tracker.objects.set(`trail/AWSLogs/${PLACE}/${day.replaceAll('-', '/')}/${nameOf(day, at)}`, 100 + at);
    };
    beforeEach(() => {
      for (const [day, count] of [
        ['2026-02-25', 5],
        ['2026-02-26', 12],
        ['2026-02-28', 25],
        ['2026-03-01', 3],
      ] as const)
        // prettier-ignore
        fill(day, count);
      tracker.objects.set(`trail/AWSLogs/${PLACE}/2026/02/28/notes.txt`, 1);
    });
    const run = (signal?: AbortSignal, onSent?: (sent: { files: number }) => void) =>
      backfillBucket(tracker.aws, { selection, queueUrl: QUEUE, api: tracker.api, journal: journal(), clock: tracker.clock, signal, onSent }); // prettier-ignore

    it('counts before it begins', async () => {
      const { files, days, bytes } = await planBucket(tracker.aws, selection);
      assert.deepEqual([files, days], [40, 3]);
      const sum = (count: number) => 100 * count + (count * (count - 1)) / 2;
      assert.equal(bytes, sum(12) + sum(25) + sum(3));
    });

    it('announces the log files of the days, and follows', async () => {
      const summary = await run();
      assert.deepEqual([summary.announced, summary.read, summary.stored, summary.failed], [40, 40, 80, []]);
      const again = await run();
      assert.deepEqual([again.read, again.known], [0, 40]);
    });

    it('goes on after a kill with the day at which it stopped, and looks at today again', async () => {
      failOnce('SendMessageBatch', 3);
      await assert.rejects(run(), /killed/);
      fill('2026-03-01', 5);
      const summary = await run();
      // Today (3, then 5 files), and of the other days those that were not noted.
      const { announced, read, stored, known } = summary;
      assert.deepEqual([announced, read, stored, known], [5 + 25 + 12, 42, 84, 0]);
      assert.equal((await tracker.api.status()).files, 42);
    });

    it('does not repeat days that were sent', async () => {
      const controller = new AbortController();
      const stopped = run(controller.signal, ({ files }) => files === 28 && controller.abort());
      await assert.rejects(stopped, { name: 'AbortError' });
      const before = countOf('SendMessageBatch');
      const { announced, read, stored, known } = await run();
      assert.deepEqual([announced, read, stored, known], [40, 40, 80, 0]);
      // Today's three files, and the day that was not begun.
      assert.equal(countOf('SendMessageBatch') - before, 1 + 2);
    });

    it('tells of all that it did, also where that was settled before it is gone on with', async () => {
      failOnce('GetQueueAttributes', 1);
      await assert.rejects(run(), /killed/);
      tracker.settle();
      const { announced, read, stored, known } = await run();
      assert.deepEqual([announced, read, stored, known], [40, 40, 80, 0]);
    });

    it('tells only of failed files that it has sent', async () => {
      const [first] = [...tracker.objects.keys()].filter((name) => name.includes('2026/02/28'));
      tracker.poison.add(first!.slice('trail/'.length));
      const summary = await run();
      assert.deepEqual(summary.failed.map(({ name }) => `trail/${name}`), [first]); // prettier-ignore
    });
  });
});
