/** The regions that every account has, by partition; those that are opted into are added by whoever uses them. */
const REGIONS = {
  aws: [
    'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1',
    'eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3',
    'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2',
  ],
  'aws-us-gov': ['us-gov-west-1', 'us-gov-east-1'],
  'aws-cn': ['cn-northwest-1', 'cn-north-1'],
} as const; // prettier-ignore

/** The regions of a region's partition, itself first; then the one where IAM, sign-ins and the like are recorded. */
export function regionsAround(region: string): string[] {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return [...new Set([region, ...REGIONS[partition]])];
}

/** Where what belongs to no region is recorded. */
export function globalRegion(region: string): string {
  return region.startsWith('cn-') ? 'cn-northwest-1' : region.startsWith('us-gov-') ? 'us-gov-west-1' : 'us-east-1';
}
