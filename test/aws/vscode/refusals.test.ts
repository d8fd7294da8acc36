import assert from 'node:assert/strict';
import path from 'node:path';
import { changesByUser, totalsOf } from './ownCount.ts';
import { createBucket, putFolder, writeClass } from './trailBucket.ts';
import { useJourney } from './useJourney.ts';

const BUCKET = 'class-trail-bucket';

describe('somebody whom AWS refuses', () => {
  const journey = useJourney('refusals', () => ({ buckets: [BUCKET] }));
  const logs = () => path.join(journey().folder, 'logs');

  before(async () => {
    const { aws, home } = journey();
    home.writeKeys('student');
    await writeClass(logs(), { days: 2, users: 8, events: 500 });
    await createBucket(aws, BUCKET);
    await putFolder(aws, logs(), BUCKET);
  });

  it('reads that the credentials have expired, and goes on with fresh ones', async () => {
    const { aws, run, choose, agree, vscode } = journey();
    const end = aws.front.refuse({ action: 'sts:GetCallerIdentity', refusal: 'expired' });
    await run('Open Bucket…');
    await choose('student');
    const dialog = vscode.dialog(/expired/);
    await dialog.waitFor();
    end();
    assert.match(await agree(/expired/, 'Try Again', 'expired'), /Sign in again/);
    await vscode.quickPickRow(BUCKET).waitFor();
    await vscode.page.keyboard.press('Escape');
  });

  it('reads which permission is missing, and on what', async () => {
    const { aws, run, choose, notified } = journey();
    const end = aws.front.refuse({ action: 's3:ListBucket', refusal: 'denied' });
    await run('Open Bucket…');
    await choose('student');
    await choose(BUCKET);
    await notified(/may not do s3:ListBucket on arn:aws:s3:::class-trail-bucket/, 'denied');
    end();
  });

  it('reads that the credentials have expired in the middle, and goes on later', async () => {
    const { aws, run, choose, agree, seeRow, show, vscode } = journey();
    const end = aws.front.refuse({ action: 's3:GetObject', refusal: 'expired', after: 20 });
    await run('Open Bucket…');
    await choose('student');
    await choose(BUCKET);
    await choose('The Last 7 Days');
    await agree('Copy the log files', 'Open');
    await vscode.runCommand('CloudTrail Tracker: Show All Time');
    const sources = await vscode.showTree('Sources');
    await sources.row('Indexing failed', /^The AWS credentials have expired: s3:GetObject on arn:aws:s3:::class-trail-bucket\/.* was refused\. Sign in again .*goes on where it stopped\.$/).waitFor(); // prettier-ignore
    await show('expired-in-the-middle');
    end();
    await vscode.runCommand('CloudTrail Tracker: Look for New Log Files');
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs())));
    await show('went-on');
  });

  it('reads how to sign in again, and goes on when that is done', async () => {
    const { home, run, choose, agree, vscode } = journey();
    home.clear();
    home.writeSso('company');
    await run('Open Bucket…');
    await choose('company', 'sso');
    await vscode.dialog(/aws sso login/).waitFor();
    home.writeSso('company', { expiresAt: new Date(Date.now() + 3_600_000) });
    await agree(/aws sso login/, 'Try Again', 'signed-out');
    await vscode.quickPickRow(BUCKET).waitFor();
    await vscode.page.keyboard.press('Escape');
  });
});
