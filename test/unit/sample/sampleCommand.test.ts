import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

describe('npm run sample', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'sample-'))));
  after(() => rmSync(folder, { recursive: true }));

  function run(...args: string[]) {
    const script = path.resolve('scripts/sample.ts');
    const env = { ...process.env, INIT_CWD: folder };
    return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env });
  }

  it('writes below a folder relative to where npm was called, through the end of a day', () => {
    const { stdout, stderr, status } = run(
      'class',
      '--users',
      '3',
      '--days',
      '2',
      '--end',
      '2025-02-28',
      '--seed',
      '5',
    );
    assert.deepEqual([stderr, status], ['', 0]);
    assert.match(stdout, /^Wrote \d+ records in \d+ log files/);
    const days = readdirSync(path.join(folder, 'class/AWSLogs/123456789012/CloudTrail/eu-west-1/2025/02'));
    assert.deepEqual(days.sort(), ['27', '28']);
  });

  const mistakes: [args: string[], message: RegExp][] = [
    [[], /^npm run sample -- FOLDER/],
    [['a', 'b'], /^npm run sample -- FOLDER/],
    [['a', '--colour', 'red'], /^Unknown option '--colour'/],
    [['a', '--users', '0'], /^--users 0: not a whole number from 1 to/],
    [['a', '--days', '1.5'], /^--days 1.5: not a whole number/],
    [['a', '--end', '2025-02-30'], /^--end 2025-02-30: not a date/],
    [['a', '--end', 'today'], /^--end today: not a date/],
  ];
  for (const [args, message] of mistakes) {
    it(`refuses ${args.join(' ') || 'no folder'}`, () => {
      const { stderr, status } = run(...args);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /^ +at /m, 'a stack is shown');
      assert.equal(status, 1);
      assert.deepEqual(
        readdirSync(folder).filter((name) => name === 'a'),
        [],
      );
    });
  }
});
