import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { cancelDeployment, deployTracker } from '../../backend/aws/deployment/deployTracker.ts';
import { findLeft } from '../../backend/aws/deployment/findLeft.ts';
import { readPackagedTracker } from '../../backend/aws/deployment/packagedTracker.ts';
import { planDeployment } from '../../backend/aws/deployment/planDeployment.ts';
import { planRemoval, removeTracker } from '../../backend/aws/deployment/removal.ts';
import type { Aws } from '../../backend/aws/openAws.ts';
import { findStack } from '../../backend/aws/stack.ts';
import { createTaggingClient, type TaggingClient } from '../../backend/aws/taggingClient.ts';
import { findTrackers, type Tracker } from '../../backend/aws/trackers.ts';
import { packageDeployment } from '../../scripts/packageDeployment.ts';
import { projectFolder } from '../../scripts/runProgram.ts';
import { deploy } from './local/deployment.ts';
import { CREDENTIALS, openLocalAws, REGION, type LocalAws } from './local/localAws.ts';

const BUCKET = 'engine-trail';
const STAGE = 'engine';
const INTERVAL = 50;

describe('deploying without Serverless', () => {
  let local: LocalAws;
  let aws: Pick<Aws, 'cloudFormation' | 's3' | 'dynamo'>;
  let tagging: TaggingClient;
  let tracker: Tracker;
  const stages: string[] = [];
  const told: string[] = [];
  const options = {
    interval: INTERVAL,
    onStage: (stage: string) => void stages.push(stage),
    onProgress: ({ resource, status }: { resource: string; status: string }) => void told.push(`${resource} ${status}`),
  };

  const plan = async (parameters: Record<string, string> = {}) =>
    planDeployment(aws, {
      packaged: await readPackagedTracker(path.join(projectFolder, 'dist/deployment'), STAGE),
      parameters: { bucket: BUCKET, ...parameters },
      interval: INTERVAL,
    });

  before(async function () {
    this.timeout(120_000);
    await packageDeployment();
    local = await openLocalAws();
    // Where CloudFormation makes its tables on the local AWS.
    tagging = createTaggingClient({ region: REGION, credentials: CREDENTIALS, endpoint: local.front.url });
    aws = { cloudFormation: local.cloudFormation, s3: local.s3, dynamo: local.templateDynamo };
    await local.s3.send(
      new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: REGION } }),
    );
  });
  after(() => local?.close());
  beforeEach(() => {
    stages.splice(0);
    told.splice(0);
  });

  it('shows what it would create, and creates nothing', async () => {
    const { changes, stack, keptTable } = await plan();
    assert.deepEqual([stack, keptTable], [undefined, undefined]);
    const made = changes.map(({ action, name }) => `${action} ${name}`);
    for (const name of ['EventsTable', 'IngestQueue', 'IngestLambdaFunction', 'ReaderPolicy'])
      assert.ok(made.includes(`Add ${name}`), `${name} in ${made.join(', ')}`);
    assert.equal(await findStack(local.cloudFormation, `cloudtrail-tracker-${STAGE}`), undefined);
    const { Buckets = [] } = await local.s3.send(new ListBucketsCommand());
    assert.deepEqual(Buckets.map(({ Name }) => Name), [BUCKET]); // prettier-ignore
  });

  it('creates the stack, in stages', async () => {
    tracker = await deployTracker(aws, await plan({ retention: '90' }), options);
    assert.deepEqual(stages, ['bucket', 'code', 'stack']);
    assert.ok(told.includes('IngestLambdaFunction CREATE_COMPLETE'), told.join('\n'));
    assert.equal(tracker.parameters['Retention'], '90');
    assert.deepEqual((await findTrackers(aws)).map(({ stage }) => stage), [STAGE]); // prettier-ignore
  });

  it('changes nothing when nothing has changed, and keeps parameters that are not given', async () => {
    const again = await plan();
    assert.deepEqual(again.changes, []);
    tracker = await deployTracker(aws, again, options);
    assert.equal(tracker.parameters['Retention'], '90');
  });

  it('goes on where Serverless has deployed, and the other way round', async function () {
    this.timeout(120_000);
    const byServerless = await deploy(local, STAGE, { bucket: BUCKET });
    assert.equal(byServerless.outputs.TableName, tracker.outputs.TableName);
    tracker = await deployTracker(aws, await plan({ retention: '30' }), options);
    assert.equal(tracker.parameters['Retention'], '30');
    assert.equal(tracker.outputs.QueueArn, byServerless.outputs.QueueArn);
  });

  it('says which parameter is wrong before anything happens', async () => {
    await assert.rejects(plan({ retention: 'long' }), { name: 'UserError', message: /retention=long/ });
  });

  it('shows what a removal takes and leaves, and removes it', async () => {
    const upload = tracker.outputs.UploadBucket!;
    await local.s3.send(new PutObjectCommand({ Bucket: upload, Key: 'AWSLogs/x.json.gz', Body: 'x' }));
    const before = (await findLeft({ tagging }, STAGE, { looks: 1 })).map(({ name }) => name);
    for (const kind of [/^s3 /, /^sqs /, /^dynamodb /])
      assert.ok(
        before.some((name) => kind.test(name)),
        `${kind} in ${before.join(', ')}`,
      );
    const removal = await planRemoval(aws, tracker);
    assert.deepEqual(
      removal.fates.filter(({ fate }) => fate === 'kept').map(({ kind, name }) => `${kind} ${name}`),
      [`table ${tracker.outputs.TableName}`, `backups ${tracker.outputs.TableName}`],
    );
    assert.ok(removal.buckets.includes(upload));
    await removeTracker(aws, removal, options);
    assert.deepEqual(await findTrackers(aws), []);
    const left = await findLeft({ tagging }, STAGE, { looks: 1 });
    assert.deepEqual(left.map(({ name }) => name), [`dynamodb table/${tracker.outputs.TableName}`]); // prettier-ignore
    const { Buckets = [] } = await local.s3.send(new ListBucketsCommand());
    assert.deepEqual(Buckets.map(({ Name }) => Name), [BUCKET]); // prettier-ignore
    await local.templateDynamo.send(new DescribeTableCommand({ TableName: tracker.outputs.TableName }));
  });

  it('goes on with the table that was kept', async () => {
    const again = await plan();
    assert.equal(again.keptTable, tracker.outputs.TableName);
    assert.ok(!again.changes.some(({ name }) => name === 'EventsTable'));
    tracker = await deployTracker(aws, again, options);
    assert.equal(tracker.outputs.TableName, again.keptTable);
    assert.equal(await cancelDeployment(aws, tracker.stackName), undefined);
  });

  it('needs no folder but the one with the package', async () => {
    const empty = mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-empty-'));
    try {
      await assert.rejects(readPackagedTracker(empty, STAGE), { code: 'ENOENT' });
    } finally {
      rmSync(empty, { recursive: true });
    }
  });
});
