import assert from 'node:assert/strict';
import { resourceAt } from '../../../../extension/queries/resourceAt.ts';

/** The cursor is where the | stands. */
const cases: [line: string, resource: string | undefined][] = [
  ['aws ec2 terminate-instances --instance-ids i-0abc|def1234567890', 'i-0abcdef1234567890'],
  ['|i-443dbbaa', 'i-443dbbaa'],
  ['i-443dbbaa|', 'i-443dbbaa'],
  ['i-443dbbaa i-443|dbbab', 'i-443dbbab'],
  ['volumes: vol-0fc2e34e7465|0e145, vol-1', 'vol-0fc2e34e74650e145'],
  ['sg-06599df8c|91ffeabd.', 'sg-06599df8c91ffeabd'],
  ['  - eipalloc-04cbfdaf4b48|e92d5', 'eipalloc-04cbfdaf4b48e92d5'],
  ['in vpc-0018|6596b46ffd270/subnet-00186596b46ffd270', 'vpc-00186596b46ffd270'],
  ['"arn:aws:iam::111122223333:role/lab/Dep|loy", "x"', 'arn:aws:iam::111122223333:role/lab/Deploy'],
  ['See arn:aws:s3:::my-lo|gs.', 'arn:aws:s3:::my-logs'],
  [
    'arn:aws-cn:lambda:cn-north-1:111122223333:function:he|llo',
    'arn:aws-cn:lambda:cn-north-1:111122223333:function:hello',
  ],
  [
    'arn:aws:ec2:eu-west-1:111122223333:instance/i-0abc|def1234567890',
    'arn:aws:ec2:eu-west-1:111122223333:instance/i-0abcdef1234567890',
  ],
  ['aws s3 ls s3://my-lo|gs/AWSLogs/', 'my-logs'],
  ['aws s3 ls s3://my-logs/AWS|Logs/', 'my-logs'],
  ['  "bucketName": "lab|-230",', 'lab-230'],
  ["bucket = 'lab-2|30'", 'lab-230'],
  ['  "bucketName|": "lab-230",', 'bucketName'],
  ['nothing he|re', undefined],
  ['alumni-1234|5678', undefined],
  ['i-443dbbaa and | something', undefined],
  ['|', undefined],
];

describe('resourceAt', () => {
  for (const [marked, resource] of cases) {
    it(`finds ${resource ?? 'nothing'} in ${marked}`, () => {
      const column = marked.indexOf('|');
      assert.equal(resourceAt(marked.replace('|', ''), column), resource);
    });
  }

  it('is quick in a line of megabytes', () => {
    const noise = '"arn:aws:iam::1'.repeat(200_000);
    const line = `${noise} i-443dbbaa ${noise}`;
    const begin = performance.now();
    assert.equal(resourceAt(line, noise.length + 5), 'i-443dbbaa');
    assert.ok(performance.now() - begin < 200);
  });
});
