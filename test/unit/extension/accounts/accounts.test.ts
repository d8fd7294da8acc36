import assert from 'node:assert/strict';
import { Accounts } from '../../../../extension/accounts/accounts.ts';
import { useAwsFiles } from '../../../fixtures/awsFiles.ts';
import { memory } from '../memory.ts';

const [A, B] = ['111122223333', '444455556666'];
const loaded = { organization: 'o-example', names: { [A]: 'theirs' }, time: '2026-11-25T10:00:00Z', by: A };

describe('names of accounts', () => {
  const files = useAwsFiles();
  function accountsWith(setting: () => unknown = () => ({}), kept = memory()) {
    const accounts = new Accounts({ memory: kept, setting });
    let changes = 0;
    accounts.onDidChange(() => changes++);
    return { accounts, kept, changes: () => changes, nameOf: (account: string) => accounts.names.get(account)?.name };
  }

  it('come from the config file as it is, each time that it is looked at', async () => {
    const { accounts, nameOf, changes } = accountsWith();
    files.write({ config: `[profile one]\nsso_account_id = ${A}\n` });
    assert.equal(nameOf(A), undefined);
    await accounts.look();
    assert.equal(nameOf(A), 'one');
    await accounts.look();
    assert.equal(changes(), 1, 'the same names are no change');
    files.write({ config: `[profile two]\nrole_arn = arn:aws:iam::${A}:role/Read\n` });
    await accounts.look();
    assert.deepEqual([nameOf(A), changes()], ['two', 2]);
    files.write({});
    await accounts.look();
    assert.equal(nameOf(A), undefined);
  });

  it('come from the setting when it has changed', () => {
    let setting = { [A]: 'mine' };
    const { accounts, nameOf } = accountsWith(() => setting);
    assert.equal(nameOf(A), 'mine');
    setting = { [A]: 'still mine' };
    accounts.settingChanged();
    assert.equal(nameOf(A), 'still mine');
  });

  it('of an organization are kept, in place of those before, beside those of others, until they are forgotten', async () => {
    const { accounts, kept, nameOf, changes } = accountsWith();
    await accounts.keep(loaded);
    await accounts.keep({ ...loaded, organization: 'o-other', names: { [B]: 'another' } });
    await accounts.keep({ ...loaded, names: { [A]: 'theirs now' } });
    assert.deepEqual([nameOf(A), nameOf(B), changes()], ['theirs now', 'another', 3]);
    const later = accountsWith(() => ({}), kept);
    assert.equal(later.nameOf(A), 'theirs now');
    await later.accounts.forget();
    assert.deepEqual([later.nameOf(A), later.changes(), later.accounts.organizations], [undefined, 1, []]);
  });

  it('are none where something else is kept', async () => {
    const kept = memory();
    await kept.update('organizations', [null, 7, { organization: 'o-example' }, { ...loaded, names: 'x' }]);
    assert.deepEqual([...accountsWith(() => ({}), kept).accounts.names], []);
  });
});
