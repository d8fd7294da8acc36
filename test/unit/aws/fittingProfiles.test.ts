import assert from 'node:assert/strict';
import { fittingProfiles } from '../../../backend/aws/fittingProfiles.ts';

it('fittingProfiles names those of the account, and those that do not say theirs', () => {
  const profiles = [
    { name: 'default', kind: 'keys' as const },
    { name: 'logs', kind: 'sso' as const, account: '222222222222' },
    { name: 'dev', kind: 'sso' as const, account: '111111111111' },
    { name: 'logs-admin', kind: 'role' as const, account: '222222222222' },
  ];
  assert.deepEqual(fittingProfiles(profiles, '222222222222'), { sure: ['logs', 'logs-admin'], possible: ['default'] });
  assert.deepEqual(fittingProfiles(profiles, '333333333333'), { sure: [], possible: ['default'] });
});
