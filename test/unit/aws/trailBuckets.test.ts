import assert from 'node:assert/strict';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { S3Client } from '@aws-sdk/client-s3';
import { findTrailBuckets } from '../../../backend/aws/trailBuckets.ts';
import { awsError, fakeClient, refused, type FakeAnswers } from '../../fixtures/fakeClient.ts';

describe('the buckets that log files may lie in', () => {
  const find = (trails: FakeAnswers, buckets: FakeAnswers) =>
    findTrailBuckets({ cloudTrail: fakeClient(CloudTrailClient, trails), s3: fakeClient(S3Client, buckets) });
  const named = (...names: string[]) => ({ ListBuckets: () => ({ Buckets: names.map((Name) => ({ Name })) }) });
  const trail = (Name: string, S3BucketName: string) => ({ Name, S3BucketName });

  it('are those of trails, and then the others', async () => {
    const { buckets, unread } = await find(
      { DescribeTrails: () => ({ trailList: [trail('a', 'logs'), trail('b', 'logs')] }) },
      named('web', 'logs', 'archive'),
    );
    assert.deepEqual(buckets, [
      { bucket: 'logs', trails: ['a', 'b'] },
      { bucket: 'archive', trails: [] },
      { bucket: 'web', trails: [] },
    ]);
    assert.deepEqual(unread, []);
  });

  it('are not those of trackers, unless a trail is delivered there', async () => {
    const code = 'cloudtrail-tracker-clas-serverlessdeploymentbucket-cys8ggc3u8lq';
    const others = ['cloudtrail-tracker-class-uploadbucket-v3l2xtlugapu', 'cloudtrail-tracker-a-long-name-serverlessdeploymentbuck-1mlrf4ybxgrz']; // prettier-ignore
    const own = 'cloudtrail-tracker-trail-111122223333-eu-west-1';
    const { buckets } = await find({ DescribeTrails: () => ({ trailList: [trail('a', code)] }) }, named(code, own, ...others)); // prettier-ignore
    assert.deepEqual(buckets.map(({ bucket }) => bucket), [code, own]); // prettier-ignore
  });

  it('are those that may be looked at', async () => {
    const denied = refused(awsError('AccessDenied', 403));
    const { buckets, unread } = await find({ DescribeTrails: denied }, named('web'));
    assert.deepEqual(buckets, [{ bucket: 'web', trails: [] }]);
    assert.match(unread.join(), /cloudtrail:DescribeTrails/);
  });
});
