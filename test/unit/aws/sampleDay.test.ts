import assert from 'node:assert/strict';
import { S3Client, type ListObjectsV2CommandInput } from '@aws-sdk/client-s3';
import { gzipSync } from 'node:zlib';
import { estimate } from '../../../backend/aws/estimate.ts';
import { sampleDay, sampleOf } from '../../../backend/aws/sampleDay.ts';
import { DEFAULT_DROP } from '../../../backend/core/dropRule.ts';
import { awsError, fakeClient, type FakeAnswers } from '../../fixtures/fakeClient.ts';

const NOW = Date.parse('2026-03-20T10:00:00Z');
const ACCOUNT = '111122223333';

/** A file with so many reads that are dropped and so many writes. */
function logFile(reads: number, writes: number): Uint8Array {
  const record = (name: string, readOnly: boolean, index: number) => ({
    eventVersion: '1.08',
    eventTime: '2026-03-19T08:00:00Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: name,
    eventID: `${name}-${index}`,
    readOnly,
    awsRegion: 'eu-west-1',
    recipientAccountId: ACCOUNT,
    userIdentity: { type: 'IAMUser', userName: 'ana', accountId: ACCOUNT },
  });
  const Records = [
    ...Array.from({ length: reads }, (_, index) => record('DescribeInstances', true, index)),
    ...Array.from({ length: writes }, (_, index) => record('RunInstances', false, index)),
  ];
  return gzipSync(JSON.stringify({ Records }));
}

const keyOn = (day: string, minute: number, prefix = '') =>
  `${prefix}AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/${day.replaceAll('-', '/')}/${ACCOUNT}_CloudTrail_eu-west-1_` +
  `${day.replaceAll('-', '')}T${String(Math.floor(minute / 60)).padStart(2, '0')}${String(minute % 60).padStart(2, '0')}Z_abc.json.gz`;

/** A bucket of these objects. */
function bucket(objects: Record<string, Uint8Array>, more: FakeAnswers = {}): { s3: S3Client } {
  const keys = Object.keys(objects).sort();
  const s3 = fakeClient(S3Client, {
    ListObjectsV2: ({ Prefix = '', Delimiter }: ListObjectsV2CommandInput) => {
      const below = keys.filter((key) => key.startsWith(Prefix));
      if (Delimiter === undefined) return { Contents: below.map((key) => ({ Key: key, Size: objects[key]!.length })) };
      const folders = below.flatMap((key) => {
        const end = key.indexOf('/', Prefix.length);
        return end < 0 ? [] : [key.slice(0, end + 1)];
      });
      return { CommonPrefixes: [...new Set(folders)].map((folder) => ({ Prefix: folder })) };
    },
    GetObject: ({ Key }: { Key: string }) => ({ Body: { transformToByteArray: () => Promise.resolve(objects[Key]) } }),
    ...more,
  });
  return { s3 };
}

describe('sampleDay', () => {
  const options = { bucket: 'b', drop: DEFAULT_DROP, now: NOW };

  it('counts the newest whole day, from a part of its files', async () => {
    const day = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [keyOn('2026-03-19', index * 3), logFile(3, 2)]),
    );
    const sampled = await sampleDay(
      bucket({ ...day, [keyOn('2026-03-20', 1)]: logFile(1, 1), [keyOn('2026-03-18', 1)]: logFile(1, 1) }),
      options,
    );
    assert.ok(sampled);
    const { day: date, files, sampledFiles, records, stored, bytes, sampledBytes } = sampled;
    assert.deepEqual(
      { date, files, sampledFiles, records, stored },
      { date: '2026-03-19', files: 400, sampledFiles: 40, records: 2000, stored: 800 },
    );
    assert.equal(bytes, sampledBytes * 10);
  });

  it('goes back to the last day of a silent trail', async () => {
    const silent = bucket({ [keyOn('2025-11-02', 5)]: logFile(1, 4), [keyOn('2025-10-30', 5)]: logFile(9, 9) });
    const sampled = await sampleDay(silent, options);
    assert.deepEqual([sampled?.day, sampled?.records, sampled?.stored], ['2025-11-02', 5, 4]);
  });

  it('keeps to the trail', async () => {
    const two = bucket({ [keyOn('2026-03-19', 5, 'mine/')]: logFile(0, 1), [keyOn('2026-03-19', 5)]: logFile(0, 7) });
    assert.equal((await sampleDay(two, { ...options, prefix: 'mine' }))?.records, 1);
  });

  it('has nothing to tell of a bucket without a whole day', async () => {
    assert.equal(await sampleDay(bucket({}), options), undefined);
    assert.equal(await sampleDay(bucket({ [keyOn('2026-03-20', 5)]: logFile(1, 1) }), options), undefined);
  });

  it('leaves out what a tracker rejects', async () => {
    const broken = bucket({
      [keyOn('2026-03-19', 5)]: logFile(0, 2),
      [keyOn('2026-03-19', 9)]: new Uint8Array([0x1f, 0x8b, 1]),
    });
    const sampled = await sampleDay(broken, options);
    assert.deepEqual([sampled?.files, sampled?.sampledFiles], [2, 1]);
  });
});

describe('sampleOf', () => {
  const objects = (sizes: number[]) => sizes.map((size, index) => ({ key: keyOn('2026-03-19', index), size }));

  it('is spread over the day, whatever the order', () => {
    const sample = sampleOf(objects(Array<number>(1000).fill(1)).reverse(), 4, 100);
    assert.deepEqual(
      sample.map(({ key }) => /T(\d{4})Z/.exec(key)?.[1]),
      ['0000', '0410', '0820', '1230'],
    );
  });

  it('keeps within the bytes, and has one at least', () => {
    assert.deepEqual(
      sampleOf(objects([10, 90, 10, 10]), 4, 60).map(({ size }) => size),
      [10, 10, 10],
    );
    assert.deepEqual(
      sampleOf(objects([500, 400]), 4, 60).map(({ size }) => size),
      [400],
    );
    assert.deepEqual(sampleOf([], 4, 60), []);
  });
});

describe('estimate', () => {
  const options = { bucket: 'b', parameters: {}, now: NOW };

  it('costs more for more', async () => {
    const of = (writes: number) => estimate(bucket({ [keyOn('2026-03-19', 5)]: logFile(0, writes) }), options);
    const [few, many] = [await of(1), await of(5000)];
    assert.equal(many.day?.stored, 5000);
    assert.ok(many.dollars > few.dollars);
    assert.ok(many.lines.some(({ what }) => what === 'DynamoDB storage, GB'));
  });

  it('drops what the parameters say', async () => {
    const one = bucket({ [keyOn('2026-03-19', 5)]: logFile(6, 1) });
    const stored = async (parameters: Record<string, string>) =>
      (await estimate(one, { ...options, parameters })).day?.stored;
    assert.equal(await stored({}), 1);
    assert.equal(await stored({ dropReadOnly: 'false' }), 7);
    assert.equal(await stored({ keep: 'DescribeInstances' }), 7);
    assert.equal(await stored({ dropPrefixes: 'run' }), 0);
  });

  it('says why there is none', async () => {
    const denied = () => {
      throw awsError('AccessDenied', 403);
    };
    const { day, refused, dollars } = await estimate(
      bucket({ [keyOn('2026-03-19', 5)]: logFile(1, 1) }, { GetObject: denied }),
      options,
    );
    assert.equal(day, undefined);
    assert.match(refused ?? '', /s3:GetObject/);
    assert.ok(dollars > 0);
  });
});
