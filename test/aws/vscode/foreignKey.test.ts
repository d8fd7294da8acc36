import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { FOUND_POLICIES, KEY, OWNER } from '../keyPolicies.ts';
import { deploy, type Deployment } from '../local/deployment.ts';
import type { PolicyStatement } from '../local/keyPolicy.ts';
import { REGION } from '../local/names.ts';
import { poll } from '../local/poll.ts';
import { changesByUser, totalsOf } from './ownCount.ts';
import { createBucket, putFolder, writeClass } from './trailBucket.ts';
import { useJourney } from './useJourney.ts';

const BUCKET = 'class-trail-bucket';

describe('somebody whose log files are encrypted with the key of another account', function () {
  this.timeout(240_000);
  const journey = useJourney('foreign-key', () => ({ stages: ['class'], buckets: [BUCKET] }));
  const logs = (chapter: string) => path.join(journey().folder, chapter);
  const key = {
    policy: FOUND_POLICIES['as the console of CloudTrail writes it']!,
    trail: `arn:aws:cloudtrail:${REGION}:${OWNER}:trail/all`,
  };
  let tracker: Deployment;
  let statement: PolicyStatement;

  before(async () => {
    const { aws, home } = journey();
    home.writeKeys('student');
    aws.keys.set(KEY, key);
    await createBucket(aws, BUCKET);
    // Nobody tells the tracker of these: the newest file is to be another.
    await writeClass(logs('first'), {
      days: 1,
      users: 5,
      events: 200,
      seed: 1,
      end: new Date(Date.now() - 86_400_000),
    });
    await putFolder(aws, logs('first'), BUCKET, '', KEY);
    tracker = await deploy(aws, 'class', { bucket: BUCKET, kmsKey: KEY });
  });

  it('reads what the owner of the key must add before the trigger is installed, and saves it', async () => {
    const { run, choose, agree, notified, saveText, vscode } = journey();
    await run('Connect to Tracker…');
    await choose(/Find the Trackers of an Account/);
    await choose('student');
    await choose('class');
    await vscode.statusBarItem(/class · /).waitFor();
    await run('Install Trigger…');
    const said = await agree('Install the trigger', 'Install');
    assert.ok(said.replaceAll(/\s+/g, '').includes(`${KEY} of account ${OWNER}`.replaceAll(' ', '')), said);
    await notified(/Installed, and verified by reading back/);
    const file = path.join(journey().folder, 'for-the-owner.md');
    await saveText(file);
    const [, json = ''] = /## The policy of the key .*?```json\n(.*?)```/s.exec(readFileSync(file, 'utf8')) ?? [];
    statement = JSON.parse(json) as PolicyStatement;
    assert.equal(statement.Action, 'kms:Decrypt');
    assert.ok(existsSync(file));
  });

  it('sees that files fail as long as it is not added', async () => {
    const { aws, seeRow } = journey();
    await writeClass(logs('second'), { days: 1, users: 6, events: 60, seed: 2 });
    await putFolder(aws, logs('second'), BUCKET, '', KEY);
    await poll('the tracker gives files up', async () => (await tracker.deadLetters()) > 0, 90_000);
    await tracker.waitUntilIdle();
    await seeRow('Sources', /^\d+ files? not settled$/, 'show why');
  });

  it('retries them when it is added, and sees their events', async () => {
    const { aws, run, agree, notified, seeRow, vscode } = journey();
    aws.keys.set(KEY, { ...key, policy: { ...key.policy, Statement: [...key.policy.Statement, statement] } });
    await run('Retry Failed Files…');
    const said = await agree(/Retry \d+ failed messages/, 'Retry');
    assert.ok(
      said.replaceAll(/\s+/g, '').includes(`kms:Decrypt was refused on ${KEY}: its policy`.replaceAll(' ', '')),
      said,
    );
    // On a busy machine that takes longer than a notification is waited for.
    await poll('the messages are sent again', async () => (await tracker.deadLetters()) === 0, 120_000);
    await tracker.waitUntilIdle();
    await notified(/files are settled, 0 have failed again or are still tried\./);
    await vscode.runCommand('CloudTrail Tracker: Show All Time');
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs('second'))));
  });

  it('finds by a check that the key is in order', async () => {
    const { run, notified } = journey();
    await run('Check Setup…');
    await notified(/^Setup of class: 7 good, 2 could not be looked at/);
  });
});
