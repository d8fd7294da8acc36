import assert from 'node:assert/strict';
import { findTriggerPrefixes } from '../../../backend/aws/triggerPrefixes.ts';
import { useS3Server } from '../../fixtures/s3Server.ts';
import { refusal } from '../../fixtures/userErrors.ts';

const A = '111122223333';
const B = '444455556666';
const NOW = Date.parse('2026-03-01T00:00:00Z');

describe('what a trigger can be restricted to', () => {
  const bucket = useS3Server();
  const put = (folder: string, account: string, day: string) =>
    bucket.objects.set(
      `${folder}${account}/CloudTrail/eu-west-1/${day}/${account}_CloudTrail_eu-west-1_${day.replaceAll('/', '')}T1005Z_AbCdEfGhIjKlMnOp.json.gz`,
      Buffer.alloc(1),
    );
  const find = () => findTriggerPrefixes(bucket, 'trail-bucket', NOW);

  const layouts: [title: string, folder: string][] = [
    ['a trail', 'AWSLogs/'],
    ['a trail with a prefix', 'security/logs/AWSLogs/'],
    ['an organization', 'AWSLogs/o-abc123/'],
    ['an organization with a prefix', 'org/AWSLogs/o-abc123/'],
    ['Control Tower', 'o-abc123/AWSLogs/o-abc123/'],
  ];
  for (const [title, folder] of layouts) {
    it(`is the prefix of ${title}`, async () => {
      put(folder, A, '2026/02/27');
      put(folder, B, '2026/02/28');
      assert.deepEqual(await find(), [{ prefix: folder, accounts: 2, newestDay: '2026-02-28' }]);
    });
  }

  it('is the newest of several first, and none that is silent', async () => {
    put('a/AWSLogs/', A, '2026/02/27');
    put('b/AWSLogs/', A, '2026/02/28');
    put('c/AWSLogs/', A, '2024/02/28');
    assert.deepEqual((await find()).map(({ prefix }) => prefix), ['b/AWSLogs/', 'a/AWSLogs/']); // prettier-ignore
  });

  it('is nothing where all is old, which is named', async () => {
    put('AWSLogs/', A, '2024/02/28');
    await assert.rejects(find(), (error) => refusal(undefined, 404)(error) && /below AWSLogs\/ is of 2024-02-28/.test(String(error))); // prettier-ignore
  });

  it('is nothing where no log file lies', async () => {
    bucket.objects.set(`AWSLogs/${A}/Config/eu-west-1/2026/02/28/x.json.gz`, Buffer.alloc(1));
    await assert.rejects(find(), /There is no log file in trail-bucket yet/);
  });
});
