import assert from 'node:assert/strict';
import { renameSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { deploy } from '../local/deployment.ts';
import { changesByUser, totalsOf } from './ownCount.ts';
import { createBucket, putFolder, writeClass } from './trailBucket.ts';
import { useJourney } from './useJourney.ts';

const BUCKET = 'aws-controltower-logs-123456789012-eu-west-1';
/** Control Tower puts the organization's id before AWSLogs/, and an organization's trail behind it. */
const PREFIX = 'o-exampleorg/AWSLogs/o-exampleorg/';

describe("Control Tower's bucket", () => {
  const journey = useJourney('control-tower', () => ({ stages: ['org'], buckets: [BUCKET] }));
  const logs = (chapter = '') => path.join(journey().folder, 'logs', chapter);

  /** Puts the logs of a class where Control Tower has them. */
  async function deliver(chapter: string, seed: number): Promise<void> {
    await writeClass(logs(chapter), { days: 1, users: 5, events: 200, seed });
    mkdirSync(path.join(logs(chapter), path.dirname(PREFIX)), { recursive: true });
    renameSync(path.join(logs(chapter), 'AWSLogs'), path.join(logs(chapter), PREFIX));
    await putFolder(journey().aws, logs(chapter), BUCKET);
  }

  before(async function () {
    this.timeout(60_000);
    const { aws, home } = journey();
    home.writeKeys('audit');
    await createBucket(aws, BUCKET);
    await deliver('first', 1);
    await deploy(aws, 'org', { bucket: BUCKET });
  });

  it('is read where its log files are', async () => {
    const { run, choose, agree, seeRow, show, vscode } = journey();
    await run('Open Bucket…');
    await choose('audit');
    await choose(BUCKET);
    await choose('The Last 7 Days');
    await agree('Copy the log files', 'Open');
    await vscode.statusBarItem(BUCKET).waitFor();
    await vscode.runCommand('CloudTrail Tracker: Show All Time');
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs())));
    await show('bucket');
  });

  it('tells the tracker of new ones', async () => {
    const { run, choose, agree, notified, seeRow, show, vscode } = journey();
    await run('Connect to Tracker…');
    await choose(/Find the Trackers of an Account/);
    await choose('audit');
    await choose('org');
    await vscode.statusBarItem('org').waitFor();
    await run('Install Trigger…');
    const said = await agree('Install the trigger', 'Install', 'trigger');
    assert.ok(said.replaceAll(/\s/g, '').includes(`${PREFIX}*.json.gz`), said);
    await notified(/verified by reading back/);
    await deliver('second', 2);
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs('second'))));
    await show('tracker');
  });
});
