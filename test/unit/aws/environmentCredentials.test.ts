import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { environmentKind } from '../../../backend/aws/environmentCredentials.ts';
import type { Profile } from '../../../backend/aws/profiles.ts';

const KEYS = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
const CONTAINER = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/1' };
const profile = (name: string): Profile => ({ name, kind: 'keys' });

describe('credentials without a profile', () => {
  const cases: [what: string, NodeJS.ProcessEnv, Profile[], isInstance: boolean, expected: string | undefined][] = [
    ['there are none', {}, [], false, undefined],
    ['the variables have keys', KEYS, [profile('default')], true, 'keys'],
    ['the variables have half a key', { AWS_ACCESS_KEY_ID: 'a' }, [], false, undefined],
    ['there is a token', { AWS_WEB_IDENTITY_TOKEN_FILE: '/token', AWS_ROLE_ARN: 'arn:role' }, [], false, 'token'],
    ['this is a container of ECS', CONTAINER, [profile('class')], true, 'container'],
    ['or of EKS', { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1' }, [], false, 'container'],
    ['this is an instance', {}, [profile('class')], true, 'instance'],
    ['a profile is taken without being named', CONTAINER, [profile('default')], true, undefined],
    ['a variable names the profile', { ...CONTAINER, AWS_PROFILE: 'class' }, [profile('class')], true, undefined],
  ];
  for (const [what, environment, profiles, isInstance, expected] of cases)
    it(`are ${expected ?? 'none'}: ${what}`, async () =>
      assert.equal(await environmentKind(environment, profiles, () => Promise.resolve(isInstance)), expected));

  describe('of an instance', () => {
    let server: Server;
    const asked: string[] = [];
    before(async () => {
      server = createServer((request, response) => {
        asked.push(`${request.method} ${request.url}`);
        const credentials = {
          Code: 'Success',
          AccessKeyId: 'a',
          SecretAccessKey: 'b',
          Token: 'c',
          Expiration: '2999-01-01T00:00:00Z',
        };
        response.end(
          request.method === 'PUT' ? 'token' : request.url?.endsWith('/') ? 'role' : JSON.stringify(credentials),
        );
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    after(() => {
      delete process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'];
      server.close();
      server.closeAllConnections();
    });

    it('are not looked for where that is switched off', async () => {
      assert.equal(await environmentKind({ AWS_EC2_METADATA_DISABLED: 'true' }, []), undefined);
      assert.deepEqual(asked, []);
    });

    it('are found, and looked for once', async () => {
      assert.equal(await environmentKind({}, []), 'instance');
      const { length } = asked;
      assert.ok(length > 0);
      assert.equal(await environmentKind({}, [profile('class')]), 'instance');
      assert.equal(asked.length, length);
    });
  });
});
