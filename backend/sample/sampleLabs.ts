import { DAY, sampleSettings, type SampleOptions } from './sampleOptions.ts';
import { samplePlan, type PlannedLab, type PlannedStep } from './samplePlan.ts';
import { eventTime } from './visit.ts';

/** A text file of the sample, not yet written. */
export interface ClassFile {
  /** Below the sample's folder, with `/`. */
  path: string;
  /** JSON. */
  text: string;
}

/** The class that generateSample's log files for the same options tell of, as a teacher would note it down: its groups, and a checklist for each lab. An organization is no class. */
export function sampleLabs(options: SampleOptions): ClassFile[] {
  const { labs } = samplePlan(options);
  if (labs.length === 0) return [];
  const { users, start } = sampleSettings(options);
  // Times, not dates, which would be other days in other zones.
  const period = { from: eventTime(Math.floor(start / DAY) * DAY), to: labs.at(-1)!.due };
  return [
    jsonFile('.vscode/cloudtrail-groups.json', { groups: groups(users).map((group) => ({ ...group, period })) }),
    ...labs.map((lab, i) => jsonFile(labPath(lab, i + 1), labContent(lab))),
  ];
}

function jsonFile(path: string, content: object): ClassFile {
  return { path, text: `${JSON.stringify(content, null, 2)}\n` };
}

/** Who has lessons when is classPlan's doing. */
function groups(users: number) {
  const all = { name: 'Class', description: 'All students of the course.', members: [`alucloud{1..${users}}`] };
  const even = { name: 'Morning', description: 'Lessons at 08:00 UTC.', members: [`alucloud{2..${users}..2}`] };
  const odd = { name: 'Afternoon', description: 'Lessons at 14:00 UTC.', members: [`alucloud{1..${users}..2}`] };
  // A range from 2 to 1 would count down.
  return users > 1 ? [all, even, odd] : [all];
}

/** `labs/01-a-first-virtual-machine.lab.json` */
function labPath({ title }: PlannedLab, number: number): string {
  const words = title
    .toLowerCase()
    .replaceAll('’', '')
    .match(/[a-z0-9]+/g)!;
  return `labs/${String(number).padStart(2, '0')}-${words.join('-')}.lab.json`;
}

function labContent({ title, opens, due, steps }: PlannedLab) {
  return { title, opens, due, tasks: steps.map(taskContent) };
}

function taskContent({ id, service, eventName, told }: PlannedStep) {
  const words = id.replaceAll('-', ' ');
  const title = words[0]!.toUpperCase() + words.slice(1);
  const filter = { service: { in: [service] }, eventName: { in: [eventName] } };
  const link = reference(service, eventName);
  if (!told) return { title, filter, link };
  const { parameter, value } = told;
  return {
    title: `${title} (${value})`,
    filter: { ...filter, [parameter]: { in: [value] } },
    explanation: `Counts only with ${parameter.replace('requestParameters_', '')} ${value}.`,
    link,
  };
}

/** Where the API reference of a service is, below docs.aws.amazon.com. */
const REFERENCES: Record<string, string> = {
  apigateway: 'apigateway/latest/api',
  autoscaling: 'autoscaling/ec2/APIReference',
  cloudformation: 'AWSCloudFormation/latest/APIReference',
  dynamodb: 'amazondynamodb/latest/APIReference',
  ec2: 'AWSEC2/latest/APIReference',
  ecr: 'AmazonECR/latest/APIReference',
  ecs: 'AmazonECS/latest/APIReference',
  elasticloadbalancing: 'elasticloadbalancing/latest/APIReference',
  iam: 'IAM/latest/APIReference',
  lambda: 'lambda/latest/api',
  monitoring: 'AmazonCloudWatch/latest/APIReference',
  rds: 'AmazonRDS/latest/APIReference',
  s3: 'AmazonS3/latest/API',
  sns: 'sns/latest/api',
  sqs: 'AWSSimpleQueueService/latest/APIReference',
};

/** AWS's page on a call. Event names may bear the API's version, and one has a name of its own. */
function reference(service: string, eventName: string): string {
  const call = eventName.replace(/\d{8}(v\d)?$/, '').replace('PutBucketPublicAccessBlock', 'PutPublicAccessBlock');
  return `https://docs.aws.amazon.com/${REFERENCES[service]}/API_${call}.html`;
}
