import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CreateBucketCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import { deleteStack } from '../../backend/aws/deployment/deleteStack.ts';
import { cancelDeployment, deployTracker } from '../../backend/aws/deployment/deployTracker.ts';
import { readPackagedTracker } from '../../backend/aws/deployment/packagedTracker.ts';
import { conditionOf, planDeployment, type DeploymentPlan } from '../../backend/aws/deployment/planDeployment.ts';
import type { Aws } from '../../backend/aws/openAws.ts';
import { findStack, type Stack } from '../../backend/aws/stack.ts';
import type { Tracker } from '../../backend/aws/trackers.ts';
import { packageDeployment } from '../../scripts/packageDeployment.ts';
import { projectFolder } from '../../scripts/runProgram.ts';
import { openLocalAws, REGION, type LocalAws } from './local/localAws.ts';

const BUCKET = 'engine-trail';
const STAGE = 'slow';
const NAME = `cloudtrail-tracker-${STAGE}`;
const PACKAGE = path.join(projectFolder, 'dist/deployment');
const INTERVAL = 50;

describe('a deployment that is given up, or fails', () => {
  let local: LocalAws;
  let aws: Pick<Aws, 'cloudFormation' | 's3' | 'dynamo'>;

  before(async function () {
    this.timeout(60_000);
    if (!existsSync(PACKAGE)) await packageDeployment();
    local = await openLocalAws();
    aws = { cloudFormation: local.cloudFormation, s3: local.s3, dynamo: local.templateDynamo };
    const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
    await local.s3.send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
  });
  after(() => local?.close());
  afterEach(() => rm(path.join(local.folder, 'stacks.json'), { force: true }));

  /** What CloudFormation is to do: see test/aws/local/stacks.py. */
  const wish = (wishes: object) => writeFile(path.join(local.folder, 'stacks.json'), JSON.stringify(wishes));
  const plan = async (parameters: Record<string, string> = {}) =>
    planDeployment(aws, {
      packaged: await readPackagedTracker(PACKAGE, STAGE),
      parameters: { bucket: BUCKET, ...parameters },
      interval: INTERVAL,
    });
  const deploy = (planned: DeploymentPlan, signal?: AbortSignal, onStage: (stage: string) => void = () => {}) =>
    deployTracker(aws, planned, { onStage, onProgress: () => {}, interval: INTERVAL }, signal);
  const stack = async () => findStack(local.cloudFormation, NAME);
  const gone = async () => {
    while (await stack()) await setTimeout(INTERVAL);
  };

  /** Begins a deployment, and gives up when CloudFormation has begun with it. */
  async function giveUp(planned: DeploymentPlan, status: string): Promise<void> {
    await wish({ slow: 1 });
    const controller = new AbortController();
    const deploying = deploy(planned, controller.signal);
    while ((await stack())?.status !== status) await setTimeout(INTERVAL);
    controller.abort();
    await assert.rejects(deploying, { name: 'AbortError' });
  }

  it('is deleted as long as there is no tracker yet, with the code that is there already', async () => {
    const planned = await plan();
    await giveUp(planned, 'UPDATE_IN_PROGRESS');
    assert.equal(await cancelDeployment(aws, NAME, { interval: INTERVAL }), 'creation');
    await gone();
    const { Buckets = [] } = await local.s3.send(new ListBucketsCommand());
    assert.deepEqual(Buckets.map(({ Name }) => Name), [BUCKET]); // prettier-ignore
  });

  it('says why a creation failed, and can be made again when that is deleted', async () => {
    await wish({ fail: 'You are not authorized to perform this' });
    const planned = await plan();
    await assert.rejects(deploy(planned), { name: 'UserError', message: /not authorized[\s\S]*ROLLBACK_COMPLETE/ });
    const failed = await stack();
    assert.equal(conditionOf(failed), 'failed');
    await deleteStack(aws, failed!);
    await gone();
  });

  it('is gone on with when it is deployed again', async () => {
    const planned = await plan();
    await giveUp(planned, 'CREATE_IN_PROGRESS');
    const stages: string[] = [];
    const tracker = await deploy(planned, undefined, (stage) => stages.push(stage));
    assert.deepEqual(stages, ['stack', 'code', 'stack']);
    assert.ok(tracker.outputs.ApiUrl);
  });

  it('leaves a tracker that works as it was', async () => {
    const before = (await stack()) as Stack;
    await giveUp(await plan({ retention: '30' }), 'UPDATE_IN_PROGRESS');
    assert.equal(await cancelDeployment(aws, NAME, { interval: INTERVAL }), 'update');
    const after = (await stack()) as Stack;
    assert.deepEqual([after.status, after.outputs], ['UPDATE_ROLLBACK_COMPLETE', before.outputs]);
    assert.equal(after.parameters['Retention'], '0');
    assert.equal(await cancelDeployment(aws, NAME, { interval: INTERVAL }), undefined);
    const tracker: Tracker = await deploy(await plan({ retention: '30' }));
    assert.equal(tracker.parameters['Retention'], '30');
  });
});
