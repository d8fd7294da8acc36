import assert from 'node:assert/strict';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient, type SendMessageCommandInput } from '@aws-sdk/client-sqs';
import { gzipSync } from 'node:zlib';
import { checkSetup, LINKS, type LinkName } from '../../../../backend/aws/setup/checkSetup.ts';
import type { Link } from '../../../../backend/aws/setup/link.ts';
import { setupReport, summary } from '../../../../backend/aws/setup/setupReport.ts';
import type { Tracker } from '../../../../backend/aws/trackers.ts';
import type { TrackerEvent } from '../../../../backend/core/event.ts';
import type { TrackerApi, TrackerStatus } from '../../../../backend/core/trackerApi.ts';
import { parseLogFile } from '../../../../backend/core/parseLogFile.ts';
import { UserError } from '../../../../backend/core/userError.ts';
import { objectsIn } from '../../../../backend/lambda/objectsIn.ts';
import { iamUser, record } from '../../../fixtures/classroom.ts';
import { linkText } from '../../../../extension/aws/setupText.ts';
import { english } from '../../extension/texts.ts';
import { awsError, fakeClient, refused, type FakeAnswers } from '../../../fixtures/fakeClient.ts';

const A = '111122223333';
const FOLDER = `AWSLogs/${A}/CloudTrail/eu-west-1/`;
const KEY = `${FOLDER}2026/03/01/${A}_CloudTrail_eu-west-1_20260301T1005Z_AbCdEfGhIjKlMnOp.json.gz`;
const FILE = gzipSync(
  JSON.stringify({
    Records: [
      record('read', '2026-03-01T10:00:00Z', 'DescribeInstances', { readOnly: true }),
      record('kept', '2026-03-01T10:00:01Z', 'RunInstances', { userIdentity: iamUser('ana') }),
    ],
  }),
);
const events: TrackerEvent[] = [];
parseLogFile(KEY, FILE, (event) => events.push(event));
const KEPT = events[1]!;

const TRACKER: Tracker = {
  stage: 'class',
  stackName: 'cloudtrail-tracker-class',
  stackId: `arn:aws:cloudformation:eu-west-1:${A}:stack/cloudtrail-tracker-class/1`,
  status: 'CREATE_COMPLETE',
  account: A,
  region: 'eu-west-1',
  parameters: { DropReadOnly: 'true', Keep: '', Retention: '0', KmsKey: '', BucketOwner: '' },
  outputs: {
    QueueUrl: 'https://sqs/queue',
    QueueArn: 'arn:queue',
    DeadLetterQueueUrl: 'https://sqs/dead',
    TableName: 'table',
  },
};

const STATUS: TrackerStatus = {
  version: '1.0.0',
  files: 1,
  skipped: 0,
  rejected: 0,
  records: 2,
  broken: 0,
  duplicates: 0,
  dropped: 1,
  events: 1,
  newestEvent: '2026-03-01T10:00:01Z',
  newestLogFile: '2026-03-01T10:05:00Z',
  unsettled: [],
};

/** A tracker that works. What a test changes of the answers is what it is about. */
interface Setting {
  s3?: FakeAnswers;
  sqs?: FakeAnswers;
  cloudTrail?: FakeAnswers;
  dynamo?: FakeAnswers;
  status?: () => TrackerStatus;
  /** Whether the event of the file is stored. */
  stored?: () => boolean;
  record?: TrackerApi['record'];
  tracker?: Partial<Tracker>;
  mayAnnounce?: boolean;
  onLink?: (link: LinkName) => void;
}

const denied = refused(awsError('AccessDenied', 403));

async function check(setting: Setting = {}): Promise<{ states: string[]; link: (name: keyof typeof LINKS) => Link }> {
  const folders: Record<string, string[]> = {
    '': ['AWSLogs/'],
    'AWSLogs/': [`AWSLogs/${A}/`],
    [`AWSLogs/${A}/CloudTrail/`]: [FOLDER],
    [FOLDER]: [`${FOLDER}2026/`],
    [`${FOLDER}2026/`]: [`${FOLDER}2026/03/`],
    [`${FOLDER}2026/03/`]: [`${FOLDER}2026/03/01/`],
  };
  const s3 = fakeClient(S3Client, {
    ListObjectsV2: ({ Prefix = '' }: { Prefix?: string }) => ({
      CommonPrefixes: (folders[Prefix] ?? []).map((each) => ({ Prefix: each })),
      Contents: KEY.startsWith(Prefix) && Prefix.endsWith('/01/') ? [{ Key: KEY, Size: FILE.length }] : [],
    }),
    GetObject: () => ({ Body: { transformToByteArray: () => Promise.resolve(FILE) } }),
    HeadObject: () => ({}),
    GetBucketNotificationConfiguration: () => ({
      QueueConfigurations: [{ Id: 'ours', QueueArn: 'arn:queue', Events: ['s3:ObjectCreated:*'] }],
    }),
    ...setting.s3,
  });
  const cloudTrail = fakeClient(CloudTrailClient, {
    DescribeTrails: () => ({
      trailList: [
        { Name: 'trail', TrailARN: `arn:aws:cloudtrail:eu-west-1:${A}:trail/trail`, S3BucketName: 'trail-bucket' },
      ],
    }),
    ListTrails: () => ({ Trails: [] }),
    GetTrailStatus: () => ({ IsLogging: true }),
    GetEventSelectors: () => ({}),
    ...setting.cloudTrail,
  });
  const aws = {
    s3,
    cloudTrail,
    sqs: fakeClient(SQSClient, {
      GetQueueAttributes: () => ({ Attributes: { ApproximateNumberOfMessages: '0' } }),
      SendMessage: () => ({}),
      ...setting.sqs,
    }),
    dynamo: fakeClient(DynamoDBClient, { GetItem: () => ({}), ...setting.dynamo }),
    region: 'eu-west-1',
    in: () => aws as never,
  };
  const { status = () => STATUS, stored = () => true } = setting;
  const api = {
    status: async () => status(),
    scan: async () => ({ events: stored() ? [KEPT] : [] }),
    record: setting.record ?? (async () => ({})),
  } as unknown as TrackerApi;
  let now = 0;
  const links = await checkSetup({
    subject: { aws, tracker: { ...TRACKER, ...setting.tracker }, bucket: 'trail-bucket' },
    api,
    mayAnnounce: async () => setting.mayAnnounce ?? true,
    now: () => now,
    wait: async (milliseconds) => void (now += milliseconds),
    patience: 10_000,
    onLink: (name) => setting.onLink?.(name),
  });
  const link = (name: keyof typeof LINKS) => links.find((each) => each.name === LINKS[name])!;
  const names = Object.keys(LINKS) as (keyof typeof LINKS)[];
  return {
    states: names.filter((name) => link(name).state !== 'good').map((name) => `${name} ${link(name).state}`),
    link,
  };
}

describe('a check of the setup', () => {
  it('finds every link good', async () => {
    const { states, link } = await check();
    assert.deepEqual(states, []);
    assert.match(link('list').text, /2026-03-01T10:05:00Z/);
  });

  it('says which link it looks at, one after the other', async () => {
    const told: LinkName[] = [];
    await check({ onLink: (link) => told.push(link) });
    assert.deepEqual(told, Object.keys(LINKS));
    // Each has words of its own for who waits.
    assert.equal(new Set(told.map((link) => linkText(english, link))).size, told.length);
  });

  const denials: [what: string, setting: Setting, states: string[]][] = [
    ['look at trails', { cloudTrail: { DescribeTrails: denied } }, ['trail unknown']],
    ['look at the state of trails', { cloudTrail: { GetTrailStatus: denied } }, ['trail unknown']],
    ['list the bucket', { s3: { ListObjectsV2: denied } }, ['list unknown', 'read unknown', 'key unknown', 'store unknown']],
    ['read log files', { s3: { GetObject: denied, HeadObject: denied } }, ['read unknown', 'key unknown']],
    ['read the notifications', { s3: { GetBucketNotificationConfiguration: denied } }, ['trigger unknown']],
    ['look at the queues', { sqs: { GetQueueAttributes: denied } }, ['queues unknown']],
    ['send messages', { sqs: { SendMessage: denied }, stored: () => false }, ['store unknown']],
  ]; // prettier-ignore
  for (const [what, setting, states] of denials) {
    it(`goes on for somebody who may not ${what}`, async () => {
      const found = await check(setting);
      assert.deepEqual(found.states, states);
      const [first = ''] = states;
      assert.match(found.link(first.split(' ')[0] as keyof typeof LINKS).text, /may not do|not stored/);
    });
  }

  const triggers: [what: string, configuration: object, state: string][] = [
    ['nothing', {}, 'trigger broken'],
    ['another prefix', { QueueConfigurations: [rule('arn:queue', 'other/')] }, 'trigger broken'],
    ['another queue', { QueueConfigurations: [rule('arn:other', '')] }, 'trigger broken'],
    ['a topic', { TopicConfigurations: [{ TopicArn: 'arn:topic', Events: ['s3:ObjectCreated:Put'] }] }, 'trigger unknown'],
    ['EventBridge', { EventBridgeConfiguration: {} }, 'trigger unknown'],
  ]; // prettier-ignore
  for (const [what, configuration, state] of triggers) {
    it(`says what is missing where the bucket tells ${what}`, async () => {
      const { states, link } = await check({ s3: { GetBucketNotificationConfiguration: () => configuration } });
      assert.deepEqual(states, [state]);
      assert.match(link('trigger').remedy!, /arn:queue/);
    });
  }

  it('announces a file that is not stored, and follows it', async () => {
    const sent: string[] = [];
    const { states, link } = await check({
      sqs: { SendMessage: ({ MessageBody = '' }: SendMessageCommandInput) => (sent.push(MessageBody), {}) },
      stored: () => sent.length > 0,
    });
    assert.deepEqual(states, []);
    assert.match(link('store').text, /was announced, and is stored/);
    assert.deepEqual(sent.map(objectsIn), [[{ bucket: 'trail-bucket', key: KEY, size: FILE.length }]]);
  });

  it('announces nothing without being allowed to', async () => {
    const forbidden = refused(new Error('a message was sent'));
    const { states } = await check({ sqs: { SendMessage: forbidden }, stored: () => false, mayAnnounce: false });
    assert.deepEqual(states, ['store unknown']);
  });

  it('gives up on a file that nothing becomes of', async () => {
    const { states, link } = await check({ stored: () => false });
    assert.deepEqual(states, ['store broken']);
    assert.match(link('store').text, /in 10 seconds/);
  });

  const reasons: [reason: string, remedy: RegExp][] = [
    ['AccessDenied', /"s3:GetObject"/],
    ['AccessDenied', /"kms:Decrypt"/],
    ['NoSuchBucket', /aws logs tail \/aws\/lambda\/cloudtrail-tracker-class-ingest/],
  ];
  for (const [reason, remedy] of reasons) {
    it(`says that the ingest function met ${reason}, and ${remedy.source}`, async () => {
      let looks = 0;
      const { states, link } = await check({
        stored: () => false,
        status: () => ({ ...STATUS, unsettled: looks++ > 1 ? [KEY] : [] }),
        dynamo: { GetItem: () => looks > 1 ? { Item: { pk: { S: '' }, sk: { S: '' }, v: { S: JSON.stringify({ name: KEY, state: 'unsettled', reason }) } } } : {} },
        tracker: { parameters: { ...TRACKER.parameters, KmsKey: `arn:aws:kms:eu-west-1:${A}:key/1` } },
      }); // prettier-ignore
      assert.deepEqual(states, ['store broken']);
      assert.match(link('store').text, new RegExp(reason));
      assert.match(link('store').remedy!, remedy);
    });
  }

  it('takes a file of which everything is dropped for stored by its time', async () => {
    const parameters = { ...TRACKER.parameters, DropPrefixes: 'run' };
    const stored = () => false;
    const known = await check({ stored, tracker: { parameters } });
    assert.deepEqual(known.states, ['record unknown']);
    const older = () => ({ ...STATUS, newestLogFile: '2026-02-01T00:00:00Z' });
    assert.deepEqual((await check({ stored, tracker: { parameters }, status: older })).states, ['store broken', 'record unknown']); // prettier-ignore
  });

  it('says that the API does not answer', async () => {
    const { states } = await check({
      status: () => {
        throw new Error('The tracker answered with status 500 (request 1).');
      },
    });
    assert.deepEqual(states, ['status broken', 'store unknown', 'record broken']);
  });

  it('says that somebody may not ask', async () => {
    const { states } = await check({
      status: () => {
        throw new UserError('These credentials may not read this tracker.', { status: 403 });
      },
      record: () => Promise.reject(new UserError('These credentials may not read this tracker.', { status: 403 })),
    });
    assert.deepEqual(states, ['status unknown', 'store unknown', 'record unknown']);
  });

  it('says that the query function may not decrypt', async () => {
    const { states, link } = await check({ record: () => Promise.reject(new Error('status 500')) });
    assert.deepEqual(states, ['record broken']);
    assert.match(link('record').remedy!, /"s3:GetObject"/);
  });

  it('ends when it is cancelled', async () => {
    const aborted = Object.assign(new Error('stopped'), { name: 'AbortError' });
    await assert.rejects(check({ s3: { GetObject: refused(aborted) } }), aborted);
  });

  it('is written down', () => {
    const links: Link[] = [
      { name: 'One', state: 'good', text: 'Fine.' },
      { name: 'Two', state: 'broken', text: 'Not fine.', remedy: 'Do this.' },
      { name: 'Three', state: 'unknown', text: 'May not look.' },
    ];
    assert.equal(summary(links), '1 good, 1 broken, 1 could not be looked at');
    const text = setupReport({ ...TRACKER, outputs: { BucketName: 'b' } }, links, { time: 'now', identity: 'arn:ana' });
    assert.match(text, /\n## ✗ Two\n\nNot fine\.\n\nDo this\.\n\n## \? Three\n/);
  });

  it('is one document, also where a link brings one for the owner of the bucket', () => {
    const remedy = 'Ask:\n\n# For the owner\n\n## The notification\n\n```sh\n# as it is\n```';
    const links: Link[] = [{ name: 'Trigger', state: 'broken', text: 'None.', remedy }];
    const text = setupReport({ ...TRACKER, outputs: { BucketName: 'b' } }, links, { time: 'now', identity: 'arn:ana' });
    const headings = text.split('\n').filter((line) => line.startsWith('#'));
    assert.deepEqual(headings.slice(1), ['## ✗ Trigger', '### For the owner', '#### The notification', '# as it is']);
  });
});

function rule(QueueArn: string, prefix: string) {
  return {
    QueueArn,
    Events: ['s3:ObjectCreated:*'],
    Filter: { Key: { FilterRules: [{ Name: 'Prefix', Value: prefix }] } },
  };
}
