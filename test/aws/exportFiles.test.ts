import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportFiles, type ExportedFile } from '../../backend/aws/deployment/exportFiles.ts';
import { readPackagedTracker } from '../../backend/aws/deployment/packagedTracker.ts';
import { packageDeployment } from '../../scripts/packageDeployment.ts';
import { projectFolder } from '../../scripts/runProgram.ts';
import { lintTemplates } from './local/lintTemplates.ts';

const PACKAGE = path.join(projectFolder, 'dist/deployment');
const OWNER = '999988887777';

describe('exported deployment files', () => {
  let files: ExportedFile[];
  const text = (name: string) => String(files.find((file) => file.path === name)?.content);

  before(async function () {
    this.timeout(60_000);
    if (!existsSync(PACKAGE)) await packageDeployment();
    files = exportFiles({
      packaged: await readPackagedTracker(PACKAGE, 'class'),
      account: '111122223333',
      region: 'eu-west-1',
      parameters: { bucket: 'class-trail-logs', bucketOwner: OWNER },
    });
  });

  it('are all that is needed', () => {
    assert.deepEqual(files.map((file) => file.path).sort(), [
      'PLAN.md',
      'create.json',
      'ingest.zip',
      'policies/deployer.json',
      'policies/operator.json',
      'policies/owner.md',
      'policies/reader.json',
      'policies/remover.json',
      'query.zip',
      'template.json',
    ]);
  });

  it('have templates that cfn-lint finds nothing in', async function () {
    this.timeout(60_000);
    const folder = await mkdtemp(path.join(tmpdir(), 'cloudtrail-tracker-export-'));
    try {
      const templates = ['create.json', 'template.json'].map((name) => path.join(folder, name));
      for (const file of templates) await writeFile(file, text(path.basename(file)));
      await lintTemplates(...templates);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('have a plan that puts the code where the template expects it, with all parameters', () => {
    const plan = text('PLAN.md');
    const keys = [...text('template.json').matchAll(/"S3Key":"([^"]+)"/g)].map(([, key = '']) => key);
    assert.equal(keys.length, 2);
    for (const key of keys)
      assert.ok(plan.includes(`aws s3 cp ${path.posix.basename(key)} "s3://$BUCKET/${key}"`), key);
    assert.match(plan, /--stack-name cloudtrail-tracker-class --template-file template\.json/);
    assert.match(plan, new RegExp(`'Bucket=class-trail-logs' 'BucketOwner=${OWNER}' 'KmsKey='`));
  });

  it('tell the owner of the bucket what to add', () => {
    const owner = text('policies/owner.md');
    assert.match(owner, /"QueueArn": "QUEUE-ARN"/);
    assert.match(owner, /"Sid": "CloudTrailTrackerReads"/);
    assert.match(owner, /arn:aws:s3:::class-trail-logs\/\*/);
  });

  it('refuse what CloudFormation would refuse', async () => {
    const packaged = await readPackagedTracker(PACKAGE, 'class');
    const request = { packaged, account: '111122223333', region: 'eu-west-1', parameters: { bucket: 'NOT A BUCKET' } };
    assert.throws(() => exportFiles(request), { name: 'UserError', message: /bucket=NOT A BUCKET/ });
  });
});
