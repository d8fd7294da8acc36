import type { KeyPolicy } from './local/keyPolicy.ts';

/** The account that owns the keys. */
export const OWNER = '999999999999';
export const KEY = `arn:aws:kms:eu-west-1:${OWNER}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const TRAILS = `arn:aws:cloudtrail:*:${OWNER}:trail/*`;
const OF_TRAILS = { 'kms:EncryptionContext:aws:cloudtrail:arn': TRAILS };
const OWNERS_OWN = {
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${OWNER}:root` },
  Action: 'kms:*',
  Resource: '*',
};

/** Policies of keys that trails encrypt with, as they are found: none of them was written with a tracker in mind. */
export const FOUND_POLICIES: Record<string, KeyPolicy> = {
  'as the console of CloudTrail writes it': {
    Version: '2012-10-17',
    Id: 'Key policy created by CloudTrail',
    Statement: [
      OWNERS_OWN,
      {
        Sid: 'Allow CloudTrail to encrypt logs',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'kms:GenerateDataKey*',
        Resource: '*',
        Condition: {
          StringEquals: { 'aws:SourceArn': `arn:aws:cloudtrail:eu-west-1:${OWNER}:trail/all` },
          StringLike: OF_TRAILS,
        },
      },
      {
        Sid: 'Allow CloudTrail to describe key',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'kms:DescribeKey',
        Resource: '*',
      },
      {
        Sid: 'Allow principals in the account to decrypt log files',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['kms:Decrypt', 'kms:ReEncryptFrom'],
        Resource: '*',
        Condition: { StringEquals: { 'kms:CallerAccount': OWNER }, StringLike: OF_TRAILS },
      },
      {
        Sid: 'Enable cross account log decryption',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['kms:Decrypt', 'kms:ReEncryptFrom'],
        Resource: '*',
        Condition: { StringEquals: { 'kms:CallerAccount': OWNER }, StringLike: OF_TRAILS },
      },
    ],
  },
  'as Control Tower is told to have it': {
    Version: '2012-10-17',
    Statement: [
      OWNERS_OWN,
      {
        Sid: 'Allow Config to use KMS for encryption',
        Effect: 'Allow',
        Principal: { Service: 'config.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: KEY,
      },
      {
        Sid: 'Allow CloudTrail to use KMS for encryption',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
        Resource: KEY,
        Condition: {
          StringEquals: {
            'aws:SourceArn': `arn:aws:cloudtrail:eu-west-1:${OWNER}:trail/aws-controltower-BaselineCloudTrail`,
          },
          StringLike: OF_TRAILS,
        },
      },
    ],
  },
};
