import assert from 'node:assert/strict';
import { distinct, readPath, readSample, share } from './readSample.ts';

const END = new Date('2026-03-13T15:20:00Z');

describe('generateSample of an organization', () => {
  const files = readSample({ end: END, organization: true });
  const records = distinct(files);
  const sessions = records.flatMap(({ userIdentity, recipientAccountId, errorCode }) => {
    const issuer = userIdentity.sessionContext?.sessionIssuer;
    if (userIdentity.type !== 'AssumedRole' || !issuer) return [];
    const name = userIdentity.arn!.split('/').at(-1)!;
    const isPerson = issuer.arn.includes(':role/aws-reserved/sso.amazonaws.com/');
    return [{ account: recipientAccountId, role: issuer.userName, home: issuer.accountId, name, isPerson, errorCode }];
  });

  it('has 40 accounts, each with its own folder of the organization', () => {
    const accounts = new Set(records.map(({ recipientAccountId }) => recipientAccountId));
    assert.equal(accounts.size, 40);
    for (const account of accounts) assert.match(account, /^\d{12}$/);
    for (const { path, records: inFile } of files) {
      assert.match(path, /^AWSLogs\/o-exampleorg\/\d{12}\//);
      assert.ok(readPath(path) ?? inFile === undefined, path);
    }
    assert.equal(new Set(files.map(({ path }) => path.split('/')[2])).size, 40);
  });

  it('has 2,000 roles, some of one name in all accounts', () => {
    const roles = sessions.filter(({ isPerson }) => !isPerson);
    assert.equal(new Set(roles.map(({ home, role }) => `${home}/${role}`)).size, 2000);
    const homes = (name: string) => new Set(roles.filter(({ role }) => role === name).map(({ home }) => home)).size;
    assert.equal(homes('OrganizationAccountAccessRole'), 40);
    assert.equal(homes('orders-api-task'), 3);
  });

  it('has 150 people of Identity Center, most in several accounts', () => {
    const people = Map.groupBy(
      sessions.filter(({ isPerson }) => isPerson),
      ({ name }) => name,
    );
    assert.equal(people.size, 150);
    for (const name of people.keys()) assert.match(name, /^[a-z]+\.[a-z]+@example\.com$/);
    const accounts = [...people.values()].map((each) => new Set(each.map(({ account }) => account)).size);
    assert.ok(share(accounts, (count) => count > 1) > 0.4);
    assert.ok(Math.max(...accounts) >= 4);
  });

  it('has somebody’s name claimed by a session of an ordinary role', () => {
    const claimed = sessions.filter(({ name, isPerson }) => name.endsWith('@example.com') && !isPerson);
    assert.ok(claimed.length > 0);
    assert.ok(sessions.some(({ name, isPerson }) => isPerson && name === claimed[0]!.name));
  });

  it('has all kinds of identities', () => {
    const types = new Set(records.map(({ userIdentity }) => userIdentity.type ?? 'none'));
    for (const type of [
      'Root',
      'AWSService',
      'AWSAccount',
      'IdentityCenterUser',
      'SAMLUser',
      'WebIdentityUser',
      'IAMUser',
      'none',
    ]) {
      assert.ok(types.has(type), type);
    }
  });

  it('shows calls between accounts in both, under one sharedEventID', () => {
    const shared = Map.groupBy(
      records.filter(({ sharedEventID }) => sharedEventID !== undefined),
      ({ sharedEventID }) => sharedEventID!,
    );
    const pairs = [...shared.values()].filter((each) => each.length === 2);
    assert.ok(pairs.length > 100);
    for (const [one, other] of pairs) {
      assert.notEqual(one!.eventID, other!.eventID);
      assert.notEqual(one!.recipientAccountId, other!.recipientAccountId);
    }
  });

  it('has realistic shares, in several regions', () => {
    const reads = share(records, ({ readOnly }) => readOnly);
    assert.ok(reads > 0.75 && reads < 0.95, String(reads));
    assert.ok(records.some(({ errorCode = '' }) => errorCode.includes('AccessDenied')));
    assert.deepEqual([...new Set(records.map(({ awsRegion }) => awsRegion))].sort(), [
      'eu-central-1',
      'eu-west-1',
      'us-east-1',
    ]);
  });
});
