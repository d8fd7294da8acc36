import assert from 'node:assert/strict';
import { profileAccountNames } from '../../../backend/aws/profileAccountNames.ts';
import type { Profile } from '../../../backend/aws/profiles.ts';

const [A, B] = ['111122223333', '444455556666'];
const profile = (name: string, account?: string, role?: string): Profile => ({
  name,
  kind: 'sso',
  ...(account && { account }),
  ...(role && { role }),
});

describe('what profiles call their accounts', () => {
  const cases: [what: string, profiles: Profile[], name: string | undefined][] = [
    ['the name of the only profile', [profile('production', A)], 'production'],
    ['nothing where the account is not known', [profile('keys')], undefined],
    ['the name without the role behind it', [profile('prod-AdministratorAccess', A, 'AdministratorAccess')], 'prod'],
    ['the name without the role before it, in any case', [profile('readonly.prod', A, 'ReadOnly')], 'prod'],
    ['the name with a role that is no part of its own', [profile('badmin', A, 'Admin')], 'badmin'],
    ['nothing of a profile that is called as its role', [profile('Admin', A, 'admin')], undefined],
    ['nothing of the default profile', [profile('default', A)], undefined],
    ['nothing of a name that holds the number', [profile(`Admin-${A}`, A, 'Admin')], undefined],
    ['what several have in common', [profile('prod-eu-admin', A), profile('prod-eu-read', A)], 'prod-eu'],
    ['what is common up to a separator', [profile('prod-reader', A), profile('prod-reports', A)], 'prod'],
    ['what one of them is called, and the others begin with', [profile('prod', A), profile('prod-ro', A)], 'prod'],
    ['no half of a word', [profile('prod', A), profile('production', A)], 'prod'],
    ['the first where nothing is common', [profile('main', A), profile('work', A)], 'main'],
    [
      'what is left without each role',
      [profile('shop/Admin', A, 'Admin'), profile('shop/Auditor', A, 'Auditor')],
      'shop',
    ],
  ];
  for (const [what, profiles, name] of cases) {
    it(`is ${what}`, () => assert.equal(profileAccountNames(profiles).get(A), name));
  }

  it('is said of each account', () => {
    assert.deepEqual([...profileAccountNames([profile('a', A), profile('b', B)])], [[A, 'a'], [B, 'b']]); // prettier-ignore
  });
});
