import assert from 'node:assert/strict';
import { ACCOUNT } from '../local/names.ts';
import { organizations } from '../local/organizations.ts';
import { useJourney } from './useJourney.ts';

const BUCKET = 'no-trail-bucket';

describe('somebody with an organization', () => {
  const journey = useJourney('account-names', () => ({ buckets: [BUCKET] }));

  before(async () => {
    const { aws, home } = journey();
    home.writeKeys('student');
    const ask = organizations(aws);
    await ask('CreateOrganization', { FeatureSet: 'ALL' });
    // More than a page has.
    for (let at = 1; at <= 24; at++) {
      const AccountName = `lab-${at}`;
      await ask('CreateAccount', { AccountName, Email: `${AccountName}@example.com` });
    }
  });

  it('loads the names of its accounts, having read what is asked and kept', async () => {
    const { aws, run, choose, agree, notified } = journey();
    await run('Load Account Names from AWS Organizations…');
    await choose('student');
    const said = await agree('Load the names of all accounts', 'Load', 'agree');
    assert.match(said, /organizations:ListAccounts/);
    assert.match(said, new RegExp(ACCOUNT));
    // The management account is one of them.
    assert.match(
      await notified('Loaded the names', 'loaded'),
      /^Loaded the names of 25 accounts of the organization o-/,
    );
    assert.ok(aws.front.calls.filter(({ action }) => action === 'organizations:ListAccounts').length > 1);
  });

  it('reads when it is run again from when the names are, and in which account it acts by its name', async () => {
    const { run, choose, agree } = journey();
    await run('Load Account Names from AWS Organizations…');
    await choose('student', 'again');
    const said = await agree('Load the names of all accounts', 'Cancel', 'agree-again');
    assert.match(said, new RegExp(`master \\(${ACCOUNT}\\) as user/`));
    assert.match(said, /Kept from .*: 25 names of the organization o-/);
  });

  it('reads which permission is missing', async () => {
    const { aws, run, choose, agree, notified } = journey();
    const end = aws.front.refuse({ action: 'organizations:ListAccounts', refusal: 'denied' });
    await run('Load Account Names from AWS Organizations…');
    await choose('student', 'denied');
    await agree('Load the names of all accounts', 'Load');
    await notified(/may not do organizations:ListAccounts/, 'denied');
    end();
  });

  it('has them forgotten with all other local data', async () => {
    const { vscode, run, choose, agree } = journey();
    await vscode.runCommand('CloudTrail Tracker: Clear All Local Data…');
    assert.match(await agree('Clear all local data', 'Clear All', 'clear'), /account names of AWS Organizations/);
    await run('Load Account Names from AWS Organizations…');
    await choose('student', 'forgotten');
    assert.doesNotMatch(await agree('Load the names of all accounts', 'Cancel'), /Kept from|master/);
  });
});
