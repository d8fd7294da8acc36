import assert from 'node:assert/strict';
import path from 'node:path';
import { eventsIn } from '../../e2e/logFiles.ts';
import type { HistoryRecord } from '../local/eventHistory.ts';
import { REGION } from '../local/names.ts';
import { changesByUser, totalsOf } from './ownCount.ts';
import { createBucket, createTrail, putFolder, writeClass } from './trailBucket.ts';
import { useJourney } from './useJourney.ts';

const BUCKET = 'class-trail-bucket';

describe('somebody who has deployed nothing', () => {
  const journey = useJourney('before-deployment', () => ({ buckets: [BUCKET] }));
  const logs = () => path.join(journey().folder, 'logs');
  const otherLogs = () => path.join(journey().folder, 'other-logs');

  before(async () => {
    const { aws, home } = journey();
    home.writeKeys('student');
    await writeClass(logs(), { days: 3, users: 12, events: 700 });
    await createBucket(aws, BUCKET);
    await putFolder(aws, logs(), BUCKET);
    await writeClass(otherLogs(), { days: 2, users: 7, events: 400 });
    await createTrail(aws, 'class-trail', BUCKET);
  });

  it('opens the bucket of a trail', async () => {
    const { run, choose, agree, seeRow, show, vscode } = journey();
    await run('Open Bucket…');
    await choose('student', 'profile');
    await choose(BUCKET, 'bucket');
    await choose('The Last 7 Days', 'days');
    const said = await agree('Copy the log files', 'Open', 'agree');
    assert.match(said, /123456789012/);
    assert.match(said, /\$/);
    await vscode.runCommand('CloudTrail Tracker: Show All Time');
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs())));
    await show('users');
  });

  it('opens the event history', async () => {
    const { aws, run, choose, agree, seeRow, show, vscode } = journey();
    aws.front.history.records = eventsIn(otherLogs()) as unknown as HistoryRecord[];
    await run('Open Event History…');
    await choose('student');
    await vscode.quickPickRow(REGION).waitFor();
    await show('regions');
    await vscode.page.keyboard.press('Enter');
    await agree('Copy the event history', 'Open', 'agree-history');
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(otherLogs())));
    await show('users-of-history');
  });
});
