import assert from 'node:assert/strict';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { readLogFileName } from '../../backend/core/logFile.ts';
import { eventBridgeEvent, s3Event, throughSns } from '../fixtures/notifications.ts';
import { SESSION_TOKEN, type LogFile } from './corpus.ts';
import { logLines } from './local/logLines.ts';
import { poll } from './local/poll.ts';
import { BUCKET, STAGE, type Story } from './story.ts';

/** The ways in which a file is announced. Each gets an equal part of the corpus. */
const WAYS = 8;

const notified = ({ key, bytes }: LogFile) => ({ bucket: BUCKET, key, size: bytes.length });

export function testDeliveries(story: () => Story): void {
  const filesOf = (way: number) => story().corpus.files.filter((_, index) => index % WAYS === way);

  /** Announces a part of the files, and waits until it has arrived. */
  async function arrives(way: number, messages: (files: LogFile[]) => unknown[]): Promise<void> {
    const { tracker, corpus, put, status } = story();
    await put(filesOf(way));
    await tracker.send(messages(filesOf(way)).map((message) => JSON.stringify(message)));
    await tracker.waitUntilIdle();
    const { files, skipped, unsettled } = await status();
    assert.deepEqual(unsettled, []);
    assert.equal(files + skipped, corpus.files.filter((_, index) => index % WAYS <= way).length);
  }

  it('through SNS', () =>
    arrives(0, (files) => files.map((file) => throughSns(JSON.stringify(s3Event(notified(file)))))));
  it('through EventBridge', () => arrives(1, (files) => files.map((file) => eventBridgeEvent(notified(file)))));
  it('by CloudTrail', () => arrives(2, (files) => [{ s3Bucket: BUCKET, s3ObjectKey: files.map(({ key }) => key) }]));
  it('several in one message', () => arrives(3, (files) => [s3Event(...files.map(notified))]));
  it('three times each', () =>
    arrives(4, (files) => [...files, ...files, ...files].map((file) => s3Event(notified(file)))));

  it("through the tracker's own bucket", async () => {
    const { tracker, aws, corpus, status } = story();
    const Bucket = tracker.outputs.UploadBucket;
    for (const { key, bytes } of filesOf(5)) await aws.s3.send(new PutObjectCommand({ Bucket, Key: key, Body: bytes }));
    await tracker.send(filesOf(5).map((file) => JSON.stringify(s3Event({ ...notified(file), bucket: Bucket }))));
    await tracker.waitUntilIdle();
    const { files, skipped, unsettled } = await status();
    assert.deepEqual(unsettled, []);
    assert.equal(files + skipped, corpus.files.filter((_, index) => index % WAYS <= 5).length);
  });

  it('before they are there', async () => {
    const { tracker, put, status } = story();
    const late = filesOf(6).find(({ key }) => readLogFileName(key).kind === 'log')!;
    const message = JSON.stringify(s3Event(notified(late)));
    await tracker.send([message]);
    await poll('the file is listed as unsettled', async () => (await status()).unsettled.length === 1, 20_000);
    await put([late]);
    // The first one may have been tried too often by now.
    await tracker.send([message]);
    await tracker.waitUntilIdle();
    assert.deepEqual((await status()).unsettled, []);
  });

  it('by S3 itself', async () => {
    await story().tracker.setTrigger();
    await arrives(6, () => []);
  });

  it('and of these sends one that can never be read to the dead-letter queue, alone', async () => {
    const { tracker, corpus, put, status } = story();
    const before = await tracker.deadLetters();
    const good = filesOf(7);
    await put([...good.slice(0, good.length >> 1), corpus.poison, ...good.slice(good.length >> 1)]);
    await tracker.waitUntilIdle();
    assert.equal((await tracker.deadLetters()) - before, 1);
    const { files, skipped, rejected, unsettled } = await status();
    assert.deepEqual([rejected, unsettled, files + skipped], [1, [], corpus.files.length]);
  });

  it('and logs what became of each, and no secret', async () => {
    const lines = await logLines(story().aws, `/aws/lambda/cloudtrail-tracker-${STAGE}-ingest`);
    assert.deepEqual(lines.filter((line) => line.includes(SESSION_TOKEN)), []); // prettier-ignore
    const entries = lines.map((line) => JSON.parse(line) as FileLogLine).filter(({ message }) => message === 'file');
    assert.ok(entries.length > 0);
    for (const { file, records, stored, duplicates, dropped, broken } of entries) {
      const allDropped = Object.values(dropped).reduce((sum, count) => sum + count, 0);
      assert.equal(records, stored + duplicates + allDropped + broken, file);
    }
  });
}

/** What is used of the line that the ingest function logs of each file. */
interface FileLogLine {
  message: string;
  file: string;
  records: number;
  stored: number;
  duplicates: number;
  dropped: Record<string, number>;
  broken: number;
}
