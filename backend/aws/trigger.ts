import {
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
} from '@aws-sdk/client-s3';
import { UserError } from '../core/userError.ts';
import { ask } from './awsErrors.ts';
import {
  covers,
  describeRule,
  overlapWith,
  queueConfigurationOf,
  rulesIn,
  sameConfiguration,
  type Rule,
} from './notification.ts';
import type { Aws } from './openAws.ts';

/** Where the trigger is, or is to be: a rule of the bucket that tells the tracker's queue of new log files. */
export interface TriggerPlace {
  bucket: string;
  queueArn: string;
  /** Of the bucket's owner; S3 then refuses a bucket of that name that is somebody else's. */
  account?: string;
  /** Of the rule, so that it can be told from others: see ruleId. */
  id: string;
}

export interface TriggerPlan {
  place: TriggerPlace;
  before: NotificationConfiguration;
  after: NotificationConfiguration;
  rule: Rule;
  /** What is taken out for it: its own earlier rule, and rules to the same queue that tell of nothing but what it tells of too. */
  replaced: Rule[];
  /** The bucket tells the queue of these objects already, by `rule`. */
  isDone: boolean;
  /** A rule of somebody else that S3 would not let stand beside this one; then nothing can be applied. */
  overlap?: Rule;
}

/** Of a tracker's rule. */
export function ruleId(stackName: string): string {
  return `${stackName}-log-files`;
}

/** The bucket's present notifications. Needs s3:GetBucketNotification. */
export async function readNotifications(
  { s3 }: Pick<Aws, 's3'>,
  { bucket, account }: Pick<TriggerPlace, 'bucket' | 'account'>,
  signal?: AbortSignal,
): Promise<NotificationConfiguration> {
  const command = new GetBucketNotificationConfigurationCommand({ Bucket: bucket, ExpectedBucketOwner: account });
  const request = s3.send(command, { abortSignal: signal });
  const { $metadata: _metadata, ...configuration } = await ask(
    { action: 's3:GetBucketNotification', resource: `arn:aws:s3:::${bucket}` },
    request,
  );
  return configuration;
}

/** The rules that lead to a queue, whoever made them. */
export async function rulesToQueue(
  aws: Pick<Aws, 's3'>,
  place: Pick<TriggerPlace, 'bucket' | 'queueArn' | 'account'>,
  signal?: AbortSignal,
): Promise<Rule[]> {
  return rulesIn(await readNotifications(aws, place, signal)).filter(({ target }) => target === place.queueArn);
}

/**
 * What would change for log files below a prefix to arrive. Everything else in the configuration stays as it is, rules that somebody has
 * made for other prefixes and the same queue included: another trail may arrive by them.
 */
export async function planTrigger(
  aws: Pick<Aws, 's3'>,
  place: TriggerPlace,
  prefix: string,
  signal?: AbortSignal,
): Promise<TriggerPlan> {
  const before = await readNotifications(aws, place, signal);
  const rule: Rule = {
    id: place.id,
    target: place.queueArn,
    kind: 'queue',
    events: ['s3:ObjectCreated:*'],
    prefix,
    suffix: '.json.gz',
  };
  const rules = rulesIn(before);
  const leadsHere = (each: Rule) => each.kind === 'queue' && each.target === place.queueArn;
  const present = rules.find((each) => leadsHere(each) && covers(each, rule));
  if (present) return { place, before, after: before, rule: present, replaced: [], isDone: true };
  const isReplaced = (each: Rule) =>
    each.kind === 'queue' && (each.id === place.id || (leadsHere(each) && covers(rule, each)));
  const others = (before.QueueConfigurations ?? []).filter(
    (each) => !rulesIn({ QueueConfigurations: [each] }).some(isReplaced),
  );
  const overlap = overlapWith(rule, rules.filter((each) => !isReplaced(each))); // prettier-ignore
  return {
    place,
    before,
    after: { ...before, QueueConfigurations: [...others, queueConfigurationOf(rule)] },
    rule,
    replaced: rules.filter(isReplaced),
    isDone: false,
    ...(overlap && { overlap }),
  };
}

/**
 * Writes what was planned, and reads it back. Throws a UserError where somebody has changed the notifications since they were
 * read, where S3 refuses them, and where they are not what was written.
 */
export async function applyTrigger(aws: Pick<Aws, 's3'>, plan: TriggerPlan, signal?: AbortSignal): Promise<void> {
  if (plan.overlap) throw new UserError(overlapText(plan.place.bucket, plan.overlap), { status: 409 });
  if (plan.isDone) return;
  await replace(aws, plan.place, plan.before, plan.after, signal);
}

/** Whether what was planned is there: a request whose answer nobody waited for may have arrived all the same. */
export async function isApplied(aws: Pick<Aws, 's3'>, plan: TriggerPlan, signal?: AbortSignal): Promise<boolean> {
  return sameConfiguration(await readNotifications(aws, plan.place, signal), plan.after);
}

/** Takes out the rules of this tracker and nothing else, and says which they were. Needs s3:PutBucketNotification. */
export async function removeTrigger(aws: Pick<Aws, 's3'>, place: TriggerPlace, signal?: AbortSignal): Promise<Rule[]> {
  const before = await readNotifications(aws, place, signal);
  const { own } = triggerRules(before, place);
  if (own.length === 0) return [];
  const isOurs = (id: string | undefined, queue: string | undefined) => queue === place.queueArn && id === place.id;
  const rest = (before.QueueConfigurations ?? []).filter(({ Id, QueueArn }) => !isOurs(Id, QueueArn));
  await replace(aws, place, before, { ...before, QueueConfigurations: rest }, signal);
  return own;
}

export interface TriggerRules {
  /** Those that Install Trigger… has made: there is one at most. */
  own: Rule[];
  /** Those that others have made for the same queue. */
  byHand: Rule[];
}

/** The rules that lead to the tracker's queue, of which a removal takes out its own. Needs s3:GetBucketNotification. */
export async function readTriggerRules(
  aws: Pick<Aws, 's3'>,
  place: TriggerPlace,
  signal?: AbortSignal,
): Promise<TriggerRules> {
  return triggerRules(await readNotifications(aws, place, signal), place);
}

function triggerRules({ QueueConfigurations = [] }: NotificationConfiguration, place: TriggerPlace): TriggerRules {
  const rules = rulesIn({ QueueConfigurations }).filter(({ target }) => target === place.queueArn);
  return { own: rules.filter(({ id }) => id === place.id), byHand: rules.filter(({ id }) => id !== place.id) };
}

export function overlapText(bucket: string, rule: Rule): string {
  return `The bucket ${bucket} tells somebody else of the same objects already, and S3 allows one receiver only: ${describeRule(rule)}`;
}

async function replace(
  aws: Pick<Aws, 's3'>,
  place: TriggerPlace,
  before: NotificationConfiguration,
  after: NotificationConfiguration,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { bucket, account } = place;
  if (!sameConfiguration(await readNotifications(aws, place, signal), before))
    throw new UserError(
      `Somebody has just changed the notifications of ${bucket}. Nothing was written: look at them again.`,
      { status: 409 },
    );
  const command = new PutBucketNotificationConfigurationCommand({
    Bucket: bucket,
    ExpectedBucketOwner: account,
    NotificationConfiguration: after,
  });
  const permission = { action: 's3:PutBucketNotification', resource: `arn:aws:s3:::${bucket}` };
  try {
    await ask(permission, aws.s3.send(command, { abortSignal: signal }));
  } catch (error) {
    throw isAboutDestination(error) ? new UserError(destinationText(place, after), { cause: error }) : error;
  }
  if (!sameConfiguration(await readNotifications(aws, place, signal), after))
    throw new UserError(
      `The notifications of ${bucket} are not what was written: somebody changes them at the same time. Look at them again.`,
      { status: 409 },
    );
}

/** S3 tries every target before it takes a configuration, those that were there before included. */
function isAboutDestination(error: unknown): boolean {
  const { cause } = error instanceof UserError ? error : {};
  return cause instanceof Error && cause.name === 'InvalidArgument' && /destination/i.test(cause.message);
}

function destinationText({ bucket, account, queueArn }: TriggerPlace, after: NotificationConfiguration): string {
  const others = rulesIn(after).filter(({ target }) => target !== queueArn);
  const hint =
    others.length === 0 ? '' : ` Or one of these is no longer there: ${others.map(describeRule).join('; ')}.`;
  return `S3 may not send to all targets of the notifications, so that it takes none of the change. The policy of ${queueArn} must let s3.amazonaws.com send for the bucket ${bucket} of account ${account ?? 'unknown'}: check the parameters Bucket and BucketOwner of the deployment, and that both are in one region.${hint}`;
}
