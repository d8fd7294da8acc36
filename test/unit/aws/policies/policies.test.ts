import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import {
  deployerPolicy,
  operatorPolicy,
  readerPolicy,
  removerPolicy,
} from '../../../../backend/aws/policies/policies.ts';
import { PLACEHOLDERS, type Policy, type PolicyPlaces } from '../../../../backend/aws/policies/policy.ts';

/** Of a managed policy, in characters that are no white space (IAM quotas). */
const MOST = 6_144;

/** The longest that there can be. */
const LONG: PolicyPlaces = {
  partition: 'aws-us-gov',
  account: '111122223333',
  region: 'ap-southeast-1',
  stage: 'x'.repeat(30),
  bucket: 'b'.repeat(63),
  kmsKey: 'arn:aws:kms:ap-southeast-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  permissionsBoundary: `arn:aws:iam::111122223333:policy/${'x'.repeat(64)}`,
};

const POLICIES = { reader: readerPolicy, deployer: deployerPolicy, operator: operatorPolicy, remover: removerPolicy };

/** What the commands ask for that none of the policies is for. */
const OTHERS: Record<string, string> = {
  'sts:GetCallerIdentity': 'needs no permission',
  'cloudtrail:LookupEvents': 'Open Event History… needs it and nothing else',
  'organizations:ListAccounts':
    'Load Account Names… needs it and nothing else, and mostly in another account than a tracker is in',
};

/** Sources in which actions stand that others are to be allowed. */
const WRITES_POLICIES = /[/\\](policies[/\\]|statements\.ts|trailBucketPolicy\.ts)/;

/** Actions that take no resource, or only one whose name nobody knows before. */
const EVERYWHERE = [
  'cloudformation:DescribeStacks',
  'cloudtrail:DescribeTrails',
  'cloudtrail:GetEventSelectors',
  'cloudtrail:GetTrailStatus',
  'cloudtrail:ListTrails',
  'lambda:CreateEventSourceMapping',
  'lambda:DeleteEventSourceMapping',
  'lambda:GetEventSourceMapping',
  'lambda:ListTags',
  'lambda:UpdateEventSourceMapping',
  's3:ListAllMyBuckets',
  'tag:GetResources',
];

describe('the policies', () => {
  for (const [name, policyOf] of Object.entries(POLICIES))
    describe(name, () => {
      it('fits into a managed policy', () => {
        const length = JSON.stringify(policyOf(LONG)).length;
        assert.ok(length <= MOST, `${length} characters`);
      });

      it('names each action, and few of them on everything', () => {
        const statements = policyOf(PLACEHOLDERS).Statement;
        assert.deepEqual(statements.flatMap(({ Action }) => Action).filter((action) => !/^[a-z0-9-]+:[A-Z]\w+$/.test(action)), []); // prettier-ignore
        const wide = statements.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action);
        assert.deepEqual(wide.filter((action) => !EVERYWHERE.includes(action)), []); // prettier-ignore
      });

      it('has a name for each statement, once', () => {
        const names = policyOf(PLACEHOLDERS).Statement.map(({ Sid }) => Sid);
        assert.deepEqual([...new Set(names)], names);
      });
    });

  it('let roles be made only with the boundary, where there is one', () => {
    const makesRoles = ({ Statement }: Policy) => Statement.filter(({ Action }) => Action.includes('iam:CreateRole'));
    assert.deepEqual(makesRoles(deployerPolicy(PLACEHOLDERS)).map(({ Condition }) => Condition), [undefined]); // prettier-ignore
    assert.deepEqual(
      makesRoles(deployerPolicy(LONG)).map(({ Condition }) => Condition),
      [{ StringEquals: { 'iam:PermissionsBoundary': LONG.permissionsBoundary } }],
    );
  });

  it('never let the table with the events be deleted', () => {
    for (const policyOf of Object.values(POLICIES))
      assert.ok(!policyOf(LONG).Statement.some(({ Action }) => Action.includes('dynamodb:DeleteTable')));
  });

  it('allow together all that the commands ask for', () => {
    const asked = askedActions();
    assert.ok(asked.size > 30, `only ${asked.size} actions were found in the sources`);
    const allowed = Object.values(POLICIES).flatMap((policyOf) =>
      policyOf(LONG).Statement.flatMap(({ Action }) => Action),
    );
    const missing = [...asked].filter(([action]) => !allowed.includes(action) && !(action in OTHERS));
    assert.deepEqual(missing.map(([action, file]) => `${action} in ${file}`), []); // prettier-ignore
  });
});

/** The actions that the sources name where they ask AWS, and a file for each. */
function askedActions(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of globSync('{backend,extension}/aws/**/*.ts')) {
    if (WRITES_POLICIES.test(file)) continue;
    const text = readFileSync(file, 'utf8');
    for (const [, action = ''] of text.matchAll(
      /'((?:cloudformation|cloudtrail|dynamodb|kms|organizations|s3|sqs|sts|tag):[A-Z]\w+)'/g,
    ))
      found.set(action, file);
    // A function of a file that puts the service before the name: `const onBucket = (action: string) => …`s3:${action}`…`.
    const helpers = text.matchAll(
      /(\w+) = (?:async )?(?:<\w+>)?\(action: string[\s\S]{0,200}?`([a-z0-9]+):\$\{action\}`/g,
    );
    for (const [, name = '', service = ''] of helpers)
      for (const [, action = ''] of text.matchAll(new RegExp(`\\b${name}\\(\\s*'([A-Z]\\w+)'`, 'g')))
        found.set(`${service}:${action}`, file);
  }
  return found;
}

describe("README.md's policies", () => {
  it('are these', () => {
    const [, marked = ''] = /<!-- policies -->(.*?)<!-- \/policies -->/s.exec(readFileSync('README.md', 'utf8')) ?? [];
    const written = [...marked.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => JSON.parse(json) as Policy);
    assert.deepEqual(written, Object.values(POLICIES).map((policyOf) => policyOf(PLACEHOLDERS))); // prettier-ignore
  });
});
