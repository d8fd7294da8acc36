import {
  actions,
  allow,
  arnsOf,
  policy,
  type Policy,
  type PolicyPlaces,
} from '../../../backend/aws/policies/policy.ts';
import { deployerPolicy, operatorPolicy, readerPolicy, removerPolicy } from '../../../backend/aws/policies/policies.ts';
import type { CommandCall } from '../local/frontDoor.ts';
import { ACCOUNT, REGION } from '../local/names.ts';

/** What the commands of a journey may be about. */
export interface PolicyScope {
  /** Of the trackers that are deployed or connected to; none if absent. */
  stages?: readonly string[];
  /** Of trails. */
  buckets: readonly string[];
}

/** What views ask of a tracker by themselves while any command runs. */
const BACKGROUND =
  /^(execute-api:Invoke|sqs:GetQueueAttributes|cloudformation:DescribeStacks|s3:GetBucketNotification)$/;

/** Whoever signs in may ask who that is. */
const FREE = 'sts:GetCallerIdentity';

/** Commands that ask AWS nothing. */
const ASKS_NOTHING = ['Export Deployment Files…', 'Copy Connection Link'];

/**
 * The calls that the README's policies for their commands do not allow, each as COMMAND: ACTION on RESOURCE, those that came before
 * any command, and the commands that should have made calls and have made none.
 */
export function outsidePolicies(
  calls: readonly CommandCall[],
  commands: readonly string[],
  { stages = [], buckets }: PolicyScope,
): string[] {
  const places = buckets.flatMap((bucket) => stages.map((stage) => placesOf(stage, bucket)));
  const background = places.map((each) => operatorPolicy(each));
  // Without a tracker there is what may be asked before there is any.
  const everywhere = places.length > 0 ? places : buckets.map((bucket) => placesOf('none', bucket));
  const policiesOf = (command: string) => everywhere.flatMap((each) => policiesFor(command, each));
  const outside = calls.filter((call) => {
    if (call.action === FREE) return call.command === '';
    const granted = [...(BACKGROUND.test(call.action) ? background : []), ...policiesOf(call.command)];
    return !granted.some((each) => allows(each, call));
  });
  const silent = commands.filter(
    (command) => !ASKS_NOTHING.includes(command) && !calls.some((call) => call.command === command),
  );
  return [
    ...new Set([
      ...outside.map(({ command, action, resource }) => `${command || 'before any command'}: ${action} on ${resource}`),
      ...silent.map((command) => `${command}: no call`),
    ]),
  ];
}

/** What a command may ask, for one tracker and bucket. */
function policiesFor(command: string, places: PolicyPlaces): Policy[] {
  const { trailBucket, logFiles } = arnsOf(places);
  switch (command) {
    case '':
      return [];
    // These say what they need, and need nothing else.
    case 'Open Event History…':
      return [policy(allow('History', ['cloudtrail:LookupEvents'], ['*']))];
    case 'Load Account Names from AWS Organizations…':
      return [policy(allow('Accounts', ['organizations:ListAccounts'], ['*']))];
    case 'Open Bucket…':
      return [
        policy(
          allow('FindsTrails', actions('cloudtrail', 'DescribeTrails GetTrailStatus GetEventSelectors'), ['*']),
          allow('FindsBuckets', ['s3:ListAllMyBuckets'], ['*']),
          allow('Lists', ['s3:ListBucket'], [trailBucket]),
          allow('Reads', ['s3:GetObject'], [logFiles]),
        ),
      ];
    case 'Connect to Tracker…':
      return [policy(allow('FindsTrackers', ['cloudformation:DescribeStacks'], ['*'])), readerPolicy(places)];
    case 'Deploy or Update Tracker…':
      return [deployerPolicy(places), operatorPolicy(places)];
    case 'Remove Tracker…':
      return [removerPolicy(places)];
    default:
      return ASKS_NOTHING.includes(command) ? [] : [operatorPolicy(places)];
  }
}

function placesOf(stage: string, bucket: string): PolicyPlaces {
  return { partition: 'aws', account: ACCOUNT, region: REGION, stage, bucket };
}

/** What a condition asks for is not in the recording: a statement that has one allows nothing of it. */
function allows({ Statement }: Policy, { service, region, action, resource }: CommandCall): boolean {
  const arn = service === 's3' ? `arn:aws:s3:::${resource}` : `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
  return Statement.some(
    ({ Action, Resource, Condition }) =>
      Condition === undefined && Action.includes(action) && Resource.some((each) => each === '*' || matches(each, arn)),
  );
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
