import { useJourney } from './useJourney.ts';

describe('somebody without an AWS profile', () => {
  const journey = useJourney('no-profile');

  it('is shown how to get one', async () => {
    const { vscode, run, show, choose } = journey();
    await run('Connect to Tracker…');
    await choose(/Find the Trackers of an Account/, 'ways');
    await vscode.quickPickRow(/aws configure sso/).waitFor();
    await show('how-to-get-one');
  });

  it('goes on when there is one', async () => {
    const { vscode, home, show } = journey();
    home.writeKeys('student');
    await vscode.quickPickRow('student').waitFor();
    await show('there-is-one');
  });
});
