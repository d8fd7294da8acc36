import { tableName } from '../keptTable.ts';
import { SERVICE, stackName } from '../stack.ts';
import type { PackagedTracker } from './packagedTracker.ts';
import { planCosts } from './planCosts.ts';

export interface PlannedExport {
  packaged: PackagedTracker;
  account: string;
  region: string;
  /** By their names in the template, complete. */
  parameters: Readonly<Record<string, string>>;
}

interface Template {
  Resources: Record<string, { Type: string; Condition?: string }>;
}

/** What is to be created and how, in Markdown, with the commands of the AWS CLI for a shell such as bash. */
export function exportPlan({ packaged, account, region, parameters }: PlannedExport): string {
  const name = stackName(packaged.stage);
  const common = `--region ${region} --stack-name ${name}`;
  const tags = `--tags STAGE=${packaged.stage} ${SERVICE}=${packaged.stage}`;
  const overrides = Object.entries(parameters).map(([key, value]) => quoted(`${key}=${value}`));
  const uploads = packaged.code.map(
    ({ key }) => `aws s3 cp ${key.slice(key.lastIndexOf('/') + 1)} "s3://$BUCKET/${key}" --region ${region}`,
  );
  return document(
    `# Deploying ${name}`,
    `A CloudTrail Tracker in account ${account}, region ${region}, for the bucket ${parameters['Bucket']}. Whoever deploys it needs policies/deployer.json; each command can be run again.`,
    '## 1. The bucket for the code',
    code(`aws cloudformation deploy ${common} --template-file create.json ${tags}`),
    'An update of a tracker that is there leaves this step out.',
    '## 2. The code',
    code(
      `BUCKET=$(aws cloudformation describe-stacks ${common} --query "Stacks[0].Outputs[?OutputKey=='ServerlessDeploymentBucketName'].OutputValue" --output text)`,
      ...uploads,
    ),
    '## 3. Everything else',
    `If a table ${tableName(packaged.stage)} is left from an earlier deployment, set Table to its name below: the tracker then goes on with its events. To see first what would change, add --no-execute-changeset.`,
    code(
      `aws cloudformation deploy ${common} --template-file template.json --capabilities CAPABILITY_IAM CAPABILITY_NAMED_IAM ${tags} \\`,
      `  --parameter-overrides ${overrides.join(' ')}`,
      `aws cloudformation describe-stacks ${common} --query 'Stacks[0].Outputs' --output table`,
    ),
    '## 4. Let the bucket tell the tracker of new log files',
    'By "Install Trigger…" with policies/operator.json, or by the owner of the bucket: policies/owner.md.',
    '## 5. Let people ask',
    'Attach the policy of the output ReaderPolicyArn to them (policies/reader.json is about the same), and send them the output ApiUrl: "Connect to Tracker…" takes it.',
    'IAM users who may see only what they have done themselves, such as students, get the policy of the output OwnViewPolicyArn instead, and the link that "Copy Connection Link" makes for students.',
    '## What is created',
    list(resourceCounts(packaged)),
    '## What it costs a month',
    planCosts(Number(parameters['Retention'] ?? 0)),
    '## Removing it',
    `With policies/remover.json, "Remove Tracker…" does it. The table with the events stays.`,
  );
}

function resourceCounts({ template }: PackagedTracker): string[] {
  const counts = new Map<string, number>();
  for (const { Type } of Object.values((JSON.parse(template) as Template).Resources))
    counts.set(Type, (counts.get(Type) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => `${count} × ${type}`);
}

/** For a shell: nothing between single quotes means anything. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function document(...parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

function code(...lines: readonly string[]): string {
  return ['```sh', ...lines, '```'].join('\n');
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
