import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createBucketCopy, type BucketCopyOptions } from '../../../backend/aws/bucketCopy.ts';
import type { CopyProgress } from '../../../backend/aws/copy.ts';
import { refuse, useS3Server } from '../../fixtures/s3Server.ts';
import { useTemporaryFolder } from '../../fixtures/temporaryFolder.ts';

const PREFIX = 'AWSLogs/111122223333/CloudTrail/eu-west-1/';
const NOON = Date.parse('2026-02-03T12:00:00Z');
const keyOf = (day: string, name = '20260203T1005Z_AbCdEfGhIjKlMnOp') =>
  `${PREFIX}${day}/111122223333_CloudTrail_eu-west-1_${name}.json.gz`;

describe('a copy of a bucket', () => {
  const bucket = useS3Server();
  const folder = useTemporaryFolder();
  let now = NOON;
  beforeEach(() => (now = NOON));

  const copy = (change: Partial<BucketCopyOptions> = {}) =>
    createBucketCopy({
      aws: () => bucket,
      bucket: 'trail-bucket',
      prefixes: [PREFIX],
      from: '2026-01-28',
      folder: folder(),
      now: () => now,
      ...change,
    });
  /** Answers how far it said to be in the end. */
  const run = async (of = copy(), besides: { asked?: boolean; signal?: AbortSignal; onFiles?: () => void } = {}) => {
    let last: CopyProgress | undefined;
    await of.run({ asked: false, onFiles: () => undefined, ...besides, onProgress: (each) => (last = each) });
    return last;
  };
  const put = (key: string, content = key) => bucket.objects.set(key, Buffer.from(content));
  const files = () =>
    readdirSync(folder(), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.gz'))
      .sort();
  const gets = () => bucket.requests.filter((each) => each.startsWith('GET'));

  it('has the files of the chosen days, by their keys, and no others', async () => {
    for (const day of ['2026/01/27', '2026/01/28', '2026/02/03']) put(keyOf(day), `of ${day}`);
    put(`${PREFIX}2026/02/03/readme.txt`);
    put('AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/02/03/x.json.gz');
    assert.deepEqual(await run(), { done: 2, found: 2, bytes: 26 });
    assert.deepEqual(files(), [keyOf('2026/01/28'), keyOf('2026/02/03')].map(path.normalize));
    assert.equal(readFileSync(path.join(folder(), keyOf('2026/01/28')), 'utf8'), 'of 2026/01/28');
  });

  it('copies the newest day first', async () => {
    for (const day of ['2026/01/30', '2026/02/03', '2026/01/31']) put(keyOf(day));
    await run();
    assert.deepEqual(
      gets(),
      ['2026/02/03', '2026/01/31', '2026/01/30'].map((day) => `GET ${keyOf(day)}`),
    );
  });

  it('goes on where it was cancelled, and copies nothing twice', async () => {
    const all = Array.from({ length: 600 }, (_, i) =>
      keyOf('2026/02/01', `20260201T1005Z_${String(i).padStart(16, 'A')}`),
    );
    all.forEach((key) => put(key));
    const controller = new AbortController();
    const onFiles = () => gets().length > 100 && controller.abort();
    await assert.rejects(run(copy(), { signal: controller.signal, onFiles }), { name: 'AbortError' });
    const before = files().length;
    assert.ok(before > 50 && before < 600, `${before} files`);
    assert.equal(await copy().isDue(false), true);
    bucket.requests.splice(0);
    await run();
    assert.equal(gets().length, 600 - before);
    assert.equal(files().length, 600);
  });

  it('copies anew what has another size, as a file that was cut off', async () => {
    put(keyOf('2026/02/03'), 'short');
    await run();
    put(keyOf('2026/02/03'), 'longer');
    await run();
    assert.equal(readFileSync(path.join(folder(), keyOf('2026/02/03')), 'utf8'), 'longer');
  });

  it('leaves no half of a file where the connection breaks off', async () => {
    put(keyOf('2026/02/03'));
    bucket.fault = (asked, response) => {
      if (!asked.startsWith('GET')) return false;
      response.writeHead(200, { 'content-length': 1000 });
      response.write('half', () => response.destroy());
      return true;
    };
    await assert.rejects(run());
    assert.deepEqual(files(), []);
    assert.deepEqual(readdirSync(path.join(folder(), '.incoming')), []);
  });

  it('reports a file that fails, goes on, and tries it again when it is asked to', async () => {
    const [bad, good] = [keyOf('2026/02/03'), keyOf('2026/02/02')];
    put(bad);
    put(good);
    bucket.fault = (asked, response) => asked === `GET ${bad}` && refuse(response, 403, 'AccessDenied');
    await run();
    const failures = await copy().failures();
    assert.deepEqual(failures.map(({ key }) => key), [bad]); // prettier-ignore
    assert.match(failures[0]!.reason, /may not do s3:GetObject on arn:aws:s3:::trail-bucket\/AWSLogs/);
    assert.deepEqual(files(), [path.normalize(good)]);
    bucket.fault = undefined;
    await run(copy(), { asked: true });
    assert.deepEqual(await copy().failures(), []);
    assert.equal(files().length, 2);
  });

  it('says why where no file at all may be read', async () => {
    put(keyOf('2026/02/03'));
    bucket.fault = (asked, response) => asked.startsWith('GET') && refuse(response, 403, 'AccessDenied');
    await assert.rejects(run(), /may not do s3:GetObject/);
  });

  it('stops with a sentence when the credentials expire, and goes on with others', async () => {
    for (let i = 0; i < 40; i++) put(keyOf('2026/02/03', `20260203T1005Z_${String(i).padStart(16, 'A')}`));
    bucket.fault = (asked, response) =>
      asked.startsWith('GET') && gets().length > 20 && refuse(response, 400, 'ExpiredToken');
    await assert.rejects(run(), /credentials have expired: .* Sign in again/);
    assert.ok(files().length > 0 && files().length <= 20);
    assert.ok(gets().length < 40, 'it asked on');
    bucket.fault = undefined;
    await run();
    assert.equal(files().length, 40);
  });

  it('survives a key that is another one’s folder', async () => {
    put(keyOf('2026/02/03'));
    const within = `${keyOf('2026/02/03')}/111122223333_CloudTrail_eu-west-1_20260203T1010Z_AbCdEfGhIjKlMnOp.json.gz`;
    put(within);
    put(keyOf('2026/02/02'));
    await run();
    assert.equal((await copy().failures()).length, 1);
    assert.ok(existsSync(path.join(folder(), keyOf('2026/02/02'))));
  });

  it('writes nothing outside of its folder', async () => {
    const evil = `${PREFIX}../../../../../../evil/111122223333_CloudTrail_eu-west-1_20260203T1010Z_AbCdEfGhIjKlMnOp.json.gz`;
    put(`${PREFIX}2026/02/03/../../../../../../../../../${evil.split('/').at(-1)}`);
    await run(copy({ folder: path.join(folder(), 'a/b') }));
    assert.deepEqual(readdirSync(folder()), ['a']);
    assert.equal(files().length, 1);
  });

  it('is due every five minutes, or when it is asked to', async () => {
    assert.equal(await copy().isDue(false), true);
    await run();
    assert.equal(await copy().isDue(false), false);
    assert.equal(await copy().isDue(true), true);
    now += 299_000;
    assert.equal(await copy().isDue(false), false);
    now += 1_000;
    assert.equal(await copy().isDue(false), true);
  });

  it('looks at the last two days then, and once a day at all', async () => {
    const lists = async () => {
      bucket.requests.splice(0);
      await run();
      return bucket.requests.map((each) => each.slice(-11, -1));
    };
    assert.equal((await lists()).length, 7);
    now += 300_000;
    assert.deepEqual(await lists(), ['2026/02/03', '2026/02/02']);
    now += 86_400_000;
    assert.equal((await lists()).length, 8);
  });

  it('is never due again when its last day is over and complete', async () => {
    const ended = { to: '2026-02-03' };
    await run(copy(ended));
    now += 300_000;
    assert.equal(await copy(ended).isDue(false), true, 'the day is not over');
    now = Date.parse('2026-02-04T01:30:00Z');
    await run(copy(ended));
    now += 30 * 86_400_000;
    assert.equal(await copy(ended).isDue(false), false);
    assert.equal(await copy(ended).isDue(true), false);
    assert.equal(await copy({ to: '2026-02-05' }).isDue(false), true, 'other days were chosen');
  });
});
