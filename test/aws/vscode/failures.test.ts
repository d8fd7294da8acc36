import assert from 'node:assert/strict';
import { DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { changesByUser, totalsOf } from './ownCount.ts';
import { createBucket, createTrail, putFolder, writeClass } from './trailBucket.ts';
import { useJourney } from './useJourney.ts';

const BUCKET = 'class-trail-bucket';

describe('somebody with whom something fails in the middle', function () {
  this.timeout(240_000);
  const journey = useJourney('failures', () => ({ stages: ['class', 'late'], buckets: [BUCKET] }));
  const logs = (chapter: string) => path.join(journey().folder, chapter);

  before(async () => {
    const { aws, home } = journey();
    home.writeKeys('admin');
    await createBucket(aws, BUCKET);
    await createTrail(aws, 'class-trail', BUCKET);
    await writeClass(logs('bucket'), { days: 3, users: 9, events: 500, seed: 1 });
    await putFolder(aws, logs('bucket'), BUCKET);
    await writeClass(logs('folder'), { days: 2, users: 8, events: 400, seed: 2 });
  });

  /** What CloudFormation is to do: see test/aws/local/stacks.py. */
  const wish = (what: object) => writeFileSync(path.join(journey().aws.folder, 'stacks.json'), JSON.stringify(what));

  async function stackOf(stage: string): Promise<Stack | undefined> {
    const { Stacks = [] } = await journey().aws.cloudFormation.send(new DescribeStacksCommand({}));
    return Stacks.find(({ StackName }) => StackName === `cloudtrail-tracker-${stage}`);
  }

  const retentionOf = (stack: Stack | undefined) =>
    stack?.Parameters?.find(({ ParameterKey }) => ParameterKey === 'Retention')?.ParameterValue;

  /** Up to the question whether to go on; `row` is that of the tracker, where the bucket has one. */
  async function plan(name: string, retention: RegExp, row?: RegExp): Promise<void> {
    const { run, choose, type } = journey();
    await run('Deploy or Update Tracker…');
    await choose('admin');
    await choose(/class-trail-bucket/);
    if (row) await choose(row);
    if (!row || row.source.includes('Another')) await type('The name of the tracker', name);
    await choose(retention);
    await choose(/^\W*(Deploy|Update)/);
  }

  it('reads why the second half of a creation failed, and has it finished', async () => {
    const { agree, vscode, notified, show } = journey();
    await plan('class', /1 year/);
    wish({ failUpdate: 'The maximum number of roles is reached.' });
    await agree('Deploy the tracker class?', 'Deploy');
    const dialog = vscode.dialog('The tracker class could not be created.');
    await dialog.getByRole('button', { name: 'Delete the Failed Creation' }).waitFor();
    await show('half-created');
    const said = await dialog.innerText();
    // What can be gone on with is not what Enter deletes.
    await vscode.page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    assert.match(said, /The maximum number of roles is reached\./);
    assert.match(said, /There is no tracker yet.*deploy again: it goes on from there/s);
    wish({});
    assert.equal((await stackOf('class'))?.StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
    await plan('class', /1 year/, /Finish class/);
    await agree('Deploy the tracker class?', 'Deploy');
    await vscode.statusBarItem(/class · /).waitFor();
    await notified(/The tracker class is deployed/);
    assert.equal((await stackOf('class'))?.StackStatus, 'UPDATE_COMPLETE');
  });

  it('reads why an update failed, and has a tracker as before', async () => {
    const { agree, notified } = journey();
    await plan('class', /90 days/, /Update class/);
    wish({ failUpdate: 'You are not authorized to perform: logs:PutRetentionPolicy.' });
    await agree('Update the tracker class?', 'Update');
    const said = await notified(/You are not authorized to perform: logs:PutRetentionPolicy\./);
    assert.match(said, /The tracker is as it was before\. Update it again when the reason is gone\./);
    wish({});
    assert.equal(retentionOf(await stackOf('class')), '365');
    await plan('class', /90 days/, /Update class/);
    await agree('Update the tracker class?', 'Update');
    await notified(/The tracker class is up to date\./);
    assert.equal(retentionOf(await stackOf('class')), '90');
  });

  it('goes on with a backfill in the middle of which the credentials expired', async () => {
    const { aws, run, choose, agree, notified, seeRow, vscode } = journey();
    const begin = async () => {
      await run('Backfill from Bucket…');
      await choose('The Last 7 Days');
      await agree('Backfill the tracker class', 'Backfill');
    };
    const end = aws.front.refuse({ action: 'sqs:SendMessage', refusal: 'expired', after: 1 });
    await begin();
    await notified(/The AWS credentials have expired: sqs:SendMessage on the queue .* was refused\. Sign in again/);
    end();
    await begin();
    await notified(/ 0 files already known, 0 rejected\./);
    await vscode.runCommand('CloudTrail Tracker: Show All Time');
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs('bucket'))));
  });

  it('goes on with a folder in the middle of which they expired', async () => {
    const { aws, run, choose, chooseFolder, agree, notified, seeRow } = journey();
    const begin = async () => {
      await run('Backfill from Folder…');
      await choose(/Choose a Folder/);
      await chooseFolder(logs('folder'));
      await choose('All Days');
      await agree('Backfill the tracker class', 'Backfill');
    };
    const end = aws.front.refuse({ action: 's3:PutObject', refusal: 'expired', after: 5 });
    await begin();
    await notified(/The AWS credentials have expired: s3:PutObject on arn:aws:s3:::.* was refused\. Sign in again/);
    end();
    await begin();
    await notified(/ 0 files already known, 0 rejected\./);
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs('bucket'), logs('folder'))));
  });

  it('goes on with a deployment in the middle of which they expired', async () => {
    const { aws, agree, notified, show, vscode } = journey();
    await plan('late', /1 year/, /Deploy Another Tracker/);
    const end = aws.front.refuse({ action: 'cloudformation:UpdateStack', refusal: 'expired' });
    await agree('Deploy the tracker late?', 'Deploy');
    const expired =
      /The AWS credentials have expired: cloudformation:UpdateStack on the stack cloudtrail-tracker-late was refused\. Sign in again/;
    await vscode.dialog('The tracker late could not be created.').waitFor();
    await show('expired');
    const said = await agree('The tracker late could not be created.', 'OK');
    assert.match(said, expired);
    assert.doesNotMatch(said, /Delete/);
    end();
    await plan('late', /1 year/, /Finish late/);
    await agree('Deploy the tracker late?', 'Deploy');
    await vscode.statusBarItem(/late · /).waitFor();
    await notified(/The tracker late is deployed/);
    assert.equal((await stackOf('late'))?.StackStatus, 'UPDATE_COMPLETE');
  });
});
