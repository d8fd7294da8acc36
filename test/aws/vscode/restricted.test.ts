import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deploy } from '../local/deployment.ts';
import { REGION } from '../local/names.ts';
import { changesByUser, totalsOf } from './ownCount.ts';
import { createBucket, putFolder, writeClass } from './trailBucket.ts';
import { useJourney } from './useJourney.ts';

const BUCKET = 'class-trail-bucket';

const CHANGING = [
  'Deploy or Update Tracker…',
  'Install Trigger…',
  'Remove Trigger…',
  'Backfill from Folder…',
  'Backfill from Bucket…',
  'Retry Failed Files…',
  'Remove Tracker…',
];

/** A folder from somewhere, whose settings name a tracker of somebody else. */
function makeWorkspace(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-workspace-'));
  const url = `https://a1b2c3d4e5.execute-api.${REGION}.amazonaws.com/theirs`;
  mkdirSync(path.join(folder, '.vscode'));
  writeFileSync(
    path.join(folder, '.vscode/settings.json'),
    JSON.stringify({ 'cloudtrailTracker.trackers': [{ name: 'theirs', url, region: REGION }] }),
  );
  return folder;
}

describe('somebody who does not trust the workspace', () => {
  const workspace = makeWorkspace();
  const journey = useJourney('restricted', () => ({ stages: ['class'], buckets: [BUCKET] }), {
    restricted: true,
    folder: () => workspace,
    settings: { 'security.workspace.trust.startupPrompt': 'never' },
  });
  const logs = () => path.join(journey().folder, 'logs');

  before(async function () {
    this.timeout(120_000);
    const { aws, home } = journey();
    home.writeKeys('student');
    await createBucket(aws, BUCKET);
    const tracker = await deploy(aws, 'class', { bucket: BUCKET });
    await tracker.setTrigger();
    await writeClass(logs(), { days: 1, users: 6, events: 200 });
    await putFolder(aws, logs(), BUCKET);
    await tracker.waitUntilIdle();
  });

  after(() => rmSync(workspace, { recursive: true, force: true }));

  it('reads a tracker as anywhere', async () => {
    const { run, choose, seeRow, show, vscode } = journey();
    await vscode.statusBarItem('Restricted Mode').waitFor();
    await run('Connect to Tracker…');
    await choose(/Find the Trackers of an Account/);
    await choose('student');
    await choose('class');
    await vscode.statusBarItem(/class · /).waitFor();
    await vscode.runCommand('CloudTrail Tracker: Show All Time');
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs())));
    await show('users');
  });

  it('does not see the tracker that the settings of the workspace name', async () => {
    const sources = await journey().vscode.showTree('Sources');
    await sources.row('class').waitFor();
    assert.equal(await sources.row('theirs').count(), 0);
  });

  for (const command of CHANGING)
    it(`is kept from ${command}`, async () => {
      const { notified, vscode } = journey();
      // Counted with the calls of Connect to Tracker…, which may change nothing.
      await vscode.runCommand(`CloudTrail Tracker: ${command}`);
      await notified(/^This changes an AWS account, .* Trust this workspace first/, command.split('…')[0]!.replaceAll(' ', '-')); // prettier-ignore
      assert.equal(await vscode.page.locator('.quick-input-widget').isVisible(), false);
      assert.equal(await vscode.page.locator('.monaco-dialog-box').count(), 0);
    });

  it('may do all of it when the workspace is trusted, which still names no tracker', async () => {
    const { run, notified, show, vscode } = journey();
    await vscode.runCommand('Workspaces: Manage Workspace Trust');
    await vscode.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await vscode.statusBarItem('Restricted Mode').waitFor({ state: 'hidden' });
    await show('trusted');
    await vscode.page.keyboard.press('Escape');
    assert.equal(await (await vscode.showTree('Sources')).row('theirs').count(), 0);
    await run('Retry Failed Files…');
    await notified(/^No message has failed in the tracker class\./);
  });
});
