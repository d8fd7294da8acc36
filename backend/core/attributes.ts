/**
 * The attributes of an event that can be filtered on, and the request parameters and response elements that are stored.
 * Names are public: scripts of the predecessor's users contain them.
 */

/** Keys of requestParameters that are stored where they hold a scalar. */
export const REQUEST_PARAMETERS = [
  'allocationId',
  'alarmName',
  'attribute',
  'autoScalingGroupName',
  'availabilityZone',
  'bucketName',
  'cidrBlock',
  'cluster',
  'clusterName',
  'cidrIp',
  'dBClusterIdentifier',
  'dBInstanceClass',
  'dBInstanceIdentifier',
  'dBName',
  'dBSecurityGroupName',
  'description',
  'disableApiTermination',
  'documentName',
  'domainName',
  'durationSeconds',
  'engine',
  'engineVersion',
  'externalId',
  'functionName',
  'groupDescription',
  'groupId',
  'groupName',
  'handler',
  'imageId',
  'includeAllInstances',
  'includeDeleted',
  'instanceId',
  'instanceProfileName',
  'instanceType',
  'internetGatewayId',
  'key',
  'keyId',
  'keyName',
  'launchConfigurationName',
  'loadBalancerName',
  'logGroupName',
  'masterUsername',
  'multiAZ',
  'name',
  'namespace',
  'networkInterfaceId',
  'ownerId',
  'path',
  'policyArn',
  'policyName',
  'protocol',
  'publiclyAccessible',
  'queueName',
  'queueUrl',
  'repositoryName',
  'resourceArn',
  'resourceId',
  'resourceType',
  'roleArn',
  'roleName',
  'roleSessionName',
  'routeTableId',
  'ruleName',
  'runtime',
  'secretId',
  'serialNumber',
  'snapshotId',
  'sourceIdentity',
  'stackName',
  'status',
  'subnetId',
  'tableName',
  'target',
  'topicArn',
  'trailName',
  'type',
  'userName',
  'volumeId',
  'volumeType',
  'vpcId',
] as const;

/** Deeper ones, by path. The first is the predecessor's. */
export const PARAMETER_PATHS: readonly (readonly [name: string, path: readonly (string | number)[]])[] = [
  path('requestParameters', 'volumeSet', 'items', 0, 'volumeId'),
  path('requestParameters', 'instancesSet', 'items', 0, 'instanceId'),
  path('requestParameters', 'instancesSet', 'items', 0, 'imageId'),
  path('requestParameters', 'instancesSet', 'items', 0, 'keyName'),
  path('requestParameters', 'groupSet', 'items', 0, 'groupId'),
  path('responseElements', 'credentials', 'accessKeyId'),
  path('responseElements', 'credentials', 'expiration'),
  path('responseElements', 'accessKey', 'accessKeyId'),
  path('responseElements', 'instancesSet', 'items', 0, 'instanceId'),
  path('responseElements', 'groupId'),
  path('responseElements', 'functionArn'),
  path('responseElements', 'volumeId'),
  path('responseElements', 'snapshotId'),
  path('responseElements', 'ConsoleLogin'),
  // Yes or No, of a sign-in. Whoever signs in through an identity provider has given a second factor there, and has No here.
  path('additionalEventData', 'MFAUsed'),
];

/** The attributes that every event can have, as they are called in an event of the API. */
const EVENT_ATTRIBUTES = [
  'account',
  'awsRegion',
  'errorCode',
  'errorMessage',
  'eventCategory',
  'eventID',
  'eventName',
  'eventSource',
  'eventTime',
  'eventType',
  'fromConsole',
  'home',
  'kind',
  'logFile',
  'outcome',
  'proof',
  'readOnly',
  'resources',
  'role',
  'session',
  'sourceIPAddress',
  'sourceIdentity',
  'userAgent',
  'userIdentity_accessKeyId',
  'userIdentity_arn',
  'userIdentity_principalId',
  'userIdentity_type',
  'userIdentity_userName',
  'via',
] as const;

const PARAMETER = /^(?:requestParameters|responseElements|additionalEventData)_/;

/** Whether an attribute of an event is one of its parameters, which few events share. */
export function isParameter(name: string): boolean {
  return PARAMETER.test(name);
}

/** Names of all attributes that can be filtered on. */
export const ATTRIBUTES: readonly string[] = [
  ...EVENT_ATTRIBUTES,
  ...REQUEST_PARAMETERS.map((name) => `requestParameters_${name}`),
  ...PARAMETER_PATHS.map(([name]) => name),
];

const KNOWN: ReadonlySet<string> = new Set(ATTRIBUTES);

/**
 * The attribute that a name in `param=` stands for: a bare name is a request parameter or response element where such an
 * attribute exists, else itself. Undefined for a name that is no attribute.
 */
export function resolveAttribute(name: string): string | undefined {
  return [`requestParameters_${name}`, `responseElements_${name}`, name].find((candidate) => KNOWN.has(candidate));
}

function path(...steps: (string | number)[]): readonly [string, readonly (string | number)[]] {
  return [steps.join('_'), steps];
}
