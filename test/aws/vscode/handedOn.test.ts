import assert from 'node:assert/strict';
import { DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import {
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  type QueueConfiguration,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ACCOUNT, REGION } from '../local/names.ts';
import { changesByUser, totalsOf } from './ownCount.ts';
import { createBucket, createTrail, putFolder, writeClass } from './trailBucket.ts';
import { useJourney } from './useJourney.ts';

const BUCKET = 'class-trail-bucket';

describe('somebody who hands a tracker on', function () {
  this.timeout(240_000);
  const journey = useJourney('handed-on', () => ({ stages: ['class'], buckets: [BUCKET] }));
  const logs = (chapter: string) => path.join(journey().folder, chapter);
  let foreign: QueueConfiguration;

  before(async () => {
    const { aws, home, vscode } = journey();
    home.writeKeys('teacher', 'student');
    await vscode.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await createBucket(aws, BUCKET);
    await createTrail(aws, 'class-trail', BUCKET);
    await writeClass(logs('first'), { days: 1, users: 6, events: 200, seed: 1 });
    await putFolder(aws, logs('first'), BUCKET);
    foreign = await notifySomebodyElse();
  });

  /** A rule of another team, on other objects of the bucket, as S3 writes it. */
  async function notifySomebodyElse(): Promise<QueueConfiguration> {
    const { sqs, s3 } = journey().aws;
    const QueueArn = `arn:aws:sqs:${REGION}:${ACCOUNT}:reports`;
    const statement = { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: QueueArn }; // prettier-ignore
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await sqs.send(new CreateQueueCommand({ QueueName: 'reports', Attributes: { Policy } }));
    const Filter = { Key: { FilterRules: [{ Name: 'prefix' as const, Value: 'reports/' }] } };
    const rule: QueueConfiguration = { Id: 'reports', QueueArn, Events: ['s3:ObjectCreated:*'], Filter };
    const NotificationConfiguration = { QueueConfigurations: [rule] };
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: BUCKET, NotificationConfiguration }));
    return (await rules())[0]!;
  }

  async function rules(): Promise<QueueConfiguration[]> {
    const request = new GetBucketNotificationConfigurationCommand({ Bucket: BUCKET });
    return (await journey().aws.s3.send(request)).QueueConfigurations ?? [];
  }

  async function stack(): Promise<Stack | undefined> {
    const { Stacks = [] } = await journey().aws.cloudFormation.send(new DescribeStacksCommand({}));
    return Stacks.find(({ StackName }) => StackName === 'cloudtrail-tracker-class');
  }

  async function deploy(): Promise<string> {
    const { run, choose, type, agree } = journey();
    await run('Deploy or Update Tracker…');
    await choose('teacher');
    await choose(/class-trail-bucket/);
    await type('The name of the tracker', 'class');
    await choose(/1 year/);
    await choose(/Deploy/);
    return agree('Deploy the tracker class?', 'Deploy');
  }

  it('exports what somebody else needs to deploy it', async () => {
    const { folder, run, type, chooseFolder, notified } = journey();
    const parent = path.join(folder, 'exported');
    mkdirSync(path.join(parent, 'other'), { recursive: true });
    await run('Export Deployment Files…');
    await type('The name of the tracker', 'class');
    await type("The trail's bucket", BUCKET);
    await type('The region of the bucket', REGION);
    await type('The account in which', ACCOUNT);
    await type('The account that owns the bucket', '');
    await type('The ARN of the KMS key', '');
    await chooseFolder(parent, 'Export Here');
    await notified(/The deployment files are in .*cloudtrail-tracker-class/);
    const files = readdirSync(path.join(parent, 'cloudtrail-tracker-class'), { recursive: true, encoding: 'utf8' });
    assert.ok(files.includes('PLAN.md') && files.some((name) => name.endsWith('.zip')), files.join(', '));
    const policies = files.filter((name) => /polic/.test(name) && name.endsWith('.json'));
    assert.ok(policies.length >= 3, files.join(', '));
    for (const name of policies) {
      const text = readFileSync(path.join(parent, 'cloudtrail-tracker-class', name), 'utf8');
      assert.ok(text.includes(ACCOUNT) || text.includes('execute-api'), `${name}: ${text}`);
    }
    assert.ok(existsSync(path.join(parent, 'other')));
  });

  it('deploys one, whose trigger is installed from what is offered then', async () => {
    const { agree, notification, notified, seeRow, vscode } = journey();
    await deploy();
    await vscode.statusBarItem(/class · /).waitFor();
    await notification(/The tracker class is deployed/)
      .getByRole('button', { name: 'Install Trigger…' })
      .click();
    await agree('Install the trigger', 'Install');
    await notified(/Installed, and verified by reading back/);
    // At once, and not when the row is due to be looked at again.
    await (await vscode.showTree('Sources')).row('Trigger', 'installed').waitFor({ timeout: 10_000 });
    await writeClass(logs('second'), { days: 1, users: 7, events: 250, seed: 2 });
    await putFolder(journey().aws, logs('second'), BUCKET);
    await vscode.runCommand('CloudTrail Tracker: Show All Time');
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs('second'))));
  });

  it('gives a link to it, with which another profile connects', async () => {
    const { run, choose, notified, seeRow, show, vscode } = journey();
    await run('Copy Connection Link');
    await choose('Readers');
    await notified(/^Copied\. Whoever opens the link also needs AWS credentials/);
    const link = await vscode.page.evaluate(() => navigator.clipboard.readText());
    assert.match(link, /^[\w-]+:\/\/cloudtrail-tracker\.cloudtrail-tracker\/connect\?/);
    assert.doesNotMatch(link, /AKIA|secret|teacher/);
    await vscode.runCommand('CloudTrail Tracker: Forget Source');
    await run('Connect to Tracker…');
    await choose(/Paste a Connection Link/);
    const widget = vscode.page.locator('.quick-input-widget').filter({ hasText: 'The connection link' });
    await widget.waitFor();
    assert.equal(await widget.locator('input.input').inputValue(), link);
    await show('link');
    await vscode.page.keyboard.press('Enter');
    await choose('student');
    await vscode.statusBarItem(/class · /).waitFor();
    await vscode.runCommand('CloudTrail Tracker: Show All Time');
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs('second'))));
    await seeRow('Sources', 'Profile', 'student');
  });

  it('removes it with its trigger, which goes first; the rule of the other team stays', async () => {
    const { aws, run, choose, type, agree, notified } = journey();
    await run('Remove Tracker…');
    await choose('teacher');
    await choose('class');
    await type('type its name', 'class');
    await agree('Remove the tracker class?', 'Remove');
    await notified(/^The tracker class is removed\. The table cloudtrail-tracker-class-v\d+ stays, with its events\.$/);
    assert.deepEqual([await rules(), await stack()], [[foreign], undefined]);
    const calls = aws.front.calls.filter(({ command }) => command === 'Remove Tracker…').map(({ action }) => action);
    const [trigger, deletion] = ['s3:PutBucketNotification', 'cloudformation:DeleteStack'].map((action) => calls.indexOf(action)); // prettier-ignore
    assert.ok(trigger! >= 0 && trigger! < deletion!, calls.join('\n'));
  });

  it('deploys it again, and has the same events', async () => {
    const { seeRow, notified, vscode } = journey();
    assert.match(await deploy(), /goes on with its events/);
    await notified(/The tracker class is deployed/);
    await vscode.runCommand('CloudTrail Tracker: Show All Time');
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs('second'))));
    assert.deepEqual(await rules(), [foreign]);
  });
});
