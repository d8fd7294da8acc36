import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { createRestClient } from '../../backend/client/createRestClient.ts';
import { routes } from '../../backend/core/routes.ts';
import { projectFolder } from '../../scripts/runProgram.ts';
import { curlLines } from '../fixtures/curlLines.ts';
import { call } from '../fixtures/http.ts';
import { CREDENTIALS, REGION } from './local/localAws.ts';
import { signedCall, type SigningOptions } from './local/signedCall.ts';
import type { Story } from './story.ts';

const execute = promisify(execFile);

export function testAccess(story: () => Story): void {
  it('on no route without a signature', async () => {
    const { url } = story().tracker;
    for (const { path: route } of Object.values(routes)) {
      const { status, body } = await call(url, new URL(url).pathname + route.replace(/[{}]/g, ''));
      assert.deepEqual({ status, body }, { status: 403, body: '{"message":"Missing Authentication Token"}' }, route);
      // AWS says the same of a route that there is not: this one is answered to whoever may ask.
      const signed = await signedCall(url, route.replace(/[{}]/g, ''));
      assert.ok([200, 404].includes(signed.status), `${route}: ${signed.body}`);
    }
  });

  const wrong: Record<string, SigningOptions> = {
    'an unknown key': { credentials: { ...CREDENTIALS, accessKeyId: 'AKIAUNKNOWN' } },
    'a wrong secret': { credentials: { ...CREDENTIALS, secretAccessKey: 'guessed' } },
    'another region': { region: 'us-east-1' },
    'a time an hour ago': { signingDate: new Date(Date.now() - 3_600_000) },
  };
  for (const [what, options] of Object.entries(wrong)) {
    it(`not with a signature with ${what}`, async () => {
      for (const { path: route } of Object.values(routes))
        assert.equal((await signedCall(story().tracker.url, route.replace(/[{}]/g, ''), options)).status, 403, route);
    });
  }

  it('compressed if they like', async () => {
    const { url } = story().tracker;
    const target = '/scan?from=2000-01-01&limit=100';
    const plain = await signedCall(url, target);
    const zipped = await signedCall(url, target, { headers: { 'accept-encoding': 'gzip' } });
    assert.deepEqual([plain.headers['content-encoding'], zipped.headers['content-encoding']], [undefined, 'gzip']);
    assert.equal(plain.body, zipped.body);
    assert.ok(zipped.size < plain.size / 4);
  });

  it('through the client', async () => {
    const { tracker, json, status } = story();
    const client = createRestClient({ url: tracker.url, region: REGION, credentials: CREDENTIALS });
    assert.deepEqual(await client.users({}), await json('/users'));
    assert.equal(await client.scan({ from: '2000-01-01', count: true }), (await status()).events);
  });

  it("by README.md's lines and this system's curl", async () => {
    const { aws, tracker, json } = story();
    const readme = readFileSync(path.join(projectFolder, 'README.md'), 'utf8');
    const lines = curlLines(readme, 'API');
    assert.equal(lines.length, readme.match(/^curl .*--aws-sigv4/gm)?.length);
    for (const { line, target } of lines) {
      const { stdout } = await execute('sh', ['-c', line], { env: { ...aws.environment, API: tracker.url } });
      assert.deepEqual(JSON.parse(stdout), await json(target), line);
      // Of the last days, which the others ask for, there is nothing.
      if (target.includes('from=')) assert.notEqual(stdout, '[]', line);
    }
  });
}
