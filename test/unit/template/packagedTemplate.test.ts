import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  readPackagedTracker,
  STAGE_PLACEHOLDER,
  type PackagedTracker,
} from '../../../backend/aws/deployment/packagedTracker.ts';
import { packageOffline } from '../../../scripts/deployment/packageOffline.ts';
import { packageDeployment } from '../../../scripts/packageDeployment.ts';
import { writeStandIns } from './packageService.ts';
import { zipEntries } from './zipEntries.ts';

/** Of a template that is sent and not put into a bucket, in bytes. */
const MOST = 51_200;

describe('what the extension deploys', () => {
  let folder: string;
  before(async function () {
    this.timeout(60_000);
    folder = mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-packaged-'));
    await packageDeployment(folder, writeStandIns);
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const stage of ['dev', 'Class-2b'])
    it(`is what Serverless makes for the stage ${stage}, but for keys of the code and ids of deployments`, async function () {
      this.timeout(60_000);
      const packaged = await readPackagedTracker(folder, stage);
      const output = await packageOffline(['--stage', stage], writeStandIns);
      const serverless = (name: string) => output.get(`cloudformation-template-${name}-stack.json`)!.toString();
      assert.deepEqual(JSON.parse(packaged.createTemplate), JSON.parse(serverless('create')));
      assert.deepEqual(withoutIds(packaged.template), withoutIds(serverless('update')));
    });

  it('has the code where the template expects it, and nothing else', async () => {
    const { template, code } = await readPackagedTracker(folder, 'dev');
    assert.deepEqual(codeKeys(template).sort(), code.map(({ key }) => key).sort());
    assert.deepEqual(code.map(({ bytes }) => zipEntries(bytes)), [['dist/lambda/ingest.js'], ['dist/lambda/query.js']]); // prettier-ignore
  });

  it('fits into a request, and has the placeholder nowhere but where the stage is', async () => {
    const { template } = await readPackagedTracker(folder, 'x'.repeat(30));
    assert.ok(Buffer.byteLength(template) < MOST, `${Buffer.byteLength(template)} bytes`);
    assert.doesNotMatch(template, /placeholder/i);
    assert.match(readFileSync(path.join(folder, 'template.json'), 'utf8'), new RegExp(STAGE_PLACEHOLDER));
  });

  it('is the same for the same build', async function () {
    this.timeout(60_000);
    const first = await readPackagedTracker(folder, 'dev');
    await packageDeployment(folder, writeStandIns);
    const second: PackagedTracker = await readPackagedTracker(folder, 'dev');
    assert.deepEqual(second, first);
  });
});

/** A template whose keys of the code and ids of API Gateway's deployments are all the same. */
function withoutIds(template: string): unknown {
  const [deployment = ''] = /ApiGatewayDeployment\w+/.exec(template) ?? [];
  const text = template.replaceAll(deployment, 'DEPLOYMENT');
  return JSON.parse(text.replaceAll(/"S3Key":\s*"[^"]+\/(\w+\.zip)"/g, '"S3Key":"$1"'));
}

function codeKeys(template: string): string[] {
  return [...template.matchAll(/"S3Key":"([^"]+)"/g)].map(([, key = '']) => key);
}
