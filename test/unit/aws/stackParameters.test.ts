import assert from 'node:assert/strict';
import {
  checkComplete,
  stackParameters,
  type DeclaredParameter,
  type StackParameter,
} from '../../../backend/aws/deployment/stackParameters.ts';
import StackParametersPlugin from '../../../scripts/deployment/stackParametersPlugin.ts';

const declared: Record<string, DeclaredParameter> = {
  Bucket: {
    Type: 'String',
    Description: 'The bucket',
    AllowedPattern: '^[a-z-]+$',
    ConstraintDescription: 'the name of a bucket, such as my-bucket',
  },
  KmsKey: { Type: 'String', Default: '', Description: 'The key' },
  Retention: { Type: 'Number', Default: 0, MinValue: 0, MaxValue: 3650, Description: 'The days' },
  DropReadOnly: { Type: 'String', Default: 'true', AllowedValues: ['true', 'false'], Description: 'Whether' },
};

const valuesOf = (parameters: StackParameter[] | undefined) =>
  Object.fromEntries((parameters ?? []).map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]));

describe('stackParameters', () => {
  const defaults = { KmsKey: '', Retention: '0', DropReadOnly: 'true' };
  const good: [what: string, given: string[], values: Record<string, string>][] = [
    ['takes defaults', [], defaults],
    ['takes values', ['bucket=b', 'retention=30'], { ...defaults, Bucket: 'b', Retention: '30' }],
    ['takes an empty value', ['kmsKey='], defaults],
    ['takes a value with an equals sign', ['kmsKey=a=b'], { ...defaults, KmsKey: 'a=b' }],
    ['takes the last of two values', ['bucket=a', 'bucket=b'], { ...defaults, Bucket: 'b' }],
  ];
  for (const [what, given, values] of good)
    it(what, () => assert.deepEqual(valuesOf(stackParameters(declared, given)), values));

  const bad: [given: string, message: RegExp][] = [
    ['bucket', /--param bucket: it is written --param name=value/],
    ['buckets=a', /There is no parameter buckets. There are: bucket, kmsKey, retention, dropReadOnly/],
    ['Bucket=a', /There is no parameter Bucket/],
    ['bucket=A', /--param bucket=A: not the name of a bucket, such as my-bucket/],
    ['retention=-1', /--param retention=-1: not a whole number from 0 to 3650/],
    ['retention=3651', /not a whole number/],
    ['retention=1.5', /not a whole number/],
    ['retention=', /not a whole number/],
    ['dropReadOnly=yes', /not one of true, false/],
  ];
  for (const [given, message] of bad)
    it(`refuses ${given}`, () =>
      assert.throws(() => stackParameters(declared, [given]), { name: 'UserError', message }));

  it('says which value is missing, and how it is given', () => {
    const missing = {
      name: 'UserError',
      message: /^--param bucket=… is missing. The bucket: the name of a bucket, such as/,
    };
    assert.throws(() => checkComplete(declared, stackParameters(declared, [])), missing);
    checkComplete(declared, stackParameters(declared, ['bucket=b']));
  });
});

describe('StackParametersPlugin', () => {
  class ServerlessError extends Error {}

  function plugin(command: string, param: string[]) {
    const provider: { stackParameters?: StackParameter[] } = {};
    const { hooks } = new StackParametersPlugin(
      {
        processedInput: { commands: [command] },
        service: { provider, resources: { Parameters: declared } },
        classes: { Error: ServerlessError },
      },
      { param },
    );
    return { provider, run: (hook: string) => hooks[hook]!() };
  }

  it('gives the template’s parameters their values, but not while the stack is created with its bucket alone', () => {
    const { provider, run } = plugin('deploy', ['bucket=b']);
    run('initialize');
    assert.equal(valuesOf(provider.stackParameters)['Bucket'], 'b');
    run('before:aws:deploy:deploy:createStack');
    assert.equal('stackParameters' in provider, false);
    run('after:aws:deploy:deploy:createStack');
    assert.equal(valuesOf(provider.stackParameters)['Bucket'], 'b');
  });

  it('packages without a bucket, and does not deploy without one', () => {
    const packaging = plugin('package', []);
    packaging.run('initialize');
    assert.equal('Bucket' in valuesOf(packaging.provider.stackParameters), false);
    assert.throws(() => plugin('deploy', []).run('initialize'), ServerlessError);
  });

  it('says what is wrong as an error of Serverless, which is shown without a stack', () => {
    assert.throws(() => plugin('package', ['retention=x']).run('initialize'), ServerlessError);
  });

  it('leaves other commands alone', () => {
    const { provider, run } = plugin('remove', ['retention=x']);
    run('initialize');
    assert.deepEqual(provider, {});
  });
});
