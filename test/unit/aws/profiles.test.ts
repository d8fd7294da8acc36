import assert from 'node:assert/strict';
import { useAwsFiles } from '../../fixtures/awsFiles.ts';
import { readProfiles } from '../../../backend/aws/profiles.ts';

describe('the profiles of the shared AWS files', () => {
  const files = useAwsFiles();

  it('are none where there are no files', async () => {
    assert.deepEqual(await readProfiles(), []);
  });

  it('come from both files, the default first, with what is told of each', async () => {
    files.write({
      config: `
[profile class]
sso_session = school
sso_account_id = 111122223333
sso_role_name = Teacher
region = eu-west-1
[profile admin]
role_arn = arn:aws:iam::444455556666:role/team/a/Admin
source_profile = default
[profile tool]
credential_process = /bin/true
[sso-session school]
sso_start_url = https://example.awsapps.com/start
[services local]
s3 =
  endpoint_url = http://127.0.0.1:1
[default]
region = us-east-1
`,
      credentials: `
[default]
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = secret
[keys]
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = secret
`,
    });
    assert.deepEqual(await readProfiles(), [
      { name: 'default', kind: 'keys', region: 'us-east-1' },
      { name: 'admin', kind: 'role', account: '444455556666', role: 'Admin' },
      { name: 'class', kind: 'sso', region: 'eu-west-1', account: '111122223333', role: 'Teacher' },
      { name: 'keys', kind: 'keys' },
      { name: 'tool', kind: 'process' },
    ]);
  });

  it('are those of the moment', async () => {
    files.write({ config: '[profile one]\nregion = eu-west-1\n' });
    assert.deepEqual((await readProfiles()).map(({ name }) => name), ['one']); // prettier-ignore
    files.write({ config: '[profile two]\nregion = eu-west-1\n' });
    assert.deepEqual((await readProfiles()).map(({ name }) => name), ['two']); // prettier-ignore
  });

  it('hold no secret', async () => {
    files.write({ credentials: '[a]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = topsecret\n' });
    assert.doesNotMatch(JSON.stringify(await readProfiles()), /AKIAEXAMPLE|topsecret/);
  });
});
