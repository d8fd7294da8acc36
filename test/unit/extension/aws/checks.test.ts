import assert from 'node:assert/strict';
import type { Aws } from '../../../../backend/aws/openAws.ts';
import type { Tracker } from '../../../../backend/aws/trackers.ts';
import type { Trail } from '../../../../backend/aws/trails.ts';
import { parametersOf } from '../../../../extension/aws/deployment/answers.ts';
import {
  accountProblem,
  bucketOf,
  bucketProblem,
  retentionProblem,
  stageProblem,
} from '../../../../extension/aws/deployment/checks.ts';
import { retentionText } from '../../../../extension/aws/deployment/retention.ts';
import { english } from '../texts.ts';

const TRACKER: Tracker = {
  stage: 'dev',
  stackName: 'cloudtrail-tracker-dev',
  stackId: 'arn',
  status: 'ROLLBACK_COMPLETE',
  account: '111122223333',
  region: 'eu-west-1',
  parameters: { Bucket: 'its-bucket' },
  outputs: {},
};

describe('the name of a tracker', () => {
  for (const name of ['dev', 'a', 'class-2026', 'a'.repeat(30)])
    it(`may be ${name}`, () => assert.equal(stageProblem(english, name, []), undefined));
  for (const name of ['', 'Dev', '2026', '-a', 'a_b', 'a b', 'a'.repeat(31)])
    it(`may not be "${name}"`, () => assert.match(stageProblem(english, name, []) ?? '', /small letters/));

  it('may not be one that is there, and says of which bucket', () => {
    assert.match(stageProblem(english, 'dev', [TRACKER]) ?? '', /tracker dev already, of the bucket its-bucket/);
    assert.equal(stageProblem(english, 'test', [TRACKER]), undefined);
  });

  it('may be that of one that failed before it had a bucket', () => {
    assert.equal(stageProblem(english, 'dev', [{ ...TRACKER, parameters: {} }]), undefined);
  });
});

it('a tracker without outputs has its bucket in its parameters', () => assert.equal(bucketOf(TRACKER), 'its-bucket'));

describe('typed answers', () => {
  const cases: [check: typeof bucketProblem, right: string[], wrong: string[]][] = [
    [bucketProblem, ['my-bucket', 'a.b.c'], ['', 'ab', 'My-Bucket', 'b/c', 's3://bucket', '-bucket']],
    [accountProblem, ['111122223333'], ['', '1', '1111-2222-3333', '1111222233334']],
    [retentionProblem, ['1', '3650'], ['', '0', '3651', '1.5', '-1', '1e3', 'ever']],
  ];
  for (const [check, right, wrong] of cases) {
    it(`${check.name} lets pass what is right`, () => {
      for (const text of right) assert.equal(check(english, text), undefined, text);
    });
    it(`${check.name} says what is wrong`, () => {
      for (const text of wrong) assert.notEqual(check(english, text), undefined, text);
    });
  }
});

it('retentionText has names for what is usual', () => {
  assert.deepEqual(
    [0, 90, 365, 1095, 17].map((days) => retentionText(english, days)),
    ['For ever', '90 days', '1 year', '3 years', '17 days'],
  );
});

describe('parametersOf', () => {
  const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const placed = (bucketOwner: string, trail: Partial<Trail> | undefined) => ({
    retention: 90,
    place: { aws: {} as Aws, bucket: 'b', bucketOwner, trail: trail as Trail | undefined },
  });
  const cases: [what: string, ReturnType<typeof placed>, Record<string, string>][] = [
    ['a plain trail', placed('', { kmsKey: undefined }), { bucketOwner: '', kmsKey: '' }],
    ['a key, another owner', placed('999988887777', { kmsKey: KEY }), { bucketOwner: '999988887777', kmsKey: KEY }],
    ['a bucket without a known trail: the key stays as it is', placed('', undefined), { bucketOwner: '' }],
    ['an alias, which the template takes not', placed('', { kmsKey: 'alias/trail' }), { bucketOwner: '' }],
  ];
  for (const [what, answers, expected] of cases)
    it(`of ${what}`, () => assert.deepEqual(parametersOf(answers), { bucket: 'b', retention: '90', ...expected }));

  it('has the key of the newest log file where the trail does not tell it', () => {
    for (const trail of [undefined, { kmsKey: undefined }, { kmsKey: 'alias/trail' }])
      assert.equal(parametersOf(placed('', trail), KEY)['kmsKey'], KEY);
    const changed = placed('', { kmsKey: KEY.replace('1234abcd', '5678abcd') });
    assert.equal(parametersOf(changed, KEY)['kmsKey'], changed.place.trail?.kmsKey);
  });
});
