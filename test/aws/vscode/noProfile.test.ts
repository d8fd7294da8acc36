import path from 'node:path';
import { changesByUser, totalsOf } from './ownCount.ts';
import { createBucket, putFolder, writeClass } from './trailBucket.ts';
import { useJourney } from './useJourney.ts';

const BUCKET = 'class-trail-bucket';

describe('somebody without an AWS profile', () => {
  const journey = useJourney('no-profile', () => ({ buckets: [BUCKET] }));
  const logs = () => path.join(journey().folder, 'logs');

  before(async () => {
    await writeClass(logs(), { days: 2, users: 6, events: 300 });
    await createBucket(journey().aws, BUCKET);
    await putFolder(journey().aws, logs(), BUCKET);
  });

  it('is shown how to get one', async () => {
    const { vscode, run, show } = journey();
    await run('Open Bucket…');
    await vscode.quickPickRow(/aws configure sso/).waitFor();
    await show('how-to-get-one');
  });

  it('goes on when there is one, to the answers', async () => {
    const { vscode, home, choose, agree, seeRow, show } = journey();
    home.writeKeys('student');
    await choose('student');
    await choose(BUCKET);
    await choose('The Last 7 Days');
    await agree('Copy the log files', 'Open');
    await vscode.runCommand('CloudTrail Tracker: Show All Time');
    await seeRow('Users', 'IAM Users', totalsOf(changesByUser(logs())));
    await show('users');
  });
});
