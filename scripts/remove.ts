import { planRemoval, removeTracker, type RemovalPlan, type RemovalStage } from '../backend/aws/deployment/removal.ts';
import { findTable, tableName } from '../backend/aws/keptTable.ts';
import { describeRule } from '../backend/aws/notification.ts';
import { stackName } from '../backend/aws/stack.ts';
import { findTracker } from '../backend/aws/trackers.ts';
import { UserError } from '../backend/core/userError.ts';
import { openConfigured, type ConfiguredAws } from './deployment/openConfigured.ts';
import { readOptions, type DeploymentOptions } from './deployment/readOptions.ts';

const USAGE = `npm run remove [-- --stage STAGE] [--region REGION]
Removes a deployed tracker: trigger, functions, queues, API, policies, alarms, logs, and its own buckets with what is in them. The
table with the events and the trail's bucket with the log files stay.`;

const STAGES: Record<RemovalStage, string> = {
  trigger: 'Taking the trigger out of the notifications of the trail’s bucket.',
  buckets: 'Emptying the buckets of the tracker.',
  stack: 'Deleting the stack.',
};

async function remove({ stage, region, parameters }: DeploymentOptions): Promise<void> {
  if (Object.keys(parameters).length > 0) throw new UserError(`A removal takes no --param.\n\n${USAGE}`);
  const aws = await openConfigured(region);
  console.log(`Account ${aws.account}, region ${aws.region}, as ${aws.identity}.`);
  const tracker = await findTracker(aws, stackName(stage));
  if (!tracker) {
    console.log(`There is no stack ${stackName(stage)} here.`);
    return sayWhatStays(aws, tableName(stage));
  }
  const plan = await planRemoval(aws, tracker);
  warnOfRules(plan);
  await removeTracker(aws, plan, {
    onStage: (removing) => console.log(STAGES[removing]),
    onProgress: ({ resource, status }) => console.log(`  ${status} ${resource}`),
  });
  await sayWhatStays(aws, tracker.outputs.TableName ?? tableName(stage));
}

/** S3 goes on accepting log files for a queue that is gone, but refuses every later change of the bucket's notifications. */
function warnOfRules({ tracker, hasTrigger, otherRules }: RemovalPlan): void {
  const { BucketName: bucket, QueueArn: queue } = tracker.outputs;
  if (hasTrigger === undefined)
    console.log(
      `The notifications of ${bucket} may not be read. A rule that leads to ${queue} is to be taken out by its owner.`,
    );
  if (otherRules.length === 0) return;
  console.log(`The bucket ${bucket} still notifies the queue that is removed now, by rules that were not made here:`);
  for (const rule of otherRules) console.log(`  ${describeRule(rule)}`);
  console.log('Take those out, and only those: README.md ("Connect the bucket") says how.');
}

async function sayWhatStays({ dynamo, region }: ConfiguredAws, table: string): Promise<void> {
  if (!(await findTable(dynamo, table))) return;
  console.log(
    `The table ${table} stays, with its events; the next deployment of the stage goes on with it. To delete it for good:`,
  );
  console.log(`  aws dynamodb delete-table --region ${region} --table-name ${table}`);
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options) await remove(options);
  else console.log(USAGE);
} catch (error) {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
}
