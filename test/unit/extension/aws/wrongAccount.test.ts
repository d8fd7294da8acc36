import assert from 'node:assert/strict';
import type { Profile } from '../../../../backend/aws/profiles.ts';
import { wrongAccountText } from '../../../../extension/aws/deployment/wrongAccount.ts';
import { madrid, named } from '../texts.ts';

const PROFILES: Profile[] = [
  { name: 'class', kind: 'keys' },
  { name: 'archive', kind: 'sso', account: '999988887777' },
];

describe('a bucket of another account', () => {
  it('comes with the profiles that fit, and those that could', () => {
    assert.match(wrongAccountText(named, '111122223333', PROFILES), /belongs to account production \(111122223333\)\./);
    const text = wrongAccountText(madrid, '999988887777', PROFILES);
    assert.match(text, /belongs to account 999988887777[\s\S]*of that account: archive[\s\S]*could be: class/);
  });

  it('comes with another way where no profile fits, or its owner is not known', () => {
    for (const owner of ['444455556666', undefined]) {
      const text = wrongAccountText(madrid, owner, PROFILES.slice(1));
      assert.match(text, /No profile on this computer is known[\s\S]*Export Deployment Files/);
      assert.doesNotMatch(text, /could be/);
    }
  });
});
