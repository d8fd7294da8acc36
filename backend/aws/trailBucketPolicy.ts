/**
 * What CloudTrail needs to deliver into a bucket, and nothing but this one trail of it (CloudTrail user guide, "Amazon S3 bucket policy
 * for CloudTrail"); and nobody without TLS.
 */
export function trailBucketPolicy(bucket: string, account: string, trailArn: string) {
  const [, partition = 'aws'] = trailArn.split(':');
  const arn = `arn:${partition}:s3:::${bucket}`;
  const cloudTrail = { Service: 'cloudtrail.amazonaws.com' };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'TrailLooksAtBucket',
        Effect: 'Allow',
        Principal: cloudTrail,
        Action: 's3:GetBucketAcl',
        Resource: arn,
        Condition: { StringEquals: { 'aws:SourceArn': trailArn } },
      },
      {
        Sid: 'TrailDelivers',
        Effect: 'Allow',
        Principal: cloudTrail,
        Action: 's3:PutObject',
        Resource: `${arn}/AWSLogs/${account}/*`,
        Condition: { StringEquals: { 'aws:SourceArn': trailArn, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
      {
        Sid: 'OnlyOverTls',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}
