import { partitionOf } from '../client/partition.ts';

/** The regions that every account has, by partition. */
const REGIONS = {
  aws: [
    'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1',
    'eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3',
    'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2',
  ],
  'aws-us-gov': ['us-gov-west-1', 'us-gov-east-1'],
  'aws-cn': ['cn-northwest-1', 'cn-north-1'],
} as const; // prettier-ignore

/** Those of the partition aws that an account has to opt into. AWS adds new ones: whoever uses one has it in a profile. */
const OPT_IN: readonly string[] = [
  'af-south-1', 'ap-east-1', 'ap-east-2', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6',
  'ap-southeast-7', 'ca-west-1', 'eu-central-2', 'eu-south-1', 'eu-south-2', 'il-central-1', 'me-central-1', 'me-south-1',
  'mx-central-1',
]; // prettier-ignore

/** Whether an account may not have a region: what is asked there of one that has not is refused. */
export function isOptIn(region: string): boolean {
  return OPT_IN.includes(region);
}

/** The regions of a region's partition, itself first, and those last that have to be opted into. */
export function regionsAround(region: string): string[] {
  const partition = partitionOf(region);
  return [...new Set([region, ...REGIONS[partition], ...(partition === 'aws' ? OPT_IN : [])])];
}

/** Where what belongs to no region is recorded. */
export function globalRegion(region: string): string {
  return region.startsWith('cn-') ? 'cn-northwest-1' : region.startsWith('us-gov-') ? 'us-gov-west-1' : 'us-east-1';
}
