import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { CLASSROOM, iamUser, record } from '../fixtures/classroom.ts';
import { curlLines } from '../fixtures/curlLines.ts';
import { call } from '../fixtures/http.ts';

const execute = promisify(execFile);

describe('npm run serve', () => {
  let folder: string;
  let logs: string;
  let temporary: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-test-'));
    logs = path.join(folder, 'logs');
    temporary = path.join(folder, 'tmp');
    for (const [name, records] of [['a', CLASSROOM.slice(0, 3)], ['b', CLASSROOM.slice(3)]] as const) {
      mkdirSync(path.join(logs, name), { recursive: true });
      writeFileSync(path.join(logs, name, `${name}.json`), JSON.stringify({ Records: records }));
    }
    writeFileSync(path.join(logs, 'a', 'broken.json'), '{"Records":[');
    mkdirSync(temporary);
  }); // prettier-ignore

  // Of a test that failed half-way.
  const children = new Set<ChildProcess>();
  afterEach(() => children.forEach((child) => child.kill('SIGKILL')));
  after(() => rmSync(folder, { recursive: true, force: true }));

  function start(...args: string[]) {
    const child = spawn(process.execPath, ['scripts/serve.ts', ...args], { env: { ...process.env, TMPDIR: temporary, TEMP: temporary, INIT_CWD: folder } });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    children.add(child);
    child.on('close', () => children.delete(child));
    return { child, line: async () => (await lines.next()).value as unknown, ended, errors: () => errors };
  } // prettier-ignore

  it('says where it is ready and what it indexed, answers, and leaves nothing behind', async () => {
    const { child, line, ended, errors } = start('--logs', logs, '--token', 't0ken');
    const ready = String(await line());
    assert.match(ready, /^ready http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(await line(), `indexed 2 files, ${CLASSROOM.length} events (0 skipped, 1 rejected)`);
    const url = ready.slice('ready '.length);
    const headers = { authorization: 'Bearer t0ken' };
    assert.equal(
      (await call(url, '/scan?from=2016-01-01&to=2017-12-31&count=true', { headers })).body,
      String(CLASSROOM.length),
    );
    assert.equal((await call(url, '/users')).status, 401);
    assert.equal(readdirSync(temporary).length, 1);
    // As from a terminal and from npm at once.
    child.kill('SIGINT');
    child.kill('SIGTERM');
    assert.equal(await ended, 0, errors());
    assert.deepEqual(readdirSync(temporary), []);
  });

  it('leaves out what a tracker would not store', async () => {
    const { child, line, ended, errors } = start('--logs', logs, '--drop', '{"prefixes":["run"]}');
    const url = String(await line()).slice('ready '.length);
    // The prefix besides the default, which drops the one read.
    const kept = CLASSROOM.filter(({ eventName }) => !/^(Run|Describe)/.test(eventName as string)).length;
    assert.equal(await line(), `indexed 2 files, ${kept} events (0 skipped, 1 rejected)`);
    const { events, dropped } = JSON.parse((await call(url, '/status')).body) as Record<string, number>;
    assert.deepEqual([events, dropped], [kept, CLASSROOM.length - kept]);
    child.kill('SIGTERM');
    assert.equal(await ended, 0, errors());
  });

  it('takes several folders, relative to where npm was called, and keeps a database', async () => {
    const database = path.join(folder, 'kept', 'index.sqlite');
    const { child, line, ended, errors } = start(
      '--logs',
      'logs/a',
      '--logs',
      'logs/b',
      '--database',
      'kept/index.sqlite',
    );
    await line();
    assert.equal(await line(), `indexed 2 files, ${CLASSROOM.length} events (0 skipped, 1 rejected)`);
    child.kill('SIGTERM');
    assert.equal(await ended, 0, errors());
    assert.ok(existsSync(database));
    assert.deepEqual(readdirSync(temporary), []);
  });

  it("answers README.md's lines", async function () {
    // The lines are a shell's, which Windows does not have.
    if (process.platform === 'win32') this.skip();
    const own = path.join(folder, 'readme');
    mkdirSync(own);
    const [at, userIdentity] = ['2018-02-20T10:00:00Z', iamUser('alucloud99')];
    const requestParameters = { instanceType: 'm1.small' };
    const Records = [
      record('run', at, 'RunInstances', { userIdentity, requestParameters }),
      record('denied', at, 'DeleteBucket', { errorCode: 'AccessDenied' }),
    ];
    writeFileSync(path.join(own, 'a.json'), JSON.stringify({ Records }));
    const { child, line, ended } = start('--logs', own);
    const url = String(await line()).slice('ready '.length);
    await line();
    const lines = curlLines(readFileSync('README.md', 'utf8'), 'U');
    assert.ok(lines.length > 5);
    for (const { line: curl } of lines) {
      const { stdout } = await execute('sh', ['-c', curl], { env: { ...process.env, U: url } });
      const answer = JSON.parse(stdout) as unknown;
      assert.ok(
        typeof answer === 'number' ? answer > 0 : Array.isArray(answer) && answer.length > 0,
        `${curl}: ${stdout}`,
      );
    }
    child.kill('SIGTERM');
    assert.equal(await ended, 0);
  });

  it('ends with the npm that runs it', async function () {
    // Windows has neither that shell nor the signal.
    if (process.platform === 'win32') this.skip();
    // As npm does: a shell between, which gets the signal and does not hand it on.
    const command = `"${process.execPath}" scripts/serve.ts --logs "${logs}" & wait`;
    const env = { ...process.env, TMPDIR: temporary, npm_lifecycle_event: 'serve' };
    const shell = spawn('/bin/sh', ['-c', command], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [ready] = (await once(createInterface({ input: shell.stdout }), 'line')) as [string];
    const { port } = new URL(ready.slice('ready '.length));
    shell.kill('SIGTERM');
    // The pipe closes when the last process that holds it has ended.
    await once(shell, 'close');
    assert.deepEqual(readdirSync(temporary), []);
    await assert.rejects(call(`http://127.0.0.1:${port}`, '/status'), { code: 'ECONNREFUSED' });
  });

  it('says what is wrong with its arguments', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const port = String((taken.address() as AddressInfo).port);
    const table: [args: string[], says: RegExp][] = [
      [[], /--logs is missing/],
      [['--logs', path.join(folder, 'nowhere')], /nowhere is not a folder/],
      [['--logs', path.join(logs, 'a', 'a.json')], /a\.json is not a folder/],
      [['--logs', logs, '--port', 'http'], /http is not a port number/],
      [['--logs', logs, '--port', '65536'], /65536 is not a port number/],
      [['--logs', logs, '--port', port], new RegExp(`Port ${port} is in use`)],
      [['--logs', logs, '--token', ''], /--token/],
      [['--logs', logs, '--token', 'two words'], /--token/],
      [['--logs', logs, '--drop', 'reads'], /drop settings are default, none, predecessor, or JSON/],
      [['--logs', logs, '--drop', '{"keep":1}'], /keep is a list/],
      [['--logs', logs, '--drop', 'default', '--database', 'x'], /--drop cannot be given with --database/],
      [['--log', logs], /--log.*\n.*npm run serve -- --logs FOLDER/],
      [[logs], /Unexpected argument.*\n.*npm run serve -- --logs FOLDER/],
    ];
    try {
      await Promise.all(
        table.map(async ([args, says]) => {
          const { ended, errors } = start(...args);
          assert.equal(await ended, 1, args.join(' '));
          assert.match(errors(), says);
          assert.doesNotMatch(errors(), /\n\s+at /);
        }),
      );
    } finally {
      taken.close();
    }
    assert.deepEqual(readdirSync(temporary), []);
  });
});
