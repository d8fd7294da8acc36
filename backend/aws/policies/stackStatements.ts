import { actions, allow, type Arns, type PolicyPlaces, type Statement } from './policy.ts';

/** What CloudFormation needs to create, change and roll back the resources of serverless.yml. */
export function creates({ permissionsBoundary, account, partition, region }: PolicyPlaces, arns: Arns): Statement[] {
  const bounded = permissionsBoundary
    ? { StringEquals: { 'iam:PermissionsBoundary': permissionsBoundary } }
    : undefined;
  return [
    allow(
      'Functions',
      actions(
        'lambda',
        'CreateFunction GetFunction GetFunctionConfiguration GetFunctionCodeSigningConfig GetFunctionRecursionConfig GetRuntimeManagementConfig UpdateFunctionCode UpdateFunctionConfiguration DeleteFunction GetPolicy AddPermission RemovePermission ListTags TagResource UntagResource',
      ),
      [arns.functions],
    ),
    allow(
      'EventSource',
      actions('lambda', 'CreateEventSourceMapping UpdateEventSourceMapping DeleteEventSourceMapping'),
      ['*'],
      { ArnLike: { 'lambda:FunctionArn': arns.functions } },
    ),
    allow('EventSources', actions('lambda', 'GetEventSourceMapping ListTags'), ['*']),
    allow('Api', actions('apigateway', 'GET POST PUT PATCH DELETE'), [
      `${arns.api}/restapis`,
      `${arns.api}/restapis/*`,
      `${arns.api}/tags/*`,
    ]),
    allow(
      'Roles',
      actions(
        'iam',
        'GetRole DeleteRole TagRole UntagRole UpdateRole UpdateAssumeRolePolicy GetRolePolicy DeleteRolePolicy ListRolePolicies ListAttachedRolePolicies',
      ),
      [arns.roles],
    ),
    allow(
      'RolePermissions',
      actions('iam', 'CreateRole PutRolePolicy PutRolePermissionsBoundary'),
      [arns.roles],
      bounded,
    ),
    allow('PassesRoles', ['iam:PassRole'], [arns.roles], {
      StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' },
    }),
    allow(
      'ReaderPolicies',
      actions(
        'iam',
        'CreatePolicy GetPolicy GetPolicyVersion ListPolicyVersions CreatePolicyVersion DeletePolicyVersion DeletePolicy TagPolicy',
      ),
      [arns.managedPolicies],
    ),
    allow(
      'OwnQueues',
      actions(
        'sqs',
        'CreateQueue DeleteQueue GetQueueUrl GetQueueAttributes SetQueueAttributes ListQueueTags TagQueue UntagQueue',
      ),
      [arns.queues],
    ),
    allow(
      'Logs',
      actions(
        'logs',
        'CreateLogGroup DeleteLogGroup PutRetentionPolicy DeleteRetentionPolicy ListTagsForResource TagResource UntagResource',
      ),
      [arns.logGroups, `${arns.logGroups}:*`],
    ),
    allow('FindsLogs', ['logs:DescribeLogGroups'], [`arn:${partition}:logs:${region}:${account}:log-group:*`]),
    allow(
      'OwnTable',
      actions(
        'dynamodb',
        'CreateTable DescribeTable UpdateTable DescribeTimeToLive UpdateTimeToLive DescribeContinuousBackups UpdateContinuousBackups DescribeContributorInsights DescribeKinesisStreamingDestination GetResourcePolicy ListTagsOfResource TagResource UntagResource',
      ),
      [arns.table],
    ),
    allow(
      'Alarms',
      actions('cloudwatch', 'PutMetricAlarm DescribeAlarms DeleteAlarms ListTagsForResource TagResource'),
      [arns.alarms],
    ),
    allow(
      'OwnBuckets',
      actions(
        's3',
        'CreateBucket DeleteBucket ListBucket ListBucketVersions GetBucketPolicy PutBucketPolicy DeleteBucketPolicy GetEncryptionConfiguration PutEncryptionConfiguration GetBucketPublicAccessBlock PutBucketPublicAccessBlock GetBucketOwnershipControls PutBucketOwnershipControls GetLifecycleConfiguration PutLifecycleConfiguration GetBucketTagging PutBucketTagging',
      ),
      [arns.ownBuckets],
    ),
    allow('Code', actions('s3', 'GetObject PutObject DeleteObject DeleteObjectVersion'), [arns.ownObjects]),
    allow('LooksWhereTheBucketIs', ['s3:ListBucket'], [arns.trailBucket]),
  ];
}

/** What CloudFormation needs to delete them. */
export function deletesResources({ account, partition, region }: PolicyPlaces, arns: Arns): Statement[] {
  return [
    allow('Functions', actions('lambda', 'GetFunction DeleteFunction GetPolicy RemovePermission'), [arns.functions]),
    allow('EventSource', ['lambda:DeleteEventSourceMapping'], ['*'], {
      ArnLike: { 'lambda:FunctionArn': arns.functions },
    }),
    allow('EventSources', ['lambda:GetEventSourceMapping'], ['*']),
    allow('Api', actions('apigateway', 'GET DELETE'), [`${arns.api}/restapis/*`]),
    allow(
      'Roles',
      actions('iam', 'GetRole DeleteRole GetRolePolicy DeleteRolePolicy ListRolePolicies ListAttachedRolePolicies'),
      [arns.roles],
    ),
    allow('ReaderPolicies', actions('iam', 'GetPolicy ListPolicyVersions DeletePolicyVersion DeletePolicy'), [
      arns.managedPolicies,
    ]),
    allow('OwnQueues', actions('sqs', 'DeleteQueue GetQueueAttributes SetQueueAttributes'), [arns.queues]),
    allow('Logs', ['logs:DeleteLogGroup'], [arns.logGroups, `${arns.logGroups}:*`]),
    allow('FindsLogs', ['logs:DescribeLogGroups'], [`arn:${partition}:logs:${region}:${account}:log-group:*`]),
    allow('Alarms', actions('cloudwatch', 'DescribeAlarms DeleteAlarms'), [arns.alarms]),
    allow(
      'OwnBuckets',
      actions('s3', 'DeleteBucket ListBucket ListBucketVersions GetBucketPolicy DeleteBucketPolicy GetBucketTagging'),
      [arns.ownBuckets],
    ),
    allow('OwnObjects', actions('s3', 'DeleteObject DeleteObjectVersion'), [arns.ownObjects]),
  ];
}
