import assert from 'node:assert/strict';
import { GetBucketEncryptionCommand, GetPublicAccessBlockCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { gzipSync } from 'node:zlib';
import { bucketFacts } from '../../backend/aws/bucketFacts.ts';
import { createTrail, planTrail } from '../../backend/aws/createTrail.ts';
import { estimate } from '../../backend/aws/estimate.ts';
import { openAws, whoAmI, type Aws, type Identity } from '../../backend/aws/openAws.ts';
import { findTrails } from '../../backend/aws/trails.ts';
import { DEFAULT_DROP, dropRule } from '../../backend/core/dropRule.ts';
import type { TrackerEvent } from '../../backend/core/event.ts';
import { parseLogFile } from '../../backend/core/parseLogFile.ts';
import { generateSample } from '../../backend/sample/generateSample.ts';
import { openLocalAws, REGION, type LocalAws } from './local/localAws.ts';

const END = new Date('2026-03-20T00:00:00Z');
const DAY = '2026-03-19';

describe('an account without a trail', () => {
  let local: LocalAws;
  let aws: Aws;
  let identity: Identity;
  const outer = { ...process.env };

  before(async () => {
    local = await openLocalAws();
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, local.environment);
    aws = openAws({ profile: undefined, region: REGION });
    identity = await whoAmI(aws);
  });
  after(async () => {
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, outer);
    await local.close();
  });

  it('gets one, that is found and is logging', async () => {
    assert.deepEqual(await findTrails(aws), { trails: [], unread: [] });
    const plan = await planTrail(aws, identity);
    await createTrail(aws, plan, () => undefined);
    const { trails, unread } = await findTrails(aws);
    assert.deepEqual(unread, []);
    assert.equal(trails.length, 1);
    const { bucket, isLogging, isMultiRegion, recording } = trails[0]!;
    assert.deepEqual(
      { bucket, isLogging, isMultiRegion },
      { bucket: plan.bucket, isLogging: true, isMultiRegion: true },
    );
    assert.deepEqual(recording, { management: 'all', data: [], excluded: [] });
  });

  it('has a private, encrypted bucket in its region then', async () => {
    const { bucket } = await planTrail(aws, identity);
    const facts = await bucketFacts(aws, bucket, [identity.account]);
    assert.deepEqual(facts, { bucket, region: REGION, owner: identity.account, mayList: true });
    const { PublicAccessBlockConfiguration } = await aws.s3.send(new GetPublicAccessBlockCommand({ Bucket: bucket }));
    assert.deepEqual(new Set(Object.values(PublicAccessBlockConfiguration ?? {})), new Set([true]));
    const { ServerSideEncryptionConfiguration } = await aws.s3.send(new GetBucketEncryptionCommand({ Bucket: bucket }));
    const [rule] = ServerSideEncryptionConfiguration?.Rules ?? [];
    assert.equal(rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm, 'AES256');
  });

  it('gets no second one', async () => {
    const plan = await planTrail(aws, identity);
    assert.deepEqual([plan.bucketExists, plan.trailExists], [true, true]);
    await createTrail(aws, plan, () => undefined);
    assert.equal((await findTrails(aws)).trails.length, 1);
  });

  it('has an estimate near the truth when files have come', async () => {
    const { bucket } = await planTrail(aws, identity);
    const options = { bucket, parameters: {}, now: END.getTime() };
    assert.equal((await estimate(aws, options)).day, undefined);
    const drops = dropRule(DEFAULT_DROP);
    let records = 0;
    let stored = 0;
    for (const { path, content } of generateSample({ end: END, days: 3, users: 60, seed: 5 })) {
      const body = gzipSync(JSON.stringify(content));
      await aws.s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: path.slice(path.indexOf('AWSLogs/')), Body: body }),
      );
      if (!path.includes(`/${DAY.replaceAll('-', '/')}/`)) continue;
      const events: TrackerEvent[] = [];
      const read = parseLogFile(path, body, (event) => events.push(event));
      records += read.kind === 'log' ? read.records : 0;
      stored += events.filter((event) => drops(event) === undefined).length;
    }
    const { day } = await estimate(aws, options);
    assert.equal(day?.day, DAY);
    const near = (estimated: number, actual: number) =>
      assert.ok(Math.abs(estimated / actual - 1) < 0.2, `${estimated} of ${actual}`);
    near(day.records, records);
    near(day.stored, stored);
  });
});
