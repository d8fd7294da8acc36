import assert from 'node:assert/strict';
import { DescribeTrailsCommand, CloudTrailClient, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CREDENTIALS, REGION } from '../local/names.ts';
import { outsidePolicies } from './outsidePolicies.ts';
import { changesByUser, totalsOf } from './ownCount.ts';
import { putFolder, writeClass } from './trailBucket.ts';
import { useJourney } from './useJourney.ts';

describe('somebody without a trail', () => {
  const journey = useJourney('deployment');
  const logs = (chapter = '') => path.join(journey().folder, 'logs', chapter);
  let bucket: string;

  before(() => journey().home.writeKeys('admin'));

  it('creates one on the way to a tracker', async () => {
    const { aws, run, choose, agree } = journey();
    await run('Deploy or Update Tracker…');
    await choose('admin', 'profile');
    await choose(/Create a Trail/, 'no-trail');
    await agree('Create the trail', 'Create Trail', 'new-trail');
    const cloudTrail = new CloudTrailClient({ endpoint: aws.front.url, region: REGION, credentials: CREDENTIALS });
    await journey().vscode.page.locator('.quick-input-widget input.input').waitFor();
    const { trailList = [] } = await cloudTrail.send(new DescribeTrailsCommand({}));
    assert.equal(trailList.length, 1);
    assert.equal(trailList[0]!.IsMultiRegionTrail, true);
    const { IsLogging } = await cloudTrail.send(new GetTrailStatusCommand({ Name: trailList[0]!.TrailARN! }));
    assert.equal(IsLogging, true);
    cloudTrail.destroy();
    bucket = trailList[0]!.S3BucketName!;
  });

  it('deploys a tracker, having seen what that creates and costs', async () => {
    const { choose, agree, show, vscode } = journey();
    await vscode.typeInQuickInput('class');
    await show('name');
    await vscode.page.keyboard.press('Enter');
    await choose(/1 year|year/i, 'retention');
    await choose(/Deploy/, 'review');
    assert.match(await agree('Deploy the tracker class?', 'Deploy', 'agree'), /\$/);
    await vscode.statusBarItem('class').waitFor({ timeout: 60_000 });
    await show('deployed');
  });

  it('sees the events that are backfilled', async () => {
    const { aws, run, choose, agree, notified, seeRow, show, vscode } = journey();
    await writeClass(logs('first'), { days: 1, users: 6, events: 300 });
    await putFolder(aws, logs('first'), bucket);
    await run('Backfill from Bucket…');
    await choose('The Last 7 Days');
    await agree('Backfill the tracker class', 'Backfill');
    await notified(/ 0 rejected/);
    await vscode.runCommand('CloudTrail Tracker: Show All Time');
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs())));
    await show('users');
  });

  const wish = (what: object) => writeFileSync(path.join(journey().aws.folder, 'stacks.json'), JSON.stringify(what));

  /** Up to the confirmation of a new tracker of the bucket. */
  async function plan(name: string): Promise<void> {
    const { run, choose, vscode } = journey();
    await run('Deploy or Update Tracker…');
    await choose('admin');
    await choose(new RegExp(bucket));
    await choose(/Deploy Another Tracker/);
    await vscode.page.locator('.quick-input-widget').getByText('The name of the tracker').waitFor();
    await vscode.typeInQuickInput(name);
    await vscode.page.keyboard.press('Enter');
    await choose(/1 year|year/i);
  }

  it('cancels a deployment in the middle, and has what was created deleted', async function () {
    this.timeout(90_000);
    const { aws, choose, agree, notified, show, vscode } = journey();
    await plan('cancelled');
    wish({ slow: 30 });
    await choose(/Deploy/);
    await agree('Deploy the tracker cancelled?', 'Deploy');
    const progress = vscode.notification(/Deploying the tracker cancelled/);
    await progress.waitFor();
    await show('deploying');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await agree('CloudFormation goes on', 'Delete What Was Created', 'cancelled');
    await notified(/deletes the stack/, 'undone');
    wish({});
    assert.ok(aws.front.calls.some(({ action }) => action === 'cloudformation:DeleteStack'));
  });

  it('reads why a deployment failed, and repeats it', async function () {
    this.timeout(120_000);
    const { choose, agree, vscode, show } = journey();
    await plan('failed');
    wish({ fail: 'The maximum number of buckets is reached.' });
    await choose(/Deploy/);
    await agree('Deploy the tracker failed?', 'Deploy');
    await vscode.dialog('could not be created').waitFor();
    await show('failed');
    await vscode.page.keyboard.press('Escape');
    wish({});
    await plan('failed');
    await agree('Delete the failed creation', 'Delete', 'failed-stack');
    await choose(/Deploy/);
    await agree('Deploy the tracker failed?', 'Deploy');
    await vscode.notification('The tracker failed is deployed').waitFor({ timeout: 60_000 });
  });

  it('removes the tracker, and keeps its events', async () => {
    const { aws, run, agree, notified, show, vscode } = journey();
    await useTracker('class');
    await run('Remove Tracker…');
    await vscode.page.locator('.quick-input-widget').getByText('type its name').waitFor();
    await vscode.typeInQuickInput('class');
    await show('removal');
    await vscode.page.keyboard.press('Enter');
    await agree('Remove the tracker class?', 'Remove', 'agree-to-remove');
    await notified(/is removed\. The table cloudtrail-tracker-class-v\d+ stays, with its events\.$/, 'removed');
    const { Stacks = [] } = await aws.cloudFormation.send(new DescribeStacksCommand({}));
    assert.deepEqual(Stacks.filter(({ StackName }) => StackName === 'cloudtrail-tracker-class'), []); // prettier-ignore
  });

  it('deploys it again, and has the same events', async () => {
    const { aws, choose, agree, seeRow, show, vscode } = journey();
    await plan('class');
    await choose(/Deploy/);
    assert.match(await agree('Deploy the tracker class?', 'Deploy', 'agree-to-go-on'), /goes on with its events/);
    await vscode.notification('The tracker class is deployed').waitFor({ timeout: 60_000 });
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs())));
    const { Stacks = [] } = await aws.cloudFormation.send(
      new DescribeStacksCommand({ StackName: 'cloudtrail-tracker-class' }),
    );
    const url = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'ApiUrl')?.OutputValue ?? '';
    const [newApi = ''] = new URL(url).hostname.split('.');
    assert.ok(aws.front.calls.some(({ action, resource }) => action === 'execute-api:Invoke' && resource.startsWith(`${newApi}/`))); // prettier-ignore
    await show('same-events');
  });

  it('has needed no permission that the policies do not give', () => {
    assert.deepEqual(outsidePolicies(journey().aws.front.calls, '*', bucket), []);
  });

  /** Makes a tracker that is connected the current source. */
  async function useTracker(name: string): Promise<void> {
    const { vscode, choose } = journey();
    await vscode.runCommand('CloudTrail Tracker: Switch to Source…');
    await choose(new RegExp(`^\\W*${name}`));
    await vscode.statusBarItem(name).waitFor();
  }
});
