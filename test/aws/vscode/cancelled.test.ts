import assert from 'node:assert/strict';
import { DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient, DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { GetBucketNotificationConfigurationCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { eventsIn } from '../../e2e/logFiles.ts';
import { CLASSROOM } from '../../fixtures/classroom.ts';
import { deploy, type Deployment } from '../local/deployment.ts';
import type { HistoryRecord } from '../local/eventHistory.ts';
import { ACCOUNT, CREDENTIALS, REGION } from '../local/names.ts';
import { poll } from '../local/poll.ts';
import { changesByUser, storedByUser, storedIn, totalsOf } from './ownCount.ts';
import { createBucket, putFolder, writeClass } from './trailBucket.ts';
import { useJourney } from './useJourney.ts';

const BUCKET = 'class-trail-bucket';
const TRAIL_BUCKET = `cloudtrail-tracker-trail-${ACCOUNT}-${REGION}`;

/** A command that is cancelled while AWS lets it wait for an answer. */
interface Case {
  /** As the palette has it. */
  command: string;
  /** What is being done when it is cancelled. */
  what: string;
  /** The request that waits for its answer, but for the first `after`. */
  held: string;
  after?: number;
  /** From the palette to where nothing more is asked. */
  begin(): Promise<void>;
  /** What shows how far it is; absent for a source, whose copying is cancelled by a command of its own. */
  progress?: RegExp;
  /** Waits for what is said then. */
  says(): Promise<unknown>;
  /** Nothing is left that is half done. */
  leaves?(): Promise<void>;
  /** The command is run again, and ends with the right numbers; absent where the next case does so. */
  again?(): Promise<unknown>;
}

describe('somebody who cancels', function () {
  this.timeout(300_000);
  const journey = useJourney('cancelled', () => ({ stages: ['class', 'new'], buckets: [BUCKET, TRAIL_BUCKET] }));
  const logs = (chapter: string) => path.join(journey().folder, chapter);
  const filesIn = (folder: string) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /[/]CloudTrail[/].*[.]gz$/.test(name))
      .length;
  let tracker: Deployment;

  before(async function () {
    const { aws, home } = journey();
    home.writeKeys('student');
    await createBucket(aws, BUCKET);
    await writeClass(logs('bucket'), { days: 3, users: 12, events: 900, seed: 1 });
    await putFolder(aws, logs('bucket'), BUCKET);
    await writeClass(logs('folder'), { days: 3, users: 10, events: 600, seed: 3 });
    await writeClass(logs('history'), { days: 2, users: 7, events: 400, seed: 2 });
    aws.front.history.records = eventsIn(logs('history')) as unknown as HistoryRecord[];
    tracker = await deploy(aws, 'class', { bucket: BUCKET });
  });

  const rules = async () => {
    const request = new GetBucketNotificationConfigurationCommand({ Bucket: BUCKET });
    return (await journey().aws.s3.send(request)).QueueConfigurations ?? [];
  };
  const stackOf = async (stage: string): Promise<Stack | undefined> => {
    const { Stacks = [] } = await journey().aws.cloudFormation.send(new DescribeStacksCommand({}));
    return Stacks.find(({ StackName }) => StackName === `cloudtrail-tracker-${stage}`);
  };
  const bucketsOf = async (prefix: string) => {
    const { Buckets = [] } = await journey().aws.s3.send(new ListBucketsCommand({}));
    return Buckets.map(({ Name = '' }) => Name).filter((name) => name.startsWith(prefix));
  };
  const trails = async () => {
    const client = new CloudTrailClient({ endpoint: journey().aws.url, region: REGION, credentials: CREDENTIALS });
    const { trailList = [] } = await client.send(new DescribeTrailsCommand({}));
    client.destroy();
    return trailList.map(({ Name }) => Name);
  };
  /** A source's row of the Sources view says so. */
  const sourceSays = async (name: string | RegExp, description: RegExp) =>
    (await journey().vscode.showTree('Sources')).row(name, description).first().waitFor();
  const notified = (text: RegExp) => () => journey().notified(text);
  const saysNothingChanged = notified(/^Cancelled\. Nothing was changed\.$/);
  /** A backfill's numbers: nothing had been sent before it began. Records that are delivered twice are dropped twice. */
  const backfilled = (folder: string) => {
    const stored = storedIn(folder).toLocaleString('en');
    return new RegExp(
      `^${filesIn(folder)} files were sent: ${stored} events stored, [\\d,]+ dropped by rule; 0 files already known, 0 rejected\\.`,
    );
  };

  async function openHistory(): Promise<void> {
    const { run, choose, agree, vscode } = journey();
    await run('Open Event History…');
    await choose('student');
    await vscode.quickPickRow(REGION).waitFor();
    await vscode.page.keyboard.press('Enter');
    await agree('Copy the event history', 'Open');
  }

  async function openBucket(): Promise<void> {
    const { run, choose, agree } = journey();
    await run('Open Bucket…');
    await choose('student');
    await choose(BUCKET);
    await choose('The Last 7 Days');
    await agree('Copy the log files', 'Open');
  }

  async function backfillBucket(): Promise<void> {
    const { run, choose, agree } = journey();
    await run('Backfill from Bucket…');
    await choose('The Last 7 Days');
    await agree('Backfill the tracker class', 'Backfill');
  }

  async function backfillFolder(): Promise<void> {
    const { run, choose, chooseFolder, agree } = journey();
    await run('Backfill from Folder…');
    await choose(/Choose a Folder/);
    await chooseFolder(logs('folder'));
    await choose('All Days');
    await agree('Backfill the tracker class', 'Backfill');
  }

  async function retry(): Promise<void> {
    const { run, agree } = journey();
    await run('Retry Failed Files…');
    await agree('Retry 1 failed messages', 'Retry');
  }

  async function triggered(command: 'Install Trigger…' | 'Remove Trigger…', verb: string): Promise<void> {
    await journey().run(command);
    await journey().agree(`${command.slice(0, -1)} of the tracker class`.replace('Trigger', 'the trigger'), verb);
  }

  async function createTrail(): Promise<void> {
    const { run, choose, agree } = journey();
    await run('Deploy or Update Tracker…');
    await choose('student');
    await choose(/Create a Trail/);
    await agree('Create the trail', 'Create Trail');
  }

  /** Up to where CloudFormation is asked what it would do. */
  async function plan(retention: RegExp): Promise<void> {
    const { run, choose, type, vscode } = journey();
    await run('Deploy or Update Tracker…');
    await choose('student');
    await choose(/cloudtrail-tracker-trail-/);
    const update = vscode.quickPickRow(/(Update|Finish) new/);
    const name = vscode.page.locator('.quick-input-widget').filter({ hasText: 'The name of the tracker' });
    await update.or(name).first().waitFor();
    if (await update.isVisible()) await choose(/(Update|Finish) new/);
    else await type('The name of the tracker', 'new');
    await choose(retention);
  }

  async function deployNew(): Promise<void> {
    await plan(/1 year/);
    await journey().choose(/Deploy/);
    await journey().agree('Deploy the tracker new?', 'Deploy');
  }

  async function updateNew(): Promise<void> {
    await plan(/90 days/);
    await journey().choose(/Update/);
    await journey().agree('Update the tracker new?', 'Update');
  }

  async function removeNew(): Promise<void> {
    const { run, type, agree } = journey();
    await run('Remove Tracker…');
    await type('type its name', 'new');
    await agree('Remove the tracker new?', 'Remove');
  }

  /** Puts a file that nobody can read, and waits until the tracker has given it up. */
  async function giveUpFile(): Promise<string> {
    const { aws } = journey();
    const key = `AWSLogs/123456789012/CloudTrail/${REGION}/2026/03/01/123456789012_CloudTrail_${REGION}_20260301T1000Z_aaaaaaaaaaaaaaaa.json.gz`;
    await aws.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: gzipSync('{"Records":[{"eventVers') }));
    const s3 = { bucket: { name: BUCKET }, object: { key } };
    await tracker.send([JSON.stringify({ Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 }] })]);
    await poll('the tracker gives the file up', async () => (await tracker.deadLetters()) === 1, 60_000);
    return key;
  }

  const beforeTracker: Case[] = [
    {
      command: 'Open Event History…',
      what: 'copying',
      held: 'cloudtrail:LookupEvents',
      after: 3,
      begin: openHistory,
      says: () => sourceSays(/Event history/, /indexing cancelled/),
      async again() {
        await openHistory();
        await journey().seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs('history'))));
        // What only reads is copied last.
        await sourceSays(/Event history/, /^current/);
      },
    },
    {
      command: 'Open Bucket…',
      what: 'copying',
      held: 's3:GetObject',
      after: 10,
      begin: openBucket,
      says: () => sourceSays(BUCKET, /indexing cancelled/),
      async again() {
        await openBucket();
        await journey().seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs('bucket'))));
      },
    },
  ];

  const ofTracker: Case[] = [
    {
      command: 'Backfill from Bucket…',
      what: 'sending',
      held: 'sqs:SendMessage',
      after: 1,
      begin: backfillBucket,
      progress: /Backfill from Bucket/,
      says: notified(/^Cancelled\. What was sent goes on being stored\./),
      leaves: () => tracker.waitUntilIdle(),
      async again() {
        await backfillBucket();
        assert.match(await journey().notified(/files were sent/), backfilled(logs('bucket')));
        await journey().seeRow('Users', 'IAM Users', totalsOf(storedByUser(logs('bucket'))));
      },
    },
    {
      command: 'Backfill from Folder…',
      what: 'uploading',
      held: 's3:PutObject',
      after: 5,
      begin: backfillFolder,
      progress: /Backfill from Folder/,
      says: notified(/^Cancelled\. What was sent goes on being stored\./),
      leaves: () => tracker.waitUntilIdle(),
      async again() {
        await backfillFolder();
        assert.match(await journey().notified(/files were sent/), backfilled(logs('folder')));
        await journey().seeRow('Users', 'IAM Users', totalsOf(storedByUser(logs('bucket'), logs('folder'))));
      },
    },
    {
      command: 'Check Setup…',
      what: 'reading',
      held: 's3:GetObject',
      begin: () => journey().run('Check Setup…'),
      progress: /Checking the setup of class/,
      says: saysNothingChanged,
      async again() {
        await journey().run('Check Setup…');
        await journey().notified(/^Setup of class: 7 good, 1 broken, 1 could not be looked at/);
      },
    },
    {
      command: 'Install Trigger…',
      what: 'writing the notifications',
      held: 's3:PutBucketNotification',
      begin: () => triggered('Install Trigger…', 'Install'),
      progress: /Installing the trigger/,
      says: saysNothingChanged,
      leaves: async () => assert.deepEqual(await rules(), []),
      async again() {
        await triggered('Install Trigger…', 'Install');
        await journey().notified(/Installed, and verified by reading back/);
        assert.equal((await rules()).length, 1);
      },
    },
    {
      command: 'Remove Trigger…',
      what: 'writing the notifications',
      held: 's3:PutBucketNotification',
      begin: () => triggered('Remove Trigger…', 'Remove'),
      progress: /Removing the trigger/,
      says: saysNothingChanged,
      leaves: async () => assert.equal((await rules()).length, 1),
      async again() {
        await triggered('Remove Trigger…', 'Remove');
        await journey().notified(/Removed, and verified by reading back/);
        assert.deepEqual(await rules(), []);
      },
    },
  ];

  const ofDeployment: Case[] = [
    {
      command: 'Deploy or Update Tracker…',
      what: 'creating a trail',
      held: 'cloudtrail:CreateTrail',
      begin: createTrail,
      progress: /Creating the trail/,
      says: notified(
        /^Cancelled\. The bucket cloudtrail-tracker-trail-\d+-eu-west-1 was created and is empty, the trail was not\. The command goes on from there/,
      ),
      leaves: async () => assert.deepEqual(await trails(), []),
      async again() {
        const { run, choose, agree, vscode } = journey();
        await run('Deploy or Update Tracker…');
        await choose('student');
        await choose(/Create a Trail/);
        assert.match(await agree('Create the trail', 'Create Trail'), /is there from an earlier attempt and is used/);
        await vscode.page.locator('.quick-input-widget').filter({ hasText: 'The name of the tracker' }).waitFor();
        await vscode.page.keyboard.press('Escape');
        assert.equal((await trails()).length, 1);
        assert.equal((await bucketsOf('cloudtrail-tracker-trail-')).length, 1);
      },
    },
    {
      command: 'Deploy or Update Tracker…',
      what: 'planning',
      held: 'cloudformation:DescribeChangeSet',
      begin: () => plan(/1 year/),
      // The step before has a toast of the same title, which stays for a moment: its Cancel cancels nothing.
      progress: /asking CloudFormation what would change/i,
      says: saysNothingChanged,
      leaves: () => poll('the stack in review is gone', async () => (await stackOf('new')) === undefined, 20_000),
      async again() {
        const { choose, agree, vscode } = journey();
        await plan(/1 year/);
        await choose(/Deploy/);
        await agree('Deploy the tracker new?', 'Cancel');
        await vscode.dialog('Deploy the tracker new?').waitFor({ state: 'hidden' });
        assert.equal(await stackOf('new'), undefined);
      },
    },
    {
      command: 'Deploy or Update Tracker…',
      what: 'before anything is created',
      held: 'cloudformation:CreateStack',
      begin: deployNew,
      progress: /Deploying the tracker new/,
      says: notified(/^Cancelled\. Nothing has been created\./),
      leaves: async () => assert.deepEqual([await stackOf('new'), await bucketsOf('cloudtrail-tracker-new')], [undefined, []]), // prettier-ignore
    },
    {
      command: 'Deploy or Update Tracker…',
      what: 'creating',
      held: 'cloudformation:UpdateStack',
      begin: deployNew,
      progress: /Deploying the tracker new/,
      says: () => journey().agree('A part of cloudtrail-tracker-new has been created.', 'Delete What Was Created'),
      async leaves() {
        await journey().notified(/^CloudFormation deletes the stack cloudtrail-tracker-new/);
        assert.deepEqual([await stackOf('new'), await bucketsOf('cloudtrail-tracker-new')], [undefined, []]);
      },
    },
    {
      command: 'Deploy or Update Tracker…',
      what: 'creating, and leaves it as it is',
      held: 'cloudformation:UpdateStack',
      begin: deployNew,
      progress: /Deploying the tracker new/,
      says: () => journey().agree('A part of cloudtrail-tracker-new has been created.', 'Leave It as It Is'),
      leaves: async () => assert.equal((await stackOf('new'))?.StackStatus, 'CREATE_COMPLETE'),
      async again() {
        await deployNew();
        await journey().notified(/The tracker new is deployed/);
        assert.equal((await stackOf('new'))?.StackStatus, 'UPDATE_COMPLETE');
      },
    },
    {
      command: 'Deploy or Update Tracker…',
      what: 'updating',
      held: 'cloudformation:UpdateStack',
      begin: updateNew,
      progress: /Updating the tracker new/,
      says: notified(/^Cancelled\. The stack cloudtrail-tracker-new is in the state UPDATE_COMPLETE\./),
      leaves: async () => assert.equal(retentionOf(await stackOf('new')), '365'),
      async again() {
        await updateNew();
        await journey().notified(/The tracker new is up to date/);
        assert.equal(retentionOf(await stackOf('new')), '90');
      },
    },
    {
      command: 'Remove Tracker…',
      what: 'deleting',
      held: 'cloudformation:DeleteStack',
      begin: removeNew,
      progress: /Removing the tracker new/,
      says: notified(/^What was begun with cloudtrail-tracker-new goes on\. Run the command again/),
      leaves: async () => assert.equal((await stackOf('new'))?.StackStatus, 'UPDATE_COMPLETE'),
      async again() {
        await removeNew();
        await journey().notified(/^The tracker new is removed\./);
        assert.deepEqual([await stackOf('new'), await bucketsOf('cloudtrail-tracker-new')], [undefined, []]);
      },
    },
  ];

  const retentionOf = (stack: Stack | undefined) =>
    stack?.Parameters?.find(({ ParameterKey }) => ParameterKey === 'Retention')?.ParameterValue;

  function testCases(cases: readonly Case[]): void {
    for (const { command, what, held: action, after, begin, progress: shown, says, leaves, again } of cases)
      it(`${command} ${what}, and goes on`, async () => {
        const { aws, vscode, cancel, notification, show } = journey();
        const held = aws.front.hold(action, after);
        try {
          await begin();
          await held.met;
          if (shown) await cancel(shown);
          else {
            await sourceSays(/./, /^copying/);
            await vscode.runCommand('CloudTrail Tracker: Cancel Indexing');
          }
          await held.givenUp;
        } finally {
          held.release();
        }
        await says();
        if (shown) await notification(shown).waitFor({ state: 'hidden' });
        await show('cancelled');
        await leaves?.();
        await again?.();
      });
  }

  // A case that failed in the middle must not be the end of the next one.
  beforeEach(() => journey().putAside());

  testCases(beforeTracker);

  it('connects', async () => {
    const { run, choose, vscode } = journey();
    await run('Connect to Tracker…');
    await choose(/Find the Trackers of an Account/);
    await choose('student');
    await choose('class');
    await vscode.statusBarItem(/class · /).waitFor();
    await vscode.runCommand('CloudTrail Tracker: Show All Time');
    await vscode.runCommand('CloudTrail Tracker: Show Everything');
  });

  testCases(ofTracker);

  it('Retry Failed Files… sending, and goes on', async () => {
    const { aws, cancel, notified: waitFor } = journey();
    const key = await giveUpFile();
    const held = aws.front.hold('sqs:SendMessage');
    try {
      await retry();
      await held.met;
      await cancel(/Retry Failed Files/);
      await held.givenUp;
    } finally {
      held.release();
    }
    await waitFor(/^Cancelled\. What was sent again goes on being read, and the rest lies where it was\./);
    assert.equal(await tracker.deadLetters(), 1);
    // What was received and not sent was given back.
    assert.equal(await tracker.deadLettersThatShow(), 1);
    await aws.s3.send(
      new PutObjectCommand({
        Bucket: BUCKET,
        Key: key,
        Body: gzipSync(JSON.stringify({ Records: CLASSROOM.slice(0, 1) })),
      }),
    );
    await retry();
    await waitFor(/^1 files are settled, 0 have failed again or are still tried\./);
    assert.equal(await tracker.deadLetters(), 0);
  });

  testCases(ofDeployment);
});
