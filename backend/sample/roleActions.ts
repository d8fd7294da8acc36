import { read, readWith, write } from './action.ts';
import type { Pool } from './consolePages.ts';
import type { Names } from './names.ts';

const secret = { request: (names: Names) => ({ secretId: names.arn('secretsmanager', 'secret:app/database') }) };
const key = {
  request: () => ({ encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }),
  resources: (names: Names): [string, string][] => [
    ['AWS::KMS::Key', names.arn('kms', 'key/11111111-2222-4333-8444-555555555555')],
  ],
};
const logGroup = { request: (names: Names) => ({ logGroupName: `/aws/lambda/${names.user}` }) };
const logStream = {
  request: (names: Names) => ({ logGroupName: `/aws/lambda/${names.user}`, logStreamName: names.hex('stream', 32) }),
};

/** What programs do all day, by the kind of the role that they use; the most frequent first. */
export const ROLE_POOLS = {
  instance: {
    reads: [
      readWith('ssm', 'ListInstanceAssociations', { maxResults: 20 }),
      readWith('s3', 'ListBuckets', { Host: 's3.eu-west-1.amazonaws.com' }),
      read('ssm', 'GetManifest'),
    ],
    writes: [
      write('ssm', 'UpdateInstanceInformation', {
        request: (names) => ({ instanceId: names.user, agentName: 'amazon-ssm-agent', agentStatus: 'Active' }),
      }),
    ],
  },
  lambda: {
    reads: [
      read('kms', 'Decrypt', key),
      readWith('ssm', 'GetParameter', { name: '/app/config', withDecryption: true }),
    ],
    writes: [write('logs', 'CreateLogStream', logStream), write('logs', 'CreateLogGroup', logGroup)],
  },
  task: {
    reads: [
      read('secretsmanager', 'GetSecretValue', secret),
      read('kms', 'Decrypt', key),
      readWith('sqs', 'GetQueueUrl', { queueName: 'jobs' }),
      readWith('servicediscovery', 'DiscoverInstances', { namespaceName: 'internal' }),
    ],
    writes: [
      write('logs', 'CreateLogStream', logStream),
      write('ecr', 'BatchCheckLayerAvailability', { request: () => ({ repositoryName: 'app' }) }),
    ],
  },
  deploy: {
    reads: [
      readWith('ecs', 'DescribeServices', { cluster: 'main', services: ['api'] }),
      readWith('cloudformation', 'DescribeStacks', { stackName: 'app' }),
      readWith('lambda', 'GetFunctionConfiguration20150331v2', { functionName: 'app' }),
      read('ecr', 'GetAuthorizationToken'),
      readWith('s3', 'GetBucketLocation', { bucketName: 'deployments-example', location: '' }),
    ],
    writes: [
      write('ecs', 'UpdateService', { request: () => ({ cluster: 'main', service: 'api', forceNewDeployment: true }) }),
      write('ecs', 'RegisterTaskDefinition', { request: () => ({ family: 'api', cpu: '512', memory: '1024' }) }),
      write('lambda', 'UpdateFunctionCode20150331v2', { request: () => ({ functionName: 'app', publish: true }) }),
      write('cloudformation', 'CreateChangeSet', { request: () => ({ stackName: 'app', changeSetName: 'deploy' }) }),
      write('ecr', 'PutImage', { request: () => ({ repositoryName: 'app', imageTag: 'latest' }) }),
    ],
  },
  audit: {
    reads: [
      readWith('iam', 'ListRoles', { maxItems: 1000 }),
      readWith('iam', 'GetAccountAuthorizationDetails', { maxItems: 1000 }),
      readWith('ec2', 'DescribeSecurityGroups', { securityGroupSet: {}, filterSet: {} }),
      readWith('s3', 'GetBucketPolicyStatus', { bucketName: 'data-example', policyStatus: '' }),
      readWith('cloudtrail', 'DescribeTrails', { includeShadowTrails: true }),
      readWith('guardduty', 'ListDetectors', {}),
    ],
    writes: [write('iam', 'GenerateCredentialReport')],
  },
  config: {
    reads: [
      readWith('ec2', 'DescribeInstances', { instancesSet: {}, filterSet: {} }),
      readWith('ec2', 'DescribeVpcs', { vpcSet: {}, filterSet: {} }),
      readWith('rds', 'DescribeDBInstances', {}),
      readWith('s3', 'GetBucketAcl', { bucketName: 'data-example', acl: '' }),
      readWith('lambda', 'ListFunctions20150331', {}),
      readWith('autoscaling', 'DescribeAutoScalingGroups', {}),
    ],
    writes: [write('config', 'PutEvaluations')],
  },
  scaling: {
    reads: [
      readWith('ec2', 'DescribeInstanceStatus', { instancesSet: {}, filterSet: {} }),
      readWith('elasticloadbalancing', 'DescribeTargetHealth', {}),
    ],
    writes: [
      write('ec2', 'CreateTags', { request: () => ({ tagSet: { items: [{ key: 'aws:autoscaling:groupName' }] } }) }),
    ],
  },
} satisfies Record<string, Pool>;

export type RoleKind = keyof typeof ROLE_POOLS;
