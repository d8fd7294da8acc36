import { UserError } from '../backend/core/userError.ts';
import { ask, openAws, type Aws } from './deployment/aws.ts';
import { firstFailure } from './deployment/firstFailure.ts';
import { findTable, tableName } from './deployment/keptTable.ts';
import { readOptions, type DeploymentOptions } from './deployment/readOptions.ts';
import { runServerless } from './deployment/runServerless.ts';
import { eventsAfter, findStack, newestEvent, stackName, type Stack } from './deployment/stack.ts';
import { rulesOf } from './deployment/trailBucket.ts';

const USAGE = `npm run remove [-- --stage STAGE] [--region REGION]
Removes a deployed tracker: functions, queues, API, policies, alarms, logs and the deployment bucket. The table with the events
and the trail's bucket with the log files stay.`;

async function remove({ stage, region, parameters }: DeploymentOptions): Promise<void> {
  if (Object.keys(parameters).length > 0) throw new UserError(`A removal takes no --param.\n\n${USAGE}`);
  const aws = await openAws(region);
  console.log(`Account ${aws.account}, region ${aws.region}, as ${aws.identity}.`);
  const stack = await findStack(aws.cloudFormation, stackName(stage));
  if (!stack) {
    console.log(`There is no stack ${stackName(stage)} here.`);
    return sayWhatStays(aws, tableName(stage));
  }
  await warnOfTrigger(aws, stack);
  const before = await newestEvent(aws.cloudFormation, stack);
  if (!(await runServerless('remove', '--stage', stage, '--region', aws.region)))
    throw new UserError(await whatFailed(aws, stack, before));
  await sayWhatStays(aws, stack.outputs['TableName'] ?? tableName(stage));
}

/** S3 goes on accepting log files for a queue that is gone, but refuses every later change of the bucket's notifications. */
async function warnOfTrigger({ s3 }: Aws, { outputs }: Stack): Promise<void> {
  const { BucketName: bucket, QueueArn: queue } = outputs;
  if (bucket === undefined || queue === undefined) return;
  try {
    const rules = await rulesOf(s3, bucket, queue);
    if (rules.length === 0) return;
    console.log(`The bucket ${bucket} still notifies the queue that is removed now (rule ${rules.join(', ')}).`);
    console.log('Take that rule out, and only that: README.md ("Connect the bucket") says how.');
  } catch (error) {
    // Whoever may remove the tracker need not have rights on the bucket.
    if (!(error instanceof UserError)) throw error;
    console.log(`${error.message}\nIf it still notifies the queue ${queue}, that rule is to be taken out.`);
  }
}

async function whatFailed({ cloudFormation }: Aws, stack: Stack, before: string | undefined): Promise<string> {
  const reason = firstFailure(await ask('what failed', eventsAfter(cloudFormation, stack, before)));
  return `The removal failed.\n${reason ?? 'The reason stands above.'}\nWhen the reason is gone, run it again: it goes on where it stopped.`;
}

async function sayWhatStays({ dynamo, region }: Aws, table: string): Promise<void> {
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
