import { write } from './action.ts';
import type { Lab } from './labs.ts';
import type { Names } from './names.ts';

const bucket = (names: Names): [string, string][] => [['AWS::S3::Bucket', `arn:aws:s3:::${names.own('website')}`]];
const host = (names: Names) => `${names.own('website')}.s3.${names.region}.amazonaws.com`;
const table = (names: Names): [string, string][] => [
  ['AWS::DynamoDB::Table', names.arn('dynamodb', `table/${names.own('notes')}`)],
];

/** The labs on storage, databases and permissions. */
export const DATA_LABS: Lab[] = [
  {
    id: 'lab02',
    title: 'A static website',
    pages: ['s3'],
    steps: [
      {
        id: 'create-bucket',
        action: write('s3', 'CreateBucket', {
          request: (names) => ({
            bucketName: names.own('website'),
            Host: host(names),
            CreateBucketConfiguration: { LocationConstraint: names.region },
          }),
          resources: bucket,
        }),
      },
      {
        id: 'allow-public-access',
        action: write('s3', 'PutBucketPublicAccessBlock', {
          request: (names) => ({
            bucketName: names.own('website'),
            Host: host(names),
            publicAccessBlock: '',
            PublicAccessBlockConfiguration: { BlockPublicAcls: false, BlockPublicPolicy: false },
          }),
          resources: bucket,
        }),
      },
      {
        id: 'configure-website',
        action: write('s3', 'PutBucketWebsite', {
          request: (names) => ({
            bucketName: names.own('website'),
            Host: host(names),
            website: '',
            WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } },
          }),
          resources: bucket,
        }),
      },
      {
        id: 'publish',
        action: write('s3', 'PutBucketPolicy', {
          request: (names) => ({
            bucketName: names.own('website'),
            Host: host(names),
            policy: '',
            bucketPolicy: {
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:GetObject',
                  Resource: `arn:aws:s3:::${names.own('website')}/*`,
                },
              ],
            },
          }),
          resources: bucket,
        }),
      },
    ],
  },
  {
    id: 'lab03',
    title: 'Roles instead of keys',
    pages: ['iam', 'ec2'],
    steps: [
      {
        id: 'create-role',
        action: write('iam', 'CreateRole', {
          request: (names) => ({
            roleName: names.own('reader'),
            assumeRolePolicyDocument: JSON.stringify({
              Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
            }),
          }),
          response: (names) => ({
            role: {
              path: '/',
              roleName: names.own('reader'),
              roleId: `AROA${names.hex('reader', 10).toUpperCase()}EXAMPLE`,
              arn: names.globalArn('iam', `role/${names.own('reader')}`),
            },
          }),
        }),
      },
      {
        id: 'attach-policy',
        action: write('iam', 'AttachRolePolicy', {
          request: (names) => ({
            roleName: names.own('reader'),
            policyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
          }),
        }),
      },
      {
        id: 'create-profile',
        action: write('iam', 'CreateInstanceProfile', {
          request: (names) => ({ instanceProfileName: names.own('reader') }),
          response: (names) => ({
            instanceProfile: {
              instanceProfileName: names.own('reader'),
              arn: names.globalArn('iam', `instance-profile/${names.own('reader')}`),
            },
          }),
        }),
      },
      {
        id: 'add-role',
        action: write('iam', 'AddRoleToInstanceProfile', {
          request: (names) => ({ instanceProfileName: names.own('reader'), roleName: names.own('reader') }),
        }),
      },
    ],
  },
  {
    id: 'lab05',
    title: 'A managed database',
    pages: ['rds', 'vpc'],
    steps: [
      {
        id: 'create-subnet-group',
        action: write('rds', 'CreateDBSubnetGroup', {
          request: (names) => ({
            dBSubnetGroupName: names.own('db'),
            dBSubnetGroupDescription: 'lab',
            subnetIds: [names.id('subnet', 'lab'), names.id('subnet', 'lab-b')],
          }),
          response: (names) => ({ dBSubnetGroupName: names.own('db'), vpcId: names.id('vpc', 'lab') }),
        }),
      },
      {
        id: 'create-database',
        action: write('rds', 'CreateDBInstance', {
          request: (names) => ({
            dBInstanceIdentifier: names.own('db'),
            dBInstanceClass: 'db.t3.micro',
            engine: 'mysql',
            allocatedStorage: 20,
            masterUsername: 'admin',
            masterUserPassword: '****',
            dBSubnetGroupName: names.own('db'),
          }),
          response: (names) => ({
            dBInstanceIdentifier: names.own('db'),
            dBInstanceArn: names.arn('rds', `db:${names.own('db')}`),
            dBInstanceStatus: 'creating',
            engine: 'mysql',
          }),
        }),
      },
      {
        id: 'create-snapshot',
        action: write('rds', 'CreateDBSnapshot', {
          request: (names) => ({
            dBInstanceIdentifier: names.own('db'),
            dBSnapshotIdentifier: names.own('snapshot'),
          }),
          response: (names) => ({ dBSnapshotIdentifier: names.own('snapshot'), status: 'creating' }),
        }),
      },
      {
        id: 'delete-database',
        action: write('rds', 'DeleteDBInstance', {
          request: (names) => ({ dBInstanceIdentifier: names.own('db'), skipFinalSnapshot: true }),
          response: (names) => ({ dBInstanceIdentifier: names.own('db'), dBInstanceStatus: 'deleting' }),
        }),
      },
    ],
  },
  {
    id: 'lab07',
    title: 'Tables without servers',
    pages: ['dynamodb'],
    steps: [
      {
        id: 'create-table',
        action: write('dynamodb', 'CreateTable', {
          request: (names) => ({
            tableName: names.own('notes'),
            keySchema: [{ attributeName: 'id', keyType: 'HASH' }],
            attributeDefinitions: [{ attributeName: 'id', attributeType: 'S' }],
            billingMode: 'PAY_PER_REQUEST',
          }),
          response: (names) => ({ tableDescription: { tableName: names.own('notes'), tableStatus: 'CREATING' } }),
          resources: table,
        }),
      },
      {
        id: 'add-index',
        action: write('dynamodb', 'UpdateTable', {
          request: (names) => ({
            tableName: names.own('notes'),
            globalSecondaryIndexUpdates: [{ create: { indexName: 'by-date' } }],
          }),
          resources: table,
        }),
      },
      {
        id: 'expire-items',
        action: write('dynamodb', 'UpdateTimeToLive', {
          request: (names) => ({
            tableName: names.own('notes'),
            timeToLiveSpecification: { enabled: true, attributeName: 'expires' },
          }),
          resources: table,
        }),
      },
      {
        id: 'delete-table',
        action: write('dynamodb', 'DeleteTable', {
          request: (names) => ({ tableName: names.own('notes') }),
          resources: table,
        }),
      },
    ],
  },
];
