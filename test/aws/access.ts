import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { createRestClient } from '../../backend/client/createRestClient.ts';
import { ownApi } from '../../backend/client/ownApi.ts';
import type { TrackerEvent } from '../../backend/core/event.ts';
import { routes } from '../../backend/core/routes.ts';
import { projectFolder } from '../../scripts/runProgram.ts';
import { curlLines } from '../fixtures/curlLines.ts';
import { call } from '../fixtures/http.ts';
import { ACCOUNT, CREDENTIALS, REGION } from './local/localAws.ts';
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

  it('a student by the own-view policy: for what they have done, and for nothing else', async () => {
    const { aws, tracker, json } = story();
    const [user, all] = ['alucloud10', 'from=2000-01-01&to=2040-01-01'];
    const credentials = await aws.users.create(user, [tracker.outputs.OwnViewPolicyArn]);
    const asked = (target: string) => signedCall(tracker.url, target, { credentials });
    const own = `/users/${user}?${all}&kind=iamUser&home=${ACCOUNT}`;
    const [namesakes, expected] = [
      await json<TrackerEvent[]>(`/users/${user}?${all}`),
      await json<TrackerEvent[]>(own),
    ];
    assert.deepEqual([namesakes.length > expected.length, expected.length], [true, 1]);
    const { status, body } = await asked(`/users/${user}?${all}`);
    assert.deepEqual([status, JSON.parse(body)], [200, expected]);
    const counts = await asked(`/users/${user}/activity?${all}&groupBy=home`);
    assert.deepEqual((JSON.parse(counts.body) as object[]).map((row) => ({ ...row, first: '', last: '' })), [{ home: ACCOUNT, count: 1, errors: 0, denied: 0, first: '', last: '' }]); // prettier-ignore
    const record = (id: string) => asked(`/users/${user}/events/${id}`);
    assert.equal((await record(expected[0]!.id)).status, 200);
    for (const { id } of namesakes) if (id !== expected[0]!.id) assert.equal((await record(id)).status, 404);
    const others = ['/users/alucloud1', '/users/alucloud100', '/users/alucloud230', '/users', '/scan', '/activity', '/status', '/gaps', '/services', '/services/ec2', '/parameters', '/users/alucloud230/activity', `/users/alucloud230/events/${expected[0]!.id}`]; // prettier-ignore
    for (const target of others) {
      const refused = await asked(target);
      assert.deepEqual([refused.status, refused.headers['x-amzn-errortype']], [403, 'AccessDeniedException'], target);
    }
    const client = createRestClient({ url: tracker.url, region: REGION, credentials });
    assert.equal(await client.userEvents({ user, from: '2000-01-01', count: true }), 1);
    await assert.rejects(client.scan({}), { status: 403 });
    const view = ownApi(client, { user, now: Date.now });
    const { events, oldestEvent } = await view.status({});
    assert.deepEqual([events, oldestEvent, await view.users({})], [1, expected[0]!.eventTime, [user]]);
    assert.deepEqual(await view.scan({ from: '2000-01-01' }), { events: expected });
  });

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
