import assert from 'node:assert/strict';
import { CreateTrailCommand, StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { UpdateEventSourceMappingCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  type NotificationConfiguration,
  type QueueConfiguration,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { apiEndpoint } from '../../backend/aws/apiEndpoint.ts';
import { describeConfiguration } from '../../backend/aws/notification.ts';
import { openAws, type Aws } from '../../backend/aws/openAws.ts';
import { checkSetup, LINKS } from '../../backend/aws/setup/checkSetup.ts';
import type { Link } from '../../backend/aws/setup/link.ts';
import { findTracker, type Tracker } from '../../backend/aws/trackers.ts';
import {
  applyTrigger,
  planTrigger,
  readNotifications,
  removeTrigger,
  ruleId,
  type TriggerPlace,
} from '../../backend/aws/trigger.ts';
import { createRestClient } from '../../backend/client/createRestClient.ts';
import { iamUser, record } from '../fixtures/classroom.ts';
import { refusal } from '../fixtures/userErrors.ts';
import { deploy, type Deployment } from './local/deployment.ts';
import { openLocalAws, ACCOUNT, CREDENTIALS, REGION, type LocalAws } from './local/localAws.ts';

const BUCKET = 'trail-of-the-trigger';
const STAGE = 'trigger';
const PREFIX = 'AWSLogs/';
const REPORTS = `reports: s3:ObjectCreated:* of reports/* → arn:aws:sqs:${REGION}:${ACCOUNT}:others`;

describe('the trigger of a tracker on the local AWS', function () {
  let local: LocalAws;
  let deployed: Deployment;
  let aws: Aws;
  let tracker: Tracker;
  let place: TriggerPlace;
  let foreign: QueueConfiguration;
  const environment = { ...process.env };

  before(async function () {
    this.timeout(120_000);
    local = await openLocalAws();
    await local.s3.send(
      new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: REGION } }),
    );
    deployed = await deploy(local, STAGE, { bucket: BUCKET });
    const { url } = local.front;
    Object.assign(process.env, local.environment, {
      AWS_ENDPOINT_URL: url,
      AWS_ENDPOINT_URL_DYNAMODB: url,
      AWS_ENDPOINT_URL_EXECUTE_API: url,
    });
    aws = openAws({ profile: undefined, region: REGION });
    tracker = (await findTracker(aws, `cloudtrail-tracker-${STAGE}`))!;
    place = {
      bucket: BUCKET,
      queueArn: tracker.outputs.QueueArn!,
      account: tracker.account,
      id: ruleId(tracker.stackName),
    };
    foreign = {
      Id: 'reports',
      QueueArn: await otherQueue(),
      Events: ['s3:ObjectCreated:*'],
      Filter: { Key: { FilterRules: [{ Name: 'prefix' as const, Value: 'reports/' }] } },
    };
    await notify({ QueueConfigurations: [foreign] });
    await aws.cloudTrail.send(new CreateTrailCommand({ Name: 'class', S3BucketName: BUCKET }));
    await aws.cloudTrail.send(new StartLoggingCommand({ Name: 'class' }));
  });

  after(async () => {
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
    await local?.close();
  });

  /** A queue of somebody else, to which S3 may send. */
  async function otherQueue(): Promise<string> {
    const arn = `arn:aws:sqs:${REGION}:${ACCOUNT}:others`;
    const Statement = [
      { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: arn },
    ];
    await local.sqs.send(
      new CreateQueueCommand({ QueueName: 'others', Attributes: { Policy: JSON.stringify({ Statement }) } }),
    );
    return arn;
  }

  async function notify(configuration: NotificationConfiguration): Promise<void> {
    await local.s3.send(
      new PutBucketNotificationConfigurationCommand({ Bucket: BUCKET, NotificationConfiguration: configuration }),
    );
  }

  async function install(): Promise<void> {
    await applyTrigger(aws, await planTrigger(aws, place, PREFIX));
  }

  async function put(minute: string, content: unknown): Promise<string> {
    const key = `${PREFIX}${ACCOUNT}/CloudTrail/${REGION}/2026/03/01/${ACCOUNT}_CloudTrail_${REGION}_20260301T10${minute}Z_aaaaaaaaaaaaaa${minute}.json.gz`;
    const Body = gzipSync(typeof content === 'string' ? content : JSON.stringify(content));
    await local.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body }));
    return key;
  }

  const logFile = (name: string) => ({
    Records: [record(name, '2026-03-01T09:59:00Z', 'CreateBucket', { userIdentity: iamUser('ana') })],
  });

  /** The states of the links, and the text and remedy of those that are not good. */
  async function check(change: Partial<Tracker> = {}, mayAnnounce = true, patience = 20_000) {
    const { url } = { url: apiEndpoint(tracker.outputs.ApiUrl!, process.env) };
    const links = await checkSetup({
      subject: { aws, tracker: { ...tracker, ...change }, bucket: BUCKET },
      api: createRestClient({ url, region: REGION, credentials: CREDENTIALS }),
      mayAnnounce: async () => mayAnnounce,
      now: Date.now,
      wait: () => delay(100),
      patience,
    });
    return {
      bad: links.flatMap(({ name, state }) => (state === 'good' ? [] : [`${name}: ${state}`])),
      of: (name: keyof typeof LINKS): Link => links.find((each) => each.name === LINKS[name])!,
    };
  }

  it('is installed beside a notification of somebody else', async () => {
    await install();
    const installed = await readNotifications(aws, place);
    assert.deepEqual(describeConfiguration(installed), [REPORTS, `cloudtrail-tracker-${STAGE}-log-files: s3:ObjectCreated:* of AWSLogs/*.json.gz → ${place.queueArn}`]); // prettier-ignore
  });

  it('is installed once, however often', async () => {
    const plan = await planTrigger(aws, place, PREFIX);
    assert.ok(plan.isDone);
    const before = local.front.calls.length;
    await applyTrigger(aws, plan);
    assert.equal(local.front.calls.length, before);
  });

  it('brings files, and a check finds every link good', async () => {
    await put('00', logFile('first'));
    await deployed.waitUntilIdle();
    const { bad, of } = await check({}, false);
    assert.deepEqual(bad, []);
    assert.match(of('store').text, /is stored/);
    assert.match(of('record').text, /CreateBucket at 2026-03-01T09:59:00Z was read back/);
  });

  it('is refused for a bucket of another account', async () => {
    await assert.rejects(planTrigger(aws, { ...place, account: '999999999999' }, PREFIX), refusal(undefined, 403));
  });

  it('is refused for a queue that S3 may not send to', async () => {
    const plan = await planTrigger(
      aws,
      { ...place, id: 'wrong', queueArn: `${place.queueArn}-of-nobody` },
      'elsewhere/',
    );
    await assert.rejects(applyTrigger(aws, plan), /must let s3\.amazonaws\.com send for the bucket .* Or one of these/);
  });

  it('is not written over what somebody has changed since', async () => {
    const plan = await planTrigger(aws, { ...place, id: 'other' }, 'elsewhere/');
    await notify({ QueueConfigurations: [] });
    await assert.rejects(applyTrigger(aws, plan), refusal(undefined, 409));
    await notify({ QueueConfigurations: [foreign] });
    await install();
  });

  it('is removed alone, and only once', async () => {
    assert.equal((await removeTrigger(aws, place)).length, 1);
    assert.deepEqual(describeConfiguration(await readNotifications(aws, place)), [REPORTS]);
    assert.deepEqual(await removeTrigger(aws, place), []);
  });

  it('is missed by a check, which sends the newest file through', async () => {
    await put('05', logFile('second'));
    const asked = await check({}, false);
    assert.deepEqual(asked.bad, [`${LINKS.trigger}: broken`, `${LINKS.store}: unknown`]);
    assert.match(asked.of('trigger').remedy!, new RegExp(place.queueArn));
    const { bad, of } = await check();
    assert.deepEqual(bad, [`${LINKS.trigger}: broken`]);
    assert.match(of('store').text, /was announced, and is stored/);
  });

  it('is not installed over a rule for the same objects, as S3 would refuse it', async () => {
    const others = {
      ...foreign,
      Id: 'all',
      Filter: { Key: { FilterRules: [{ Name: 'suffix' as const, Value: '.gz' }] } },
    };
    await notify({ QueueConfigurations: [others] });
    const plan = await planTrigger(aws, place, PREFIX);
    assert.equal(plan.overlap?.id, 'all');
    await assert.rejects(applyTrigger(aws, plan), refusal(undefined, 409));
    await assert.rejects(applyTrigger(aws, { ...plan, overlap: undefined }), /Cannot have overlapping suffixes/);
    await notify({ QueueConfigurations: [foreign] });
    await install();
  });

  it('is checked with a trail that was stopped, or cannot deliver', async () => {
    await aws.cloudTrail.send(new StopLoggingCommand({ Name: 'class' }));
    const { bad, of } = await check();
    assert.deepEqual(bad, [`${LINKS.trail}: broken`]);
    assert.match(of('trail').remedy!, /aws cloudtrail start-logging --name arn:aws:cloudtrail/);
    await aws.cloudTrail.send(new StartLoggingCommand({ Name: 'class' }));
    const before = new Map(local.front.trailStatus);
    for (const name of ['class', `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/class`])
      local.front.trailStatus.set(name, { IsLogging: true, LatestDeliveryError: 'AccessDenied' });
    const failing = await check();
    local.front.trailStatus.clear();
    for (const [name, status] of before) local.front.trailStatus.set(name, status);
    assert.deepEqual(failing.bad, [`${LINKS.trail}: broken`]);
    assert.match(failing.of('trail').remedy!, /"s3:PutObject"/);
  });

  it('is checked with a key that the tracker is not deployed with', async () => {
    const kmsKey = `arn:aws:kms:${REGION}:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
    const key = `${PREFIX}${ACCOUNT}/CloudTrail/${REGION}/2026/03/01/${ACCOUNT}_CloudTrail_${REGION}_20260301T1010Z_cccccccccccccccc.json.gz`;
    await local.s3.send(
      new PutObjectCommand({
        Bucket: BUCKET,
        Key: key,
        Body: gzipSync(JSON.stringify(logFile('encrypted'))),
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: kmsKey,
      }),
    );
    await deployed.waitUntilIdle();
    const without = await check();
    assert.deepEqual(without.bad, [`${LINKS.key}: broken`]);
    assert.match(without.of('key').remedy!, /"kms:Decrypt"/);
    const foreignKey = await check({ parameters: { ...tracker.parameters, KmsKey: kmsKey } });
    assert.deepEqual(foreignKey.bad, [`${LINKS.key}: unknown`]);
  });

  it('is checked by somebody who may do nothing', async () => {
    const allow = local.front.refuse({ action: /./, refusal: 'denied' });
    const { bad } = await check();
    allow();
    assert.deepEqual(bad, Object.values(LINKS).map((name) => `${name}: unknown`)); // prettier-ignore
  });

  it('is checked by somebody who may only ask the tracker', async () => {
    const allow = local.front.refuse({ action: /^(?!execute-api)/, refusal: 'denied' });
    const { bad } = await check();
    allow();
    const good: string[] = [LINKS.status, LINKS.record];
    assert.deepEqual(bad, Object.values(LINKS).filter((name) => !good.includes(name)).map((name) => `${name}: unknown`)); // prettier-ignore
  });

  it('is checked with functions that do not run', async () => {
    const mapping = await local.lambda.send(new ListEventSourceMappingsCommand({}));
    const [{ UUID } = { UUID: '' }] = mapping.EventSourceMappings ?? [];
    await local.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
    await removeTrigger(aws, place);
    await put('15', logFile('waits'));
    const { bad, of } = await check({}, true, 500);
    assert.ok(bad.includes(`${LINKS.store}: broken`));
    assert.match(of('store').remedy!, /list-event-source-mappings/);
    await local.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    await deployed.waitUntilIdle();
    await install();
  });

  it('is checked with a file that cannot be read', async () => {
    await put('20', '{"Records":[{"eventVers');
    await deployed.waitUntilIdle();
    const { bad, of } = await check();
    assert.deepEqual(bad, [`${LINKS.read}: broken`, `${LINKS.queues}: broken`, `${LINKS.store}: unknown`]);
    assert.match(of('queues').text, /1 failed/);
  });
});
