import assert from 'node:assert/strict';
import { findLogPrefixes } from '../../../backend/aws/bucketPrefixes.ts';
import { daysOf, listLogObjects } from '../../../backend/aws/logObjects.ts';
import { newestDay } from '../../../backend/aws/newestDay.ts';
import { planCopy } from '../../../backend/aws/planCopy.ts';
import { useS3Server } from '../../fixtures/s3Server.ts';

const A = '111122223333';
const name = (region: string) => `${A}_CloudTrail_${region}_20260203T1005Z_AbCdEfGhIjKlMnOp.json.gz`;

describe('what lies in a bucket', () => {
  const bucket = useS3Server();
  const put = (prefix: string, day = '2026/02/03', size = 10) =>
    bucket.objects.set(`${prefix}${day}/${name(prefix.split('/').at(-2)!)}`, Buffer.alloc(size));

  const layouts: [title: string, prefixes: string[]][] = [
    ['a trail', [`AWSLogs/${A}/CloudTrail/eu-west-1/`, `AWSLogs/${A}/CloudTrail/us-east-1/`]],
    ['a trail with a prefix', [`logs/security/AWSLogs/${A}/CloudTrail/eu-west-1/`]],
    ['an organization', [`AWSLogs/o-abc123/${A}/CloudTrail/eu-west-1/`, `AWSLogs/o-abc123/444455556666/CloudTrail/eu-west-1/`]],
    ['Control Tower', [`o-abc123/AWSLogs/o-abc123/${A}/CloudTrail/eu-west-1/`]],
    ['two trails', [`a/AWSLogs/${A}/CloudTrail/eu-west-1/`, `b/AWSLogs/${A}/CloudTrail/eu-west-1/`]],
    ['a trail and an organization’s', [`AWSLogs/${A}/CloudTrail/eu-west-1/`, `AWSLogs/o-abc123/444455556666/CloudTrail/eu-west-1/`]],
    ['trails with and without a prefix', [`AWSLogs/${A}/CloudTrail/eu-west-1/`, `b/AWSLogs/${A}/CloudTrail/eu-west-1/`]],
  ]; // prettier-ignore
  for (const [title, prefixes] of layouts) {
    it(`is found: ${title}`, async () => {
      prefixes.forEach((prefix) => put(prefix));
      put(`AWSLogs/${A}/CloudTrail-Digest/eu-west-1/`);
      put(`AWSLogs/${A}/Config/eu-west-1/`);
      const found = await findLogPrefixes(bucket, 'trail-bucket');
      assert.deepEqual(found.map(({ prefix }) => prefix), prefixes); // prettier-ignore
      assert.deepEqual(found.map(({ account }) => account), prefixes.map((each) => /\d{12}/.exec(each)?.[0])); // prettier-ignore
      assert.ok(found.every(({ region }) => /^(eu-west-1|us-east-1)$/.test(region)));
    });
  }

  it('is found beside thousands of other objects with few requests', async () => {
    for (let i = 0; i < 30_000; i++)
      bucket.objects.set(`AAA/${i}`, Buffer.alloc(0)).set(`object-${i}`, Buffer.alloc(0));
    put(`AWSLogs/${A}/CloudTrail/eu-west-1/`);
    assert.equal((await findLogPrefixes(bucket, 'trail-bucket')).length, 1);
    assert.ok(bucket.requests.length < 60, `${bucket.requests.length} requests`);
  });

  it('is nothing where there are no logs', async () => {
    bucket.objects.set('photos/cat.jpg', Buffer.alloc(1));
    assert.deepEqual(await findLogPrefixes(bucket, 'trail-bucket'), []);
  });

  it('has a first and a last day', async () => {
    const [eu, us] = [`AWSLogs/${A}/CloudTrail/eu-west-1/`, `AWSLogs/${A}/CloudTrail/us-east-1/`] as const;
    put(eu, '2019/12/31');
    put(eu, '2026/01/09');
    put(eu, '2026/01/10');
    put(us, '2025/05/05');
    assert.deepEqual(await daysOf(bucket, 'trail-bucket', eu), { first: '2019-12-31', last: '2026-01-10' });
    assert.equal(await newestDay(bucket, 'trail-bucket', [us, eu]), '2026-01-10');
    assert.equal(await newestDay(bucket, 'trail-bucket', ['nothing/']), undefined);
  });

  it('is listed by days, of many days only those that there are', async () => {
    const [eu, us] = [`AWSLogs/${A}/CloudTrail/eu-west-1/`, `AWSLogs/${A}/CloudTrail/us-east-1/`] as const;
    for (const day of ['2018/12/31', '2019/01/01', '2025/05/05', '2026/01/09', '2026/01/10']) put(eu, day);
    put(us, '2025/05/05');
    bucket.objects.set(`${eu}2025/05/05/readme.txt`, Buffer.alloc(1)).set(`${eu}odd/05/05/x.json.gz`, Buffer.alloc(1));
    const days: [string, number][] = [];
    const selection = { bucket: 'trail-bucket', prefixes: [eu, us], from: '2019-01-01', to: '2026-01-09' };
    for await (const { day, objects } of listLogObjects(bucket, selection)) days.push([day, objects.length]);
    assert.deepEqual(days, [['2026-01-09', 1], ['2025-05-05', 2], ['2019-01-01', 1]]); // prettier-ignore
    assert.ok(bucket.requests.length < 20, `${bucket.requests.length} requests`);
  });

  it('is counted, with what it costs to copy it', async () => {
    const eu = `AWSLogs/${A}/CloudTrail/eu-west-1/`;
    put(eu, '2026/02/01', 1_000_000);
    put(eu, '2026/02/03', 2_000_000);
    put(eu, '2026/01/01', 9_000_000);
    const plan = await planCopy(bucket, {
      bucket: 'trail-bucket',
      prefixes: [eu],
      from: '2026-01-28',
      to: '2026-02-03',
    });
    const { dollars, ...counts } = plan;
    assert.deepEqual(counts, { files: 2, bytes: 3_000_000, lists: 14, gets: 2, newest: '2026-02-03' });
    // 14 lists of 0.000005, 2 requests of 0.0000004, 0.003 GB of 0.09.
    assert.ok(Math.abs(dollars - 0.0003408) < 1e-9, String(dollars));
  });
});
