import { partitionOf } from '../client/partition.ts';
import { keyStanding } from './logFileKey.ts';
import { describeRule, queueConfigurationOf, type Rule } from './notification.ts';
import type { Tracker } from './trackers.ts';
import { ruleId } from './trigger.ts';

/** Texts, in Markdown, for those who must do by hand what a command may not do: with the exact statements of policies. */

export type Statement = Record<string, unknown>;

/** For the policy of a bucket of another account: both functions of the tracker read log files. */
export function bucketStatement(tracker: Tracker): Statement[] {
  const bucket = `arn:${partitionOf(tracker.region)}:s3:::${tracker.outputs.BucketName}`;
  const Principal = { AWS: `arn:${partitionOf(tracker.region)}:iam::${tracker.account}:root` };
  const Condition = {
    ArnLike: {
      'aws:PrincipalArn': `arn:${partitionOf(tracker.region)}:iam::${tracker.account}:role/${tracker.stackName}-*`,
    },
  };
  return [
    {
      Sid: 'CloudTrailTrackerReads',
      Effect: 'Allow',
      Principal,
      Action: 's3:GetObject',
      Resource: `${bucket}/*`,
      Condition,
    },
    { Sid: 'CloudTrailTrackerLists', Effect: 'Allow', Principal, Action: 's3:ListBucket', Resource: bucket, Condition },
  ];
}

/** For the policy of the key that the trail encrypts its log files with. */
export function keyStatement(tracker: Tracker): Statement {
  return {
    Sid: 'CloudTrailTrackerDecrypts',
    Effect: 'Allow',
    Principal: { AWS: `arn:${partitionOf(tracker.region)}:iam::${tracker.account}:root` },
    Action: 'kms:Decrypt',
    Resource: '*',
    Condition: {
      ArnLike: {
        'aws:PrincipalArn': `arn:${partitionOf(tracker.region)}:iam::${tracker.account}:role/${tracker.stackName}-*`,
      },
      StringEquals: { 'kms:ViaService': `s3.${tracker.region}.amazonaws.com` },
    },
  };
}

/** For the policy of the tracker's queue, so that a topic or EventBridge may send to it. */
export function queueStatement(tracker: Tracker, service: 'sns' | 'events', sourceArn: string): Statement {
  return {
    Sid: service === 'sns' ? 'TopicSends' : 'EventBridgeSends',
    Effect: 'Allow',
    Principal: { Service: `${service}.amazonaws.com` },
    Action: 'sqs:SendMessage',
    Resource: tracker.outputs.QueueArn,
    Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
  };
}

/** What is known of the log files. */
export interface LogFiles {
  /** Of the trail, up to AWSLogs/ or the organization's folder below it; undefined where it is not known. */
  prefix?: string | undefined;
  /** The ARN of the key that they are encrypted with; undefined for the one that the tracker is deployed with. */
  kmsKey?: string | undefined;
}

/** What the owner of the bucket (and of the key) must do for a tracker that may not do it itself. */
export function ownerStatements(tracker: Tracker, logFiles: LogFiles = {}): string {
  const { BucketName: bucket = '', QueueArn = '' } = tracker.outputs;
  const { prefix = 'AWSLogs/' } = logFiles;
  const rule = queueConfigurationOf({
    id: ruleId(tracker.stackName),
    target: QueueArn,
    kind: 'queue',
    events: ['s3:ObjectCreated:*'],
    prefix,
    suffix: '.json.gz',
  });
  return document(
    `# For the owner of the bucket ${bucket}`,
    `The tracker ${tracker.stackName} of account ${tracker.account} (${tracker.region}) is to be told of new log files.`,
    '## The notification',
    `S3 keeps one notification configuration per bucket, and writing it replaces all of it: read it, add this to QueueConfigurations, write it back.${logFiles.prefix === undefined ? ' If the trail has a prefix of its own, it stands before AWSLogs/.' : ''}`,
    code([`aws s3api get-bucket-notification-configuration --bucket ${bucket} > notification.json`], 'sh'),
    json(rule),
    code(
      [
        `aws s3api put-bucket-notification-configuration --bucket ${bucket} --notification-configuration file://notification.json`,
      ],
      'sh',
    ),
    ...policyParts(tracker, logFiles),
  );
}

/** What the owners of the bucket and of the key must add for a tracker whose trigger can be installed; undefined where it is nothing. */
export function accessStatements(tracker: Tracker, logFiles: LogFiles): string | undefined {
  const parts = policyParts(tracker, logFiles);
  if (parts.length === 0) return undefined;
  return document(
    `# What ${tracker.stackName} needs to read the log files of ${tracker.outputs.BucketName ?? ''}`,
    `The tracker of account ${tracker.account} (${tracker.region}) is told of new log files, but others decide whether it may read them.`,
    ...parts,
  );
}

/** Whether the bucket is of another account than the tracker. */
export function isForeignBucket({ account, parameters }: Tracker): boolean {
  const { BucketOwner: owner = '' } = parameters;
  return owner !== '' && owner !== account;
}

function policyParts(tracker: Tracker, { kmsKey = tracker.parameters['KmsKey'] ?? '' }: LogFiles): string[] {
  const bucket = ['## The policy of the bucket', 'Add these statements:', json(bucketStatement(tracker))];
  return [...(isForeignBucket(tracker) ? bucket : []), ...(kmsKey === '' ? [] : keyParts(tracker, kmsKey))];
}

function keyParts(tracker: Tracker, kmsKey: string): string[] {
  const [, , , region = '', owner = ''] = kmsKey.split(':');
  const policy = `--region ${region} --key-id ${kmsKey} --policy-name default`;
  return [
    `## The policy of the key ${kmsKey}`,
    `Whoever manages keys in account ${owner} reads the policy of the key, adds this statement, and writes it back:`,
    json(keyStatement(tracker)),
    code(
      [
        `aws kms get-key-policy ${policy} --query Policy --output text > policy.json`,
        `aws kms put-key-policy ${policy} --policy file://policy.json`,
      ],
      'sh',
    ),
    ...(keyStanding(tracker, kmsKey) === 'undeployed'
      ? [
          `The tracker is not deployed with this key, so that its own roles may not use it either. Update it: "Deploy or Update Tracker…" finds the key, or`,
          code([`npm run deploy -- --stage ${tracker.stage} --param kmsKey=${kmsKey}`], 'sh'),
        ]
      : []),
  ];
}

/** How log files can arrive although another rule takes the same objects. */
export function overlapAdvice(tracker: Tracker, rule: Rule, hasEventBridge: boolean): string {
  const { BucketName: bucket = '', QueueArn = '' } = tracker.outputs;
  const { region, account } = tracker;
  const eventRule = `${tracker.stackName}-log-files`;
  const topic =
    rule.kind === 'topic'
      ? [
          '## By the topic that is told already',
          'The tracker understands notifications that come through SNS. Let the topic send to its queue:',
          code(
            [
              `aws sns subscribe --region ${region} --topic-arn ${rule.target} --protocol sqs --notification-endpoint ${QueueArn}`,
            ],
            'sh',
          ),
          'and add this statement to the policy of the queue:',
          json(queueStatement(tracker, 'sns', rule.target)),
        ]
      : [
          '## By a topic',
          'Change the other rule so that it leads to an SNS topic, and subscribe both its receiver and the queue of the tracker to that topic.',
        ];
  return document(
    `# How log files of ${bucket} can arrive at ${tracker.stackName}`,
    `A rule of the bucket takes the same objects, and S3 allows one receiver only:`,
    code([describeRule(rule)], ''),
    ...topic,
    '## By EventBridge',
    hasEventBridge
      ? 'The bucket tells EventBridge of everything. A rule there can send what is needed to the queue:'
      : 'The bucket does not tell EventBridge yet. That can be switched on beside all other notifications (Properties, Amazon EventBridge). Then:',
    code(
      [
        `aws events put-rule --region ${region} --name ${eventRule} --event-pattern '${JSON.stringify({ source: ['aws.s3'], 'detail-type': ['Object Created'], detail: { bucket: { name: [bucket] }, object: { key: [{ suffix: '.json.gz' }] } } })}'`,
        `aws events put-targets --region ${region} --rule ${eventRule} --targets Id=tracker,Arn=${QueueArn}`,
      ],
      'sh',
    ),
    'and this statement in the policy of the queue:',
    json(
      queueStatement(
        tracker,
        'events',
        `arn:${partitionOf(tracker.region)}:events:${region}:${account}:rule/${eventRule}`,
      ),
    ),
  );
}

function document(...parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

function json(value: unknown): string {
  return code([JSON.stringify(value, undefined, 2)], 'json');
}

function code(lines: readonly string[], language: string): string {
  return ['```' + language, ...lines, '```'].join('\n');
}
