import assert from 'node:assert/strict';
import {
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  type QueueConfiguration,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import path from 'node:path';
import { deploy } from '../local/deployment.ts';
import { ACCOUNT, REGION } from '../local/names.ts';
import { changesByUser, storedByUser, totalsOf } from './ownCount.ts';
import { createBucket, putFolder, writeClass } from './trailBucket.ts';
import { useJourney } from './useJourney.ts';

const BUCKET = 'class-trail-bucket';

describe('somebody with a tracker', () => {
  const journey = useJourney('tracker', () => ({ stages: ['class'], buckets: [BUCKET] }));
  /** Where the same log files lie that are put into the bucket, or uploaded, in one of the chapters; or those of all chapters. */
  const logs = (chapter = '') => path.join(journey().folder, 'logs', chapter);
  let foreign: QueueConfiguration;

  before(async function () {
    this.timeout(60_000);
    const { aws, home } = journey();
    home.writeKeys('student', 'teacher');
    await createBucket(aws, BUCKET);
    await writeClass(logs('first'), { days: 2, users: 9, events: 300, seed: 1 });
    await putFolder(aws, logs('first'), BUCKET);
    foreign = await notifySomebodyElse();
    await deploy(aws, 'class', { bucket: BUCKET });
  });

  /** A rule of another team, on other objects of the bucket. */
  async function notifySomebodyElse(): Promise<QueueConfiguration> {
    const { sqs, s3 } = journey().aws;
    const QueueArn = `arn:aws:sqs:${REGION}:${ACCOUNT}:reports`;
    const statement = { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: QueueArn }; // prettier-ignore
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await sqs.send(new CreateQueueCommand({ QueueName: 'reports', Attributes: { Policy } }));
    const rule: QueueConfiguration = {
      Id: 'reports-of-the-other-team',
      QueueArn,
      Events: ['s3:ObjectCreated:*'],
      Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'reports/' }] } },
    };
    const NotificationConfiguration = { QueueConfigurations: [rule] };
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: BUCKET, NotificationConfiguration }));
    // As S3 writes it.
    return (await rules())[0]!;
  }

  async function rules(): Promise<QueueConfiguration[]> {
    const request = new GetBucketNotificationConfigurationCommand({ Bucket: BUCKET });
    return (await journey().aws.s3.send(request)).QueueConfigurations ?? [];
  }

  it('connects to it', async () => {
    const { run, choose, vscode, show } = journey();
    await run('Connect to Tracker…');
    await choose(/Find the Trackers of an Account/);
    await choose('teacher', 'profile');
    await choose('class', 'trackers');
    await vscode.statusBarItem('class').waitFor();
    await show('connected');
  });

  it('backfills what the bucket has', async () => {
    const { run, choose, agree, notified, seeRow, show, vscode } = journey();
    await run('Backfill from Bucket…');
    await choose('The Last 7 Days', 'backfill-days');
    const said = await agree('Backfill the tracker class', 'Backfill', 'backfill');
    assert.match(said, /\$/);
    await notified(/ 0 rejected/, 'backfilled');
    await vscode.runCommand('CloudTrail Tracker: Show All Time');
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs())));
    await show('users-after-backfill');
  });

  it('backfills a folder', async () => {
    const { run, choose, chooseFolder, agree, notified, seeRow } = journey();
    await writeClass(logs('of-folder'), { days: 3, users: 10, events: 400, seed: 3 });
    await run('Backfill from Folder…');
    await choose(/Choose a Folder/, 'folders');
    await chooseFolder(logs('of-folder'));
    await choose('All Days');
    await agree('Backfill the tracker class', 'Backfill', 'backfill-folder');
    await notified(/ 0 rejected/);
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs())));
  });

  it('stores nothing twice where a backfill is repeated', async () => {
    const { run, choose, agree, notified, vscode } = journey();
    await run('Backfill from Bucket…');
    await choose('The Last 7 Days');
    await agree('Backfill the tracker class', 'Backfill');
    // SQS counts approximately: only half a minute without a change tells that nothing is left.
    await vscode.notification(/: 0 events/).waitFor({ timeout: 45_000 });
    await notified(/: 0 events stored, 0 dropped by rule; \d+ files already known, 0 rejected/, 'backfilled-again');
  });

  /** Runs Check Setup…, and answers its links as they stand in the report. */
  async function check(): Promise<string[]> {
    const { run, notified, editorLines } = journey();
    await run('Check Setup…');
    await notified(/Setup of class/);
    return (await editorLines()).filter((line) => /^## [✓✗?] /.test(line));
  }

  it('checks the setup: there is no trail and no trigger', async () => {
    assert.deepEqual(await check(), [
      '## ? The trail delivers log files',
      '## ✓ The bucket has log files',
      '## ✓ The newest log file can be read',
      '## ✓ The tracker may decrypt it',
      '## ✗ The bucket tells the tracker of it',
      '## ✓ The queues are in order',
      '## ✓ The tracker answers',
      '## ✓ The tracker stores it',
      '## ✓ The tracker reads a whole record back',
    ]);
  });

  it('installs the trigger, and leaves the rule of the other team', async () => {
    const { run, agree, notified } = journey();
    await run('Install Trigger…');
    const said = await agree('Install the trigger', 'Install', 'trigger');
    assert.match(said, /AWSLogs\//);
    await notified(/Installed, and verified by reading back/, 'trigger-installed');
    const [kept, ours] = (await rules()).sort((a, b) => Number(a.Id !== foreign.Id) - Number(b.Id !== foreign.Id));
    assert.deepEqual(kept, foreign);
    assert.match(ours?.QueueArn ?? '', /cloudtrail-tracker-class/);
    assert.deepEqual((await check()).filter((line) => !line.startsWith('## ✓')), ['## ? The trail delivers log files']); // prettier-ignore
  });

  it('changes nothing by installing it again', async () => {
    const { run, notified } = journey();
    const before = await rules();
    await run('Install Trigger…');
    await notified(/installed already/);
    assert.deepEqual(await rules(), before);
  });

  it('sees the events of files that are put', async () => {
    const { aws, seeRow, show, vscode } = journey();
    await writeClass(logs('second'), { days: 2, users: 12, events: 600, seed: 2 });
    await putFolder(aws, logs('second'), BUCKET);
    await vscode.runCommand('CloudTrail Tracker: Show All Time');
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs())));
    await vscode.runCommand('CloudTrail Tracker: Show Everything');
    await seeRow('Users', 'IAM Users', totalsOf(storedByUser(logs())));
    await show('users');
  });

  it('removes the trigger, and nothing else', async () => {
    const { run, agree, notified } = journey();
    await run('Remove Trigger…');
    await agree('Remove the trigger', 'Remove', 'remove-trigger');
    await notified(/Removed, and verified/, 'trigger-removed');
    assert.deepEqual(await rules(), [foreign]);
  });
});
