import { read, readWith, write, type Action } from './action.ts';
import type { Names } from './names.ts';

/** Calls made beside the planned ones, the most frequent first. */
export interface Pool {
  reads: Action[];
  writes: Action[];
}

const oneInstance = (names: Names) => ({ instancesSet: { items: [{ instanceId: names.id('i', 'first') }] } });
const onBucket = (query: string) => ({
  request: (names: Names) => ({
    bucketName: names.own('website'),
    Host: `${names.own('website')}.s3.${names.region}.amazonaws.com`,
    [query]: '',
  }),
  resources: (names: Names): [string, string][] => [['AWS::S3::Bucket', `arn:aws:s3:::${names.own('website')}`]],
});
const onFunction = { request: (names: Names) => ({ functionName: names.own('hello') }) };
const onStack = { request: (names: Names) => ({ stackName: names.own('stack') }) };
const onTable = { request: (names: Names) => ({ tableName: names.own('notes') }) };
const onCluster = { request: (names: Names) => ({ clusters: [names.own('cluster')] }) };
const onQueue = {
  request: (names: Names) => ({
    queueUrl: `https://sqs.${names.region}.amazonaws.com/${names.account}/${names.own('jobs')}`,
  }),
};
const filtered = { filterSet: {}, maxResults: 1000 };

/**
 * What the console calls while somebody looks at a service's pages, and what people change there on the side.
 * No write here bears the event name of a lab step, so that the plan alone says who has done which step.
 */
export const CONSOLE_PAGES: Record<string, Pool> = {
  home: {
    reads: [
      read('notifications', 'ListNotificationHubs'),
      readWith('iam', 'GetAccountSummary', {}),
      read('resource-explorer-2', 'ListIndexes'),
      read('servicecatalog-appregistry', 'ListApplications'),
      read('sts', 'GetCallerIdentity'),
      { ...read('health', 'DescribeEventAggregates'), restricted: true },
      { ...readWith('ce', 'GetCostForecast', { metric: 'UNBLENDED_COST', granularity: 'MONTHLY' }), restricted: true },
      { ...read('organizations', 'DescribeOrganization'), restricted: true },
      {
        ...readWith('ce', 'GetCostAndUsage', { granularity: 'MONTHLY', metrics: ['UnblendedCost'] }),
        restricted: true,
      },
    ],
    writes: [
      write('cloudshell', 'CreateSession'),
      write('resource-groups', 'CreateGroup', { request: (names) => ({ name: names.own('course') }) }),
    ],
  },
  ec2: {
    reads: [
      readWith('ec2', 'DescribeInstances', { maxResults: 50, instancesSet: {}, filterSet: {} }),
      readWith('ec2', 'DescribeInstanceStatus', { includeAllInstances: true, instancesSet: {}, filterSet: {} }),
      readWith('ec2', 'DescribeSecurityGroups', { securityGroupSet: {}, securityGroupIdSet: {}, ...filtered }),
      readWith('ec2', 'DescribeVolumes', { volumeSet: {}, ...filtered }),
      readWith('ec2', 'DescribeAddresses', { publicIpsSet: {}, allocationIdsSet: {}, filterSet: {} }),
      readWith('ec2', 'DescribeImages', {
        imagesSet: { items: [{ imageId: 'ami-0abcdef1234567890' }] },
        ownersSet: {},
      }),
      readWith('ec2', 'DescribeKeyPairs', { keySet: {}, filterSet: {} }),
      readWith('ec2', 'DescribeInstanceTypes', { DescribeInstanceTypesRequest: { MaxResults: 100 } }),
      readWith('ec2', 'DescribeAvailabilityZones', { availabilityZoneSet: {}, allAvailabilityZones: true }),
      readWith('ec2', 'DescribeRegions', { regionSet: {}, allRegions: true }),
      readWith('ec2', 'DescribeAccountAttributes', { accountAttributeNameSet: {}, filterSet: {} }),
      read('ec2', 'DescribeInstanceAttribute', {
        request: (names) => ({ instanceId: names.id('i', 'first'), attribute: 'userData' }),
      }),
      read('ec2', 'GetConsoleOutput', { request: (names) => ({ instanceId: names.id('i', 'first') }) }),
      read('compute-optimizer', 'GetEnrollmentStatus'),
    ],
    writes: [
      write('ec2', 'CreateTags', {
        request: (names) => ({
          resourcesSet: { items: [{ resourceId: names.id('i', 'first') }] },
          tagSet: { items: [{ key: 'Name', value: names.own('web') }] },
        }),
      }),
      write('ec2', 'StartInstances', { request: oneInstance }),
      write('ec2', 'RebootInstances', { request: oneInstance }),
      write('ec2', 'ModifyInstanceAttribute', {
        request: (names) => ({ instanceId: names.id('i', 'first'), instanceType: { value: 't3.large' } }),
      }),
      write('ec2', 'RevokeSecurityGroupIngress', { request: (names) => ({ groupId: names.id('sg', 'web') }) }),
      write('ec2', 'CreateVolume', {
        request: () => ({ size: '8', zone: 'eu-west-1a', volumeType: 'gp3' }),
        response: (names) => ({ volumeId: names.id('vol', 'extra'), size: '8', status: 'creating' }),
      }),
      write('ec2', 'AttachVolume', {
        request: (names) => ({
          volumeId: names.id('vol', 'extra'),
          instanceId: names.id('i', 'first'),
          device: '/dev/sdf',
        }),
      }),
    ],
  },
  vpc: {
    reads: [
      readWith('ec2', 'DescribeVpcs', { vpcSet: {}, filterSet: {} }),
      readWith('ec2', 'DescribeSubnets', { subnetSet: {}, filterSet: {} }),
      readWith('ec2', 'DescribeRouteTables', { routeTableIdSet: {}, filterSet: {} }),
      readWith('ec2', 'DescribeInternetGateways', { internetGatewayIdSet: {}, filterSet: {} }),
      readWith('ec2', 'DescribeNetworkAcls', { networkAclIdSet: {}, filterSet: {} }),
      readWith('ec2', 'DescribeNetworkInterfaces', { networkInterfaceIdSet: {}, filterSet: {} }),
      readWith('ec2', 'DescribeNatGateways', { DescribeNatGatewaysRequest: { MaxResults: 100 } }),
    ],
    writes: [
      write('ec2', 'ModifySubnetAttribute', {
        request: (names) => ({ subnetId: names.id('subnet', 'lab'), mapPublicIpOnLaunch: { value: true } }),
      }),
      write('ec2', 'AssociateRouteTable', {
        request: (names) => ({ routeTableId: names.id('rtb', 'lab'), subnetId: names.id('subnet', 'lab') }),
        response: (names) => ({ associationId: names.id('rtbassoc', 'lab') }),
      }),
    ],
  },
  s3: {
    reads: [
      read('s3', 'ListBuckets', { request: (names) => ({ Host: `s3.${names.region}.amazonaws.com` }) }),
      read('s3', 'GetBucketLocation', onBucket('location')),
      read('s3', 'GetBucketPolicyStatus', onBucket('policyStatus')),
      read('s3', 'GetBucketPublicAccessBlock', onBucket('publicAccessBlock')),
      read('s3', 'GetBucketAcl', onBucket('acl')),
      read('s3', 'GetBucketVersioning', onBucket('versioning')),
      read('s3', 'GetBucketPolicy', onBucket('policy')),
      read('s3', 'GetBucketWebsite', onBucket('website')),
      read('s3', 'GetBucketTagging', onBucket('tagging')),
      read('s3', 'GetBucketEncryption', onBucket('encryption')),
      { ...read('s3', 'GetAccountPublicAccessBlock'), restricted: true },
    ],
    writes: [
      write('s3', 'PutBucketTagging', onBucket('tagging')),
      write('s3', 'PutBucketVersioning', onBucket('versioning')),
      write('s3', 'DeleteBucketPolicy', onBucket('policy')),
    ],
  },
  iam: {
    reads: [
      readWith('iam', 'ListRoles', { maxItems: 1000 }),
      readWith('iam', 'ListPolicies', { scope: 'AWS', maxItems: 1000, onlyAttached: false }),
      read('iam', 'GetRole', { request: (names) => ({ roleName: names.own('reader') }) }),
      read('iam', 'ListAttachedRolePolicies', { request: (names) => ({ roleName: names.own('reader') }) }),
      readWith('iam', 'ListInstanceProfiles', {}),
      { ...readWith('iam', 'ListUsers', { maxItems: 1000 }), restricted: true },
      { ...readWith('iam', 'GetAccountPasswordPolicy', {}), restricted: true },
    ],
    writes: [
      write('iam', 'TagRole', {
        request: (names) => ({ roleName: names.own('reader'), tags: [{ key: 'lab', value: '3' }] }),
      }),
      write('iam', 'DetachRolePolicy', {
        request: (names) => ({
          roleName: names.own('reader'),
          policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
        }),
      }),
    ],
  },
  rds: {
    reads: [
      readWith('rds', 'DescribeDBInstances', { maxRecords: 100 }),
      readWith('rds', 'DescribeDBClusters', { maxRecords: 100 }),
      readWith('rds', 'DescribeDBSnapshots', { maxRecords: 100 }),
      readWith('rds', 'DescribeDBEngineVersions', { engine: 'mysql', defaultOnly: false }),
      readWith('rds', 'DescribeOrderableDBInstanceOptions', { engine: 'mysql' }),
      readWith('rds', 'DescribeEvents', { duration: 1440 }),
      readWith('rds', 'DescribeDBSubnetGroups', {}),
    ],
    writes: [
      write('rds', 'ModifyDBInstance', {
        request: (names) => ({ dBInstanceIdentifier: names.own('db'), backupRetentionPeriod: 1 }),
      }),
      write('rds', 'RebootDBInstance', { request: (names) => ({ dBInstanceIdentifier: names.own('db') }) }),
    ],
  },
  lambda: {
    reads: [
      readWith('lambda', 'ListFunctions20150331', { masterRegion: 'ALL', maxItems: 50 }),
      read('lambda', 'GetFunction20150331v2', onFunction),
      read('lambda', 'GetPolicy20150331v2', onFunction),
      read('lambda', 'GetAccountSettings20160819'),
      readWith('logs', 'DescribeLogGroups', { limit: 50 }),
      readWith('logs', 'DescribeLogStreams', { orderBy: 'LastEventTime', descending: true, limit: 10 }),
      readWith('apigateway', 'GetRestApis', { limit: 500, template: false }),
    ],
    writes: [
      write('lambda', 'UpdateFunctionConfiguration20150331v2', onFunction),
      write('lambda', 'PublishVersion20150331', onFunction),
    ],
  },
  dynamodb: {
    reads: [
      readWith('dynamodb', 'ListTables', { limit: 100 }),
      read('dynamodb', 'DescribeTable', onTable),
      read('dynamodb', 'DescribeTimeToLive', onTable),
      read('dynamodb', 'DescribeContinuousBackups', onTable),
      readWith('application-autoscaling', 'DescribeScalableTargets', { serviceNamespace: 'dynamodb' }),
    ],
    writes: [write('dynamodb', 'TagResource', onTable), write('dynamodb', 'UpdateContinuousBackups', onTable)],
  },
  elb: {
    reads: [
      readWith('elasticloadbalancing', 'DescribeLoadBalancers', { pageSize: 200 }),
      readWith('elasticloadbalancing', 'DescribeTargetGroups', { pageSize: 200 }),
      readWith('elasticloadbalancing', 'DescribeTargetHealth', {}),
      readWith('elasticloadbalancing', 'DescribeListeners', {}),
      readWith('elasticloadbalancing', 'DescribeTags', {}),
    ],
    writes: [
      write('elasticloadbalancing', 'ModifyTargetGroup', {
        request: () => ({ healthCheckPath: '/health', healthCheckIntervalSeconds: 10 }),
      }),
    ],
  },
  autoscaling: {
    reads: [
      readWith('autoscaling', 'DescribeAutoScalingGroups', { maxRecords: 100 }),
      readWith('autoscaling', 'DescribeScalingActivities', { maxRecords: 100 }),
      readWith('autoscaling', 'DescribePolicies', {}),
      readWith('ec2', 'DescribeLaunchTemplates', { DescribeLaunchTemplatesRequest: { MaxResults: 100 } }),
    ],
    writes: [
      write('autoscaling', 'SetDesiredCapacity', {
        request: (names) => ({ autoScalingGroupName: names.own('asg'), desiredCapacity: 2 }),
      }),
    ],
  },
  cloudwatch: {
    reads: [
      readWith('monitoring', 'DescribeAlarms', { maxRecords: 100 }),
      readWith('monitoring', 'ListMetrics', { namespace: 'AWS/EC2' }),
      readWith('monitoring', 'GetMetricData', { maxDatapoints: 500 }),
      readWith('monitoring', 'ListDashboards', {}),
    ],
    writes: [write('monitoring', 'PutDashboard', { request: (names) => ({ dashboardName: names.own('lab') }) })],
  },
  sqs: {
    reads: [readWith('sqs', 'ListQueues', { maxResults: 1000 }), read('sqs', 'GetQueueAttributes', onQueue)],
    writes: [write('sqs', 'PurgeQueue', onQueue)],
  },
  sns: {
    reads: [
      readWith('sns', 'ListTopics', {}),
      readWith('sns', 'ListSubscriptions', {}),
      read('sns', 'GetTopicAttributes', { request: (names) => ({ topicArn: names.arn('sns', names.own('notices')) }) }),
    ],
    writes: [write('sns', 'Unsubscribe')],
  },
  cloudformation: {
    reads: [
      read('cloudformation', 'DescribeStackEvents', onStack),
      read('cloudformation', 'DescribeStacks', onStack),
      read('cloudformation', 'DescribeStackResources', onStack),
      readWith('cloudformation', 'ListStacks', {}),
      read('cloudformation', 'GetTemplateSummary', onStack),
    ],
    writes: [write('cloudformation', 'CancelUpdateStack', onStack)],
  },
  containers: {
    reads: [
      read('ecs', 'DescribeClusters', onCluster),
      readWith('ecs', 'ListClusters', { maxResults: 100 }),
      read('ecs', 'ListTasks', onCluster),
      read('ecs', 'DescribeServices', onCluster),
      readWith('ecr', 'DescribeRepositories', { maxResults: 100 }),
      read('ecr', 'GetAuthorizationToken'),
    ],
    writes: [write('ecs', 'UpdateService', onCluster)],
  },
};
