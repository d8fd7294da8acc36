import assert from 'node:assert/strict';
import { accountNames, type NameSources } from '../../../../extension/accounts/accountNames.ts';

const [A, B, C] = ['111122223333', '444455556666', '777788889999'];
const NONE: NameSources = { setting: undefined, organizations: [], config: new Map() };
const of = (sources: Partial<NameSources>) => accountNames({ ...NONE, ...sources });
const named = (sources: Partial<NameSources>) =>
  Object.fromEntries([...of(sources)].map(([account, { name }]) => [account, name]));
const organization = (names: Record<string, string>) => ({
  organization: 'o-example',
  names,
  time: '2026-11-25T10:00:00Z',
  by: A,
});

describe('what accounts are called', () => {
  it('is said by the setting before AWS Organizations before the config file', () => {
    const sources = {
      setting: { [A]: 'mine' },
      organizations: [organization({ [A]: 'theirs', [B]: 'theirs too' })],
      config: new Map([[A, 'profile'], [B, 'profile'], [C, 'profile']]), // prettier-ignore
    };
    assert.deepEqual(named(sources), { [A]: 'mine', [B]: 'theirs too', [C]: 'profile' });
    assert.deepEqual([A, B, C].map((account) => of(sources).get(account)?.origin), [
      { from: 'setting' },
      { from: 'organizations', time: '2026-11-25T10:00:00Z', by: A },
      { from: 'config' },
    ]); // prettier-ignore
  });

  it('is nothing that is no name, or no number of an account', () => {
    const setting = { [A]: ' ', [B]: 7, '1234': 'short', [C]: ' spaced ', __proto__: { '000000000000': 'x' } };
    assert.deepEqual(named({ setting }), { [C]: 'spaced' });
    for (const nothing of [null, 'production', [A], 12]) assert.deepEqual(named({ setting: nothing }), {});
  });

  it('is never the number of another account', () => {
    assert.deepEqual(named({ setting: { [A]: B }, config: new Map([[A, 'profile']]) }), { [A]: 'profile' });
  });

  it('has an end', () => {
    assert.equal(named({ setting: { [A]: 'x'.repeat(200) } })[A], `${'x'.repeat(63)}…`);
  });

  it('has the last digits behind it where two share it, and all of them where these are the same', () => {
    const setting = { [A]: 'sandbox', [B]: 'sandbox', [C]: 'production' };
    assert.deepEqual(named({ setting }), { [A]: 'sandbox …3333', [B]: 'sandbox …6666', [C]: 'production' });
    const alike = { '111122223333': 'sandbox', '999922223333': 'sandbox' };
    assert.deepEqual(named({ setting: alike }), {
      '111122223333': 'sandbox 111122223333',
      '999922223333': 'sandbox 999922223333',
    });
  });
});
