import { UserError } from '../../core/userError.ts';
import { isDenied, isMissing } from '../awsErrors.ts';
import { emptyBucket } from '../emptyBucket.ts';
import type { Rule } from '../notification.ts';
import type { Aws } from '../openAws.ts';
import { newestEvent } from '../stack.ts';
import type { Tracker } from '../trackers.ts';
import { removeTrigger, ruleId, rulesToQueue, type TriggerPlace } from '../trigger.ts';
import { deleteStack } from './deleteStack.ts';
import { fatesOf, type Fate } from './fates.ts';
import { followStack, type StackProgress } from './followStack.ts';

export interface RemovalPlan {
  tracker: Tracker;
  fates: Fate[];
  /** Buckets of the stack, which have to be empty before it can be deleted. */
  buckets: string[];
  /** Whether Install Trigger… has made a rule in the trail's bucket; undefined where nobody may look. */
  hasTrigger: boolean | undefined;
  /** Rules of others that lead to the queue. They stay, and then lead nowhere. */
  otherRules: Rule[];
}

export type RemovalStage = 'trigger' | 'buckets' | 'stack';

export interface RemovalOptions {
  onStage: (stage: RemovalStage) => void;
  onProgress: (progress: StackProgress) => void;
  /** Milliseconds between two looks. */
  interval?: number;
}

type RemovalAws = Pick<Aws, 'cloudFormation' | 'dynamo' | 's3'>;

/** What would be removed, and what stays and costs. Changes nothing. */
export async function planRemoval(aws: RemovalAws, tracker: Tracker, signal?: AbortSignal): Promise<RemovalPlan> {
  const fates = await fatesOf(aws, tracker, signal);
  const rules = await rulesOf(aws, tracker, signal);
  const isOurs = ({ id }: Rule) => id === ruleId(tracker.stackName);
  return {
    tracker,
    fates,
    buckets: fates.filter(({ kind }) => kind === 'bucket').map(({ name }) => name),
    hasTrigger: rules?.some(isOurs),
    otherRules: rules?.filter((rule) => !isOurs(rule)) ?? [],
  };
}

/**
 * Takes out the trigger, empties the stack's buckets, and deletes the stack. The table with the events and the trail's bucket stay.
 * Safe to run again: it goes on where it stopped. Throws a UserError that says what failed.
 */
export async function removeTracker(
  aws: RemovalAws,
  { tracker, buckets, hasTrigger }: RemovalPlan,
  { onStage, onProgress, interval = 2000 }: RemovalOptions,
  signal?: AbortSignal,
): Promise<void> {
  const place = placeOf(tracker);
  if (place && hasTrigger) {
    onStage('trigger');
    await removeTrigger(aws, place, signal);
  }
  onStage('buckets');
  for (const bucket of buckets) await emptyBucket(aws, bucket, signal);
  onStage('stack');
  const stack = { id: tracker.stackId, status: tracker.status, parameters: {}, outputs: {} };
  const since = await newestEvent(aws.cloudFormation, stack);
  await deleteStack(aws, stack, signal);
  const left = await followStack(aws, stack, { since, onProgress, interval }, signal);
  // So it ends where another stack uses what this one exports.
  if (left) throw new UserError(`The stack ${tracker.stackName} was not deleted: it is in the state ${left.status}.`);
}

function placeOf({ stackName, account, outputs, parameters }: Tracker): TriggerPlace | undefined {
  const { BucketName: bucket, QueueArn: queueArn } = outputs;
  if (!bucket || !queueArn) return undefined;
  return { bucket, queueArn, account: parameters['BucketOwner'] || account, id: ruleId(stackName) };
}

/** The bucket's rules that lead to the queue; undefined where nobody may look. */
async function rulesOf(
  aws: RemovalAws,
  tracker: Tracker,
  signal: AbortSignal | undefined,
): Promise<Rule[] | undefined> {
  const place = placeOf(tracker);
  if (!place) return [];
  try {
    return await rulesToQueue(aws, place, signal);
  } catch (error) {
    // Whoever may remove a tracker need not have rights on the trail's bucket; and that bucket may be gone.
    if (isDenied(error)) return undefined;
    if (isMissing(error)) return [];
    throw error;
  }
}
