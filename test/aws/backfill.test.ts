import assert from 'node:assert/strict';
import { CreateBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { backfillBucket, planBucket } from '../../backend/aws/backfillBucket.ts';
import { backfillFolder } from '../../backend/aws/backfillFolder.ts';
import { findLogPrefixes } from '../../backend/aws/bucketPrefixes.ts';
import { openJournal } from '../../backend/aws/journal.ts';
import type { Clock } from '../../backend/aws/pace.ts';
import { planUpload, type LocalFile } from '../../backend/aws/planUpload.ts';
import { readFailed, retryFailed } from '../../backend/aws/retryFailed.ts';
import { createRestClient } from '../../backend/client/createRestClient.ts';
import { DEFAULT_DROP } from '../../backend/core/dropRule.ts';
import type { EventsPage, TrackerApi } from '../../backend/core/trackerApi.ts';
import { inParallel } from '../../backend/dynamodb/inParallel.ts';
import { listLogFiles } from '../../backend/local/listLogFiles.ts';
import { CLASSROOM } from '../fixtures/classroom.ts';
import { openEmbedded, type Embedded } from '../fixtures/embedded.ts';
import { call } from '../fixtures/http.ts';
import { makeCorpus, type Corpus } from './corpus.ts';
import { deploy, type Deployment } from './local/deployment.ts';
import { CREDENTIALS, openLocalAws, REGION, type LocalAws } from './local/localAws.ts';
import { poll } from './local/poll.ts';

const BUCKET = 'trail-bucket';

/** The local queue counts exactly, and is quick. */
const CLOCK: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => delay(milliseconds / 20, undefined, { signal }),
};

describe('backfills and retries on the local AWS', function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let tracker: Deployment;
  let corpus: Corpus;
  let embedded: Embedded;
  let api: TrackerApi;
  let local: LocalFile[];
  let places: { queueUrl: string; deadLetterUrl: string; uploadBucket: string; api: TrackerApi; clock: Clock };

  before(async function () {
    this.timeout(180_000);
    aws = await openLocalAws();
    corpus = await makeCorpus(aws.folder);
    embedded = await openEmbedded(corpus.roots, { drop: DEFAULT_DROP });
    await aws.s3.send(
      new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: REGION } }),
    );
    tracker = await deploy(aws, 'backfill', { bucket: BUCKET });
    api = createRestClient({ url: tracker.url, region: REGION, credentials: CREDENTIALS });
    const { QueueUrl: queueUrl, DeadLetterQueueUrl: deadLetterUrl, UploadBucket: uploadBucket } = tracker.outputs;
    places = { queueUrl, deadLetterUrl, uploadBucket, api, clock: CLOCK };
    const { files } = await listLogFiles(corpus.roots);
    local = files.filter(({ name }) => !name.endsWith(corpus.poison.key)).sort((a, b) => (a.name < b.name ? -1 : 1));
  });

  after(async () => {
    await embedded?.close();
    await aws?.close();
  });

  const journal = (name: string) => openJournal(path.join(aws.folder, 'journals', name));
  const fromFolder = (files: readonly LocalFile[], name: string, signal?: AbortSignal) =>
    backfillFolder(aws, { ...places, plan: planUpload({ files }), journal: journal(name), signal });
  /** The numbers that must be those of the embedded server, and those that must not change. */
  const totals = ({ events, files }: { events: number; files: number }) => ({ events, files });
  const uploads = async () => {
    const { Contents = [] } = await aws.s3.send(new ListObjectsV2Command({ Bucket: places.uploadBucket }));
    return Contents.length;
  };

  it('a folder, cancelled in the middle: another run goes on', async () => {
    const half = local.filter((_, index) => index % 2 === 0);
    const plan = planUpload({ files: half });
    const before = await api.status({});
    const controller = new AbortController();
    const cancelled = backfillFolder(aws, {
      ...places,
      plan,
      journal: journal('half'),
      signal: controller.signal,
      onSent: ({ files }) => files > 0 && controller.abort(),
    });
    await assert.rejects(cancelled, { name: 'AbortError' });
    const sentBefore = await uploads();
    assert.ok(sentBefore > 0 && sentBefore < plan.uploads.length, `${sentBefore} of ${plan.uploads.length}`);
    const summary = await fromFolder(half, 'half');
    assert.deepEqual([summary.announced, summary.known, summary.failed], [plan.uploads.length, 0, []]);
    assert.equal(await uploads(), plan.uploads.length);
    const status = await api.status({});
    assert.deepEqual([status.unsettled, status.rejected], [[], 0]);
    assert.deepEqual([summary.read, summary.stored], [status.files - before.files, status.events - before.events]);
    assert.equal(summary.records, summary.stored + summary.duplicates + summary.dropped + summary.broken);
  });

  it('the same folder again changes nothing', async () => {
    const before = await api.status({});
    const half = local.filter((_, index) => index % 2 === 0);
    const summary = await fromFolder(half, 'half');
    assert.deepEqual([summary.read, summary.stored, summary.duplicates, summary.failed], [0, 0, 0, []]);
    assert.equal(summary.known, summary.announced);
    assert.deepEqual(await api.status({}), before);
  });

  it('records of uploaded files are read back', async () => {
    const { events } = (await api.scan({ from: '2000-01-01', limit: 5 })) as EventsPage;
    assert.ok(events.length > 0);
    for (const { userIdentity_userName: user, id, eventID } of events)
      assert.equal((await api.record({ user, id }))['eventID'] ?? eventID, eventID);
  });

  it('the trail’s bucket, of which half is known already', async () => {
    await inParallel(corpus.files, 8, ({ key, bytes }) => tracker.putLogFile(key, bytes));
    const known = await api.status({});
    const found = await findLogPrefixes(aws, BUCKET);
    const selection = {
      bucket: BUCKET,
      prefixes: found.map(({ prefix }) => prefix),
      from: '2013-01-01',
      to: '2026-12-31',
    };
    const plan = await planBucket(aws, selection);
    assert.ok(plan.files > 0 && plan.bytes > 0);
    const run = () => backfillBucket(aws, { ...places, selection, journal: journal('bucket') }); // prettier-ignore
    const summary = await run();
    assert.deepEqual([summary.announced, summary.failed], [plan.files, []]);
    assert.ok(summary.known > 0 && summary.read > 0, JSON.stringify(summary));
    assert.equal((await api.status({})).files, known.files + summary.read);
    const before = await api.status({});
    const again = await run();
    assert.deepEqual([again.read, again.stored, again.known], [0, 0, again.announced]);
    assert.deepEqual(await api.status({}), before);
  });

  it('and then the rest of the folder: the totals are the embedded server’s', async () => {
    await fromFolder(local, 'all');
    const { body } = await call(embedded.url, '/status');
    const expected = JSON.parse(body) as { events: number; files: number };
    assert.deepEqual(totals(await api.status({})), totals(expected));
  });

  describe('a file that is cut off', () => {
    let poison: string;
    before(() => {
      poison = path.join(aws.folder, 'broken', corpus.poison.key);
      mkdirSync(path.dirname(poison), { recursive: true });
      writeFileSync(poison, corpus.poison.bytes);
    });
    const one = (): LocalFile[] => [{ name: poison, size: readFileSync(poison).length, modified: 0 }];

    it('is reported with the reason', async () => {
      const summary = await fromFolder(one(), 'poison');
      assert.deepEqual(
        summary.failed.map(({ name, state }) => [name, state]),
        [[corpus.poison.key, 'rejected']],
      );
      assert.match(summary.failed[0]!.reason, /cut off/);
      assert.equal(summary.stored, 0);
    });

    it('is named before it is retried, and stays where it is', async () => {
      await poll('it was given up', async () => (await tracker.deadLetters()) === 1, 30_000);
      for (let time = 0; time < 2; time++) {
        const failed = await readFailed(aws, places);
        assert.deepEqual([failed.messages, failed.isPartial], [1, false]);
        assert.match(failed.files[0]!.reason, /cut off/);
        assert.equal(failed.files[0]!.name, corpus.poison.key);
      }
    });

    it('fails again when it is retried as it is', async () => {
      const summary = await retryFailed(aws, places);
      assert.deepEqual([summary.moved, summary.settled], [1, []]);
      assert.deepEqual(summary.failed.map(({ name }) => name), [corpus.poison.key]); // prettier-ignore
    });

    it('is settled when it is retried after its repair', async () => {
      await poll('it was given up', async () => (await tracker.deadLetters()) === 1, 30_000);
      const before = await api.status({});
      writeFileSync(poison, gzipSync(JSON.stringify({ Records: CLASSROOM.slice(0, 2).map((each, at) => ({ ...each, eventID: `repaired-${at}` })) }))); // prettier-ignore
      await fromFolder(one(), 'repaired');
      const summary = await retryFailed(aws, places);
      assert.deepEqual([summary.moved, summary.settled, summary.failed], [1, [corpus.poison.key], []]);
      const after = await api.status({});
      assert.deepEqual([after.rejected, after.unsettled, after.files], [0, [], before.files + 1]);
      assert.equal(await tracker.deadLetters(), 0);
    });
  });

  describe('in the end', () => {
    it('it is removed, with what lies in its own bucket', async () => {
      assert.ok((await uploads()) > 0);
      await tracker.remove();
      const buckets = await aws.s3.send(new ListObjectsV2Command({ Bucket: places.uploadBucket })).catch((error: Error) => error.name); // prettier-ignore
      assert.equal(buckets, 'NoSuchBucket');
    });
  });
});
