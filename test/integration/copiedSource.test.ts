import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findLogPrefixes } from '../../backend/aws/bucketPrefixes.ts';
import { createBucketCopy } from '../../backend/aws/bucketCopy.ts';
import { openLocalSource } from '../../backend/local/localSource.ts';
import { openCopiedSource } from '../../extension/aws/copiedSource.ts';
import { describeRealLogs, rawRecords } from '../fixtures/realLogs.ts';
import { useS3Server } from '../fixtures/s3Server.ts';
import { useTemporaryFolder } from '../fixtures/temporaryFolder.ts';
import { workerFiles } from './useLocalSource.ts';

describeRealLogs('a bucket of real log files, copied and indexed', (logs) => {
  const bucket = useS3Server();
  const temporary = useTemporaryFolder();

  it('answers as the files do', async () => {
    const names = readdirSync(logs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json.gz'));
    // Each of the collections becomes a trail with a prefix.
    for (const name of names) bucket.objects.set(name.replaceAll('\\', '/'), readFileSync(path.join(logs, name)));
    const records = rawRecords(logs);
    const folder = path.join(temporary(), 'files');
    const found = await findLogPrefixes(bucket, 'trail-bucket');
    const copy = createBucketCopy({
      aws: () => bucket,
      bucket: 'trail-bucket',
      prefixes: found.map(({ prefix }) => prefix),
      from: '2014-09-26',
      to: '2026-03-01',
      folder,
      now: () => Date.parse('2026-04-01T12:00:00Z'),
    });
    const source = openCopiedSource({
      copy,
      folder,
      openLocal: (callbacks) =>
        openLocalSource({
          ...workerFiles(),
          database: path.join(temporary(), 'index.db'),
          roots: [folder],
          version: '1',
          ...callbacks,
        }),
      callbacks: { onProgress: () => undefined, onChanged: () => undefined },
      now: Date.now,
    });
    try {
      const progress = await source.service.index({});
      const status = await source.service.status({});
      assert.equal(status.files, names.length);
      assert.equal(status.records, records.length);
      assert.equal(progress.events, new Set(records.map(({ eventID }) => eventID)).size);
      assert.equal(status.rejected, 0);
      bucket.requests.splice(0);
      await source.service.index({ asked: true });
      assert.deepEqual(bucket.requests, [], 'its days are over, and all is here');
      const answer = await source.service.scan({ from: '2014-01-01', to: '2027-01-01', limit: 1 });
      assert.ok(typeof answer === 'object');
      const [event] = answer.events;
      const record = await source.service.record({ user: event!.userIdentity_userName, id: event!.id });
      assert.equal(record['eventName'], event!.eventName);
    } finally {
      await source.close();
    }
  });
});
