import { isObject, objectAt, stringAt, type Json, type JsonObject } from './json.ts';
import { textWithoutSecrets } from './secrets.ts';

/** At most this many resources are kept of an event. */
export const MAX_RESOURCES = 20;

/** Keys whose value, wherever in a record's parameters it stands, is the id or name of a resource. */
const ID_KEYS: ReadonlySet<string> = new Set([
  'alarmName',
  'allocationId',
  'autoScalingGroupName',
  'bucketName',
  'clusterIdentifier',
  'clusterName',
  'dBClusterIdentifier',
  'dBInstanceIdentifier',
  'dBSecurityGroupName',
  'dBSnapshotIdentifier',
  'distributionId',
  'fileSystemId',
  'functionName',
  'groupId',
  'groupName',
  'hostedZoneId',
  'imageId',
  'instanceId',
  'instanceProfileName',
  'internetGatewayId',
  'keyId',
  'keyName',
  'keyPairId',
  'launchConfigurationName',
  'launchTemplateId',
  'loadBalancerName',
  'logGroupName',
  'natGatewayId',
  'networkAclId',
  'networkInterfaceId',
  'policyName',
  'queueName',
  'queueUrl',
  'repositoryName',
  'resourceId',
  'restApiId',
  'roleName',
  'routeTableId',
  'secretId',
  'securityGroupId',
  'snapshotId',
  'stackName',
  'streamName',
  'subnetId',
  'tableName',
  'trailName',
  'transitGatewayId',
  'userName',
  'userPoolId',
  'volumeId',
  'vpcEndpointId',
  'vpcId',
  'vpcPeeringConnectionId',
]);

/**
 * Ids and ARNs of what a record touched: from `resources`, then from every ARN and well-known id in its parameters, in
 * that order, each once, at most 20. The caller is no resource: neither userIdentity counts, nor its ARN elsewhere (createdBy).
 */
export function resourcesOf(record: JsonObject): string[] {
  const found = new Set<string>();
  for (const element of [
    'resources',
    'requestParameters',
    'responseElements',
    'serviceEventDetails',
    'additionalEventData',
  ]) {
    collect(record[element], '', found, 0);
    if (found.size >= MAX_RESOURCES) break;
  }
  const caller = stringAt(objectAt(record, 'userIdentity'), 'arn');
  if (caller !== undefined) found.delete(caller);
  return [...found];
}

function collect(value: Json | undefined, key: string, found: Set<string>, depth: number): void {
  if (found.size >= MAX_RESOURCES) return;
  if (typeof value === 'string') {
    // The longest ARNs and ids are far below this; what is longer is a policy document or hostile.
    if (value !== '' && value.length <= 256 && (ID_KEYS.has(key) || isArn(value)))
      found.add(textWithoutSecrets(value).toWellFormed());
  } else if (depth < 32) {
    if (Array.isArray(value)) for (const item of value) collect(item, key, found, depth + 1);
    else if (isObject(value)) for (const name in value) collect(value[name], name, found, depth + 1);
  }
}

function isArn(text: string): boolean {
  return text.startsWith('arn:') && /^arn:aws[a-z-]*:[^:]*:[^:]*:[^:]*:./.test(text);
}
