import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readOptions } from '../../../scripts/deployment/readOptions.ts';
import { checkUpdatable } from '../../../backend/aws/stack.ts';

describe('npm run deploy and npm run remove', () => {
  it('read a stage, a region and parameters', () => {
    assert.deepEqual(readOptions([]), { stage: 'dev', region: undefined, parameters: {} });
    const args = ['--stage', 'class-1', '--region', 'eu-west-1', '--param', 'bucket=b', '--param', 'kmsKey='];
    const parameters = { bucket: 'b', kmsKey: '' };
    assert.deepEqual(readOptions(args), { stage: 'class-1', region: 'eu-west-1', parameters });
    assert.equal(readOptions(['--help']), undefined);
  });

  const mistakes: [args: string[], message: RegExp][] = [
    [['--stage', 'a b'], /^--stage a b: not 1 to 30 letters, digits and hyphens/],
    [['--stage', 'x'.repeat(31)], /not 1 to 30/],
    [['--param', 'bucket'], /^--param bucket: it is written/],
    [['--params', 'bucket=b'], /^Unknown option '--params'/],
    [['bucket=b'], /^Unexpected argument 'bucket=b'/],
  ];
  for (const [args, message] of mistakes)
    it(`refuse ${args.join(' ')}`, () => assert.throws(() => readOptions(args), { name: 'UserError', message }));

  const states: [status: string, message: RegExp | undefined][] = [
    ['CREATE_COMPLETE', undefined],
    ['UPDATE_COMPLETE', undefined],
    ['UPDATE_ROLLBACK_COMPLETE', undefined],
    ['ROLLBACK_COMPLETE', /remove it first: npm run remove -- --stage dev$/],
    ['REVIEW_IN_PROGRESS', /remove it first/],
    ['UPDATE_ROLLBACK_FAILED', /continue-update-rollback --stack-name cloudtrail-tracker-dev$/],
    ['UPDATE_IN_PROGRESS', /cloudtrail-tracker-dev is in the state UPDATE_IN_PROGRESS\. Wait/],
  ];
  for (const [status, message] of states)
    it(`${message ? 'do not update' : 'update'} a stack in the state ${status}`, () => {
      const check = () => checkUpdatable({ status }, 'dev');
      if (message) assert.throws(check, { name: 'UserError', message });
      else check();
    });

  /** No credentials, and no place that could give some. */
  const run = (script: string, ...args: string[]) => {
    const env = { HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env });
    return { status, stdout, stderr };
  };

  for (const script of ['scripts/deploy.ts', 'scripts/remove.ts'])
    it(`${script} says in a sentence that there are no credentials, or no region`, () => {
      const noCredentials = run(script, '--region', 'eu-west-1');
      assert.deepEqual([noCredentials.status, noCredentials.stdout], [1, '']);
      assert.match(noCredentials.stderr, /^There are no AWS credentials: .*\nSet AWS_PROFILE, sign in with .*\n$/);
      assert.match(run(script).stderr, /^No region is set\. .*\n$/);
    });
});
