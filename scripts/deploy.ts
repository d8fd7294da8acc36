import { UserError } from '../backend/core/userError.ts';
import { ask } from '../backend/aws/awsErrors.ts';
import { openConfigured, type ConfiguredAws } from './deployment/openConfigured.ts';
import { firstFailure } from '../backend/aws/firstFailure.ts';
import { tableToAdopt } from '../backend/aws/keptTable.ts';
import { readOptions, type DeploymentOptions } from './deployment/readOptions.ts';
import { runServerless } from './deployment/runServerless.ts';
import { checkUpdatable, eventsAfter, findStack, newestEvent, stackName, type Stack } from '../backend/aws/stack.ts';
import { shortName } from '../backend/aws/deployment/stackParameters.ts';
import { checkBucket } from '../backend/aws/trailBucket.ts';
import { runScript } from './runProgram.ts';

const USAGE = `npm run deploy -- --param bucket=BUCKET [--stage STAGE] [--region REGION] [--param NAME=VALUE …]
Deploys a tracker of the trail that delivers to BUCKET, or brings a deployed one up to date.

  --stage   tells trackers of one account and region apart (dev)
  --region  the bucket's region (AWS_REGION, or the profile's)
  --param   a parameter of the tracker; README.md lists them. An update keeps those that are not given.

Credentials are taken from the environment, as the AWS CLI does: AWS_PROFILE=class npm run deploy -- …`;

async function deploy({ stage, region, parameters: given }: DeploymentOptions): Promise<void> {
  const aws = await openConfigured(region);
  console.log(`Account ${aws.account}, region ${aws.region}, as ${aws.identity}.`);
  const name = stackName(stage);
  const stack = await findStack(aws.cloudFormation, name);
  if (stack) checkUpdatable(stack, stage);

  const parameters = { ...valuesOf(stack), ...given };
  const { bucket } = parameters;
  if (!bucket)
    throw new UserError(`Which bucket? For example: npm run deploy -- --param bucket=my-trail-bucket\n\n${USAGE}`);
  await checkBucket(aws.s3, bucket, aws.region);
  const table = (await tableToAdopt(aws, stage, stack, parameters['table'])) ?? '';
  parameters['table'] = table;
  if (table !== '' && table !== stack?.parameters['Table'])
    console.log(`The table ${table} is left from an earlier deployment: the tracker goes on with its events.`);
  console.log(`${stack ? 'Updating' : 'Creating'} the stack ${name} for the bucket ${bucket}.`);

  await runScript('scripts/build.ts');
  const before = stack && (await newestEvent(aws.cloudFormation, stack));
  const values = Object.entries(parameters).flatMap(([key, value]) => ['--param', `${key}=${value}`]);
  if (!(await runServerless('deploy', '--stage', stage, '--region', aws.region, ...values)))
    throw new UserError(await whatFailed(aws, stage, before));
  const deployed = await findStack(aws.cloudFormation, name);
  if (deployed) console.log(nextSteps(deployed.outputs));
}

/** An update leaves what it is not told to change. */
function valuesOf(stack: Stack | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(stack?.parameters ?? {}).map(([key, value]) => [shortName(key), value]));
}

async function whatFailed(
  { cloudFormation }: ConfiguredAws,
  stage: string,
  before: string | undefined,
): Promise<string> {
  const stack = await findStack(cloudFormation, stackName(stage));
  const reason =
    stack &&
    firstFailure(
      await ask(
        { action: 'cloudformation:DescribeStackEvents', resource: stack.id },
        eventsAfter(cloudFormation, stack, before),
      ),
    );
  const state = stack
    ? `The stack is in the state ${stack.status}. Deploy again when the reason is gone, or take it away: npm run remove -- --stage ${stage}`
    : 'No stack is left.';
  return `The deployment failed.\n${reason ?? 'The reason stands above.'}\n${state}`;
}

function nextSteps(outputs: Record<string, string>): string {
  const names = Object.keys(outputs).filter((name) => !name.startsWith('Serverless') && name !== 'ServiceEndpoint');
  const width = Math.max(...names.map((name) => name.length));
  return [
    '',
    ...names.map((name) => `${name.padEnd(width)}  ${outputs[name]}`),
    '',
    `Next: let the bucket ${outputs['BucketName']} tell the queue of new log files. README.md ("Connect the bucket") says how, and why`,
    'its present notifications have to be kept. Then give the policy ReaderPolicyArn to those who may ask, or OwnViewPolicyArn to',
    'IAM users who may ask for what they have done themselves.',
  ].join('\n');
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options) await deploy(options);
  else console.log(USAGE);
} catch (error) {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
}
