import assert from 'node:assert/strict';
import { DescribeTrailsCommand, CloudTrailClient, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CREDENTIALS, REGION } from '../local/names.ts';
import { changesByUser, totalsOf } from './ownCount.ts';
import { putFolder, writeClass } from './trailBucket.ts';
import { useJourney } from './useJourney.ts';

describe('somebody without a trail', () => {
  const journey = useJourney('deployment', () => ({ stages: ['class', 'cancelled', 'failed'], buckets: [bucket] }));
  const logs = (chapter = '') => path.join(journey().folder, 'logs', chapter);
  let bucket: string;

  before(() => journey().home.writeKeys('admin'));

  it('creates one on the way to a tracker', async () => {
    const { aws, run, choose, agree } = journey();
    await run('Deploy or Update Tracker…');
    await choose('admin', 'profile');
    await choose(/Create a Trail/, 'no-trail');
    await agree('Create the trail', 'Create Trail', 'new-trail');
    const cloudTrail = new CloudTrailClient({ endpoint: aws.url, region: REGION, credentials: CREDENTIALS });
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
    const { aws, choose, type, agree, show, vscode } = journey();
    await type('The name of the tracker', 'class');
    await choose(/1 year|year/i, 'retention');
    await choose(/Deploy/, 'review');
    // An API that is new is not there everywhere at once.
    const end = aws.front.refuse({ action: 'execute-api:Invoke', refusal: 'absent', times: 2 });
    assert.match(await agree('Deploy the tracker class?', 'Deploy', 'agree'), /\$/);
    await vscode.statusBarItem('class').waitFor();
    end();
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

  async function stacksOf(stage: string): Promise<(string | undefined)[]> {
    const { Stacks = [] } = await journey().aws.cloudFormation.send(new DescribeStacksCommand({}));
    return Stacks.map(({ StackName }) => StackName).filter((name) => name === `cloudtrail-tracker-${stage}`);
  }

  async function bucketNames(): Promise<(string | undefined)[]> {
    const { Buckets = [] } = await journey().aws.s3.send(new ListBucketsCommand({}));
    return Buckets.map(({ Name }) => Name);
  }

  /** Up to the confirmation of a new tracker of the bucket. */
  async function plan(name: string): Promise<void> {
    const { run, choose, type } = journey();
    await run('Deploy or Update Tracker…');
    await choose('admin');
    await choose(new RegExp(bucket));
    await choose(/Deploy Another Tracker/);
    await type('The name of the tracker', name);
    await choose(/1 year|year/i);
  }

  it('cancels a deployment in the middle, and has what was created deleted', async function () {
    this.timeout(180_000);
    const { choose, agree, notified, cancel } = journey();
    const before = await bucketNames();
    await plan('cancelled');
    wish({ slow: 30 });
    await choose(/Deploy/);
    await agree('Deploy the tracker cancelled?', 'Deploy');
    await cancel(/Deploying the tracker cancelled/);
    await agree('CloudFormation goes on with the creation', 'Delete What Was Created');
    await notified(/deletes the stack/);
    wish({});
    assert.deepEqual([await stacksOf('cancelled'), await bucketNames()], [[], before]);
  });

  it('reads why a deployment failed, and repeats it', async function () {
    this.timeout(240_000);
    const { choose, agree, notified, vscode, show } = journey();
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
    await notified(/The tracker failed is deployed/);
  });

  it('removes the tracker, and keeps its events', async () => {
    const { aws, run, type, agree, notified, show, useSource, vscode } = journey();
    await useSource('class');
    await run('Remove Tracker…');
    await type('type its name', 'class', 'removal');
    await agree('Remove the tracker class?', 'Remove', 'agree-to-remove');
    await notified(/is removed\. The table cloudtrail-tracker-class-v\d+ stays, with its events\.$/, 'removed');
    assert.deepEqual(await stacksOf('class'), []);
    // It is forgotten, and nobody asks for what is gone.
    const sources = await vscode.showTree('Sources');
    await sources.row('class').waitFor({ state: 'hidden' });
    await vscode.welcome('Users').getByText('Open').first().waitFor();
    await show('forgotten');
    await vscode.runCommand('CloudTrail Tracker: Look for New Log Files');
    const actions = aws.front.calls.map(({ action }) => action);
    assert.ok(!actions.slice(actions.lastIndexOf('cloudformation:DeleteStack')).includes('execute-api:Invoke'));
  });

  it('deploys it again, and has the same events', async () => {
    const { aws, choose, agree, notified, seeRow, show, vscode } = journey();
    await plan('class');
    await choose(/Deploy/);
    assert.match(await agree('Deploy the tracker class?', 'Deploy', 'agree-to-go-on'), /goes on with its events/);
    // VS Code shows no more toasts at once than it likes, but its list has all.
    await notified(/The tracker class is deployed/);
    await vscode.runCommand('CloudTrail Tracker: Show All Time');
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs())));
    const { Stacks = [] } = await aws.cloudFormation.send(
      new DescribeStacksCommand({ StackName: 'cloudtrail-tracker-class' }),
    );
    const url = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'ApiUrl')?.OutputValue ?? '';
    const [newApi = ''] = new URL(url).hostname.split('.');
    assert.ok(aws.front.calls.some(({ action, resource }) => action === 'execute-api:Invoke' && resource.startsWith(`${newApi}/`))); // prettier-ignore
    await show('same-events');
  });
});
