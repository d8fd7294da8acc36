import assert from 'node:assert/strict';
import { S3Client, type HeadBucketCommandInput } from '@aws-sdk/client-s3';
import { bucketFacts } from '../../../backend/aws/bucketFacts.ts';
import type { Aws } from '../../../backend/aws/openAws.ts';
import { awsError, fakeClient, type FakeCall } from '../../fixtures/fakeClient.ts';

function aws(head: (input: HeadBucketCommandInput) => unknown, calls: FakeCall[] = []): Pick<Aws, 's3' | 'in'> {
  const opened = { s3: fakeClient(S3Client, { HeadBucket: head }, calls), in: () => opened as unknown as Aws };
  return opened;
}

describe('bucketFacts', () => {
  const ownedBy = (owner: string) =>
    aws(({ ExpectedBucketOwner }) => {
      if (ExpectedBucketOwner !== undefined && ExpectedBucketOwner !== owner) throw awsError('403', 403);
      return { BucketRegion: 'eu-west-1' };
    });

  it('tells which account owns it', async () => {
    const facts = await bucketFacts(ownedBy('222222222222'), 'b', ['111111111111', '222222222222']);
    assert.deepEqual(facts, { bucket: 'b', region: 'eu-west-1', owner: '222222222222', mayList: true });
  });

  it('does not guess the owner', async () => {
    assert.equal((await bucketFacts(ownedBy('3'), 'b', ['1', '2'])).owner, undefined);
  });

  it('has the region from the refusal, and asks for no owner then', async () => {
    const calls: FakeCall[] = [];
    const refusing = aws(() => {
      throw awsError('403', 403, { 'x-amz-bucket-region': 'us-west-2' });
    }, calls);
    const facts = await bucketFacts(refusing, 'b', ['1']);
    assert.deepEqual(facts, { bucket: 'b', region: 'us-west-2', owner: undefined, mayList: false });
    assert.equal(calls.length, 1);
  });

  it('says that there is none', async () => {
    const missing = aws(() => {
      throw awsError('NotFound', 404);
    });
    await assert.rejects(bucketFacts(missing, 'nope', []), { name: 'UserError', message: /^There is no bucket nope/ });
  });

  it('says what is refused without a region', async () => {
    const refusing = aws(() => {
      throw awsError('403', 403);
    });
    await assert.rejects(bucketFacts(refusing, 'b', []), { name: 'UserError', status: 403, message: /s3:ListBucket/ });
  });
});
