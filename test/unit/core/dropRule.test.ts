import assert from 'node:assert/strict';
import {
  DEFAULT_DROP,
  dropRule,
  dropSettingsText,
  KEEP_ALL,
  parseDropSettings,
  PREDECESSOR_PREFIXES,
  readDropSettings,
} from '../../../backend/core/dropRule.ts';
import { eventOf } from '../../../backend/core/eventOf.ts';
import { objectAt, stringAt, type JsonObject } from '../../../backend/core/json.ts';
import { UserError } from '../../../backend/core/userError.ts';
import { record } from '../../fixtures/classroom.ts';
import { describeRealLogs, rawRecords } from '../../fixtures/realLogs.ts';

const TIME = '2017-11-20T10:00:00Z';
const ok = (eventName: string, more: JsonObject = {}) => record('e', TIME, eventName, more);
const denied = (eventName: string) => ok(eventName, { readOnly: true, errorCode: 'AccessDenied' });
const byService = (invokedBy: string, eventName: string, more: JsonObject = {}) =>
  ok(eventName, { eventSource: 's3.amazonaws.com', userIdentity: { type: 'AWSService', invokedBy }, ...more });

describe('dropRule', () => {
  const table: [what: string, record: JsonObject, byDefault: string | undefined, predecessor: string | undefined][] = [
    ['a write', ok('RunInstances'), undefined, undefined],
    ['a read, by its flag', ok('LookupEvents', { readOnly: true }), 'readOnly', undefined],
    ['a read, by its name alone', ok('DescribeInstances'), 'readOnly', 'prefix'],
    ['a write that is named like a read', ok('GetFederationTokens', { readOnly: false }), undefined, 'prefix'],
    ['a read that was denied', denied('DescribeInstances'), undefined, 'prefix'],
    ['a read that failed', ok('GetObject', { readOnly: true, errorCode: 'NoSuchKey' }), undefined, 'prefix'],
    ['a failed sign-in', ok('ConsoleLogin', { eventSource: 'signin.amazonaws.com', readOnly: true, responseElements: { ConsoleLogin: 'Failure' } }), undefined, undefined],
    ['AssumeRole', ok('AssumeRole', { readOnly: true }), undefined, undefined],
    ['AssumeRoleWithSAML', ok('AssumeRoleWithSAML', { readOnly: true }), undefined, undefined],
    ['assumerole is another name', ok('assumerole', { readOnly: true }), 'readOnly', undefined],
    ['GetSessionToken', ok('GetSessionToken', { readOnly: true }), undefined, 'prefix'],
    ['GetSessionTokens is another name', ok('GetSessionTokens', { readOnly: true }), 'readOnly', 'prefix'],
    ['GetSecretValue', ok('GetSecretValue', { readOnly: true }), undefined, 'prefix'],
    ['GetParametersByPath', ok('GetParametersByPath', { readOnly: true }), undefined, 'prefix'],
    ['GetPasswordData', ok('GetPasswordData', { readOnly: true }), undefined, 'prefix'],
    ['a delivery of a trail', byService('cloudtrail.amazonaws.com', 'PutObject'), 'logDelivery', undefined],
    ['a delivery of flow logs', byService('delivery.logs.amazonaws.com', 'PutObject'), 'logDelivery', undefined],
    ['a delivery that failed', byService('cloudtrail.amazonaws.com', 'PutObject', { errorCode: 'NoSuchBucket' }), undefined, undefined],
    ['a put of another service', byService('config.amazonaws.com', 'PutObject'), undefined, undefined],
    ['a read of a trail', byService('cloudtrail.amazonaws.com', 'GetBucketAcl', { readOnly: true }), 'readOnly', 'prefix'],
    ['a put of a user with the name of a service', ok('PutObject', { userIdentity: { type: 'IAMUser', userName: 'cloudtrail.amazonaws.com', accountId: '1' } }), undefined, undefined],
    ['a put through a service', ok('PutObject', { userIdentity: { type: 'IAMUser', userName: 'ana', accountId: '1', invokedBy: 'cloudtrail.amazonaws.com' } }), undefined, undefined],
    ['capitals do not hide a prefix', ok('HEADObject', { readOnly: false }), undefined, 'prefix'],
    ['a prefix is no part', ok('BatchGetItem', { readOnly: false }), undefined, undefined],
  ]; // prettier-ignore
  for (const [what, raw, byDefault, predecessor] of table) {
    it(what, () => {
      const event = eventOf(raw, 'log.json', 0);
      assert.equal(dropRule(DEFAULT_DROP)(event), byDefault, 'by default');
      assert.equal(dropRule(parseDropSettings('predecessor'))(event), predecessor, "by the predecessor's list");
      assert.equal(dropRule(KEEP_ALL)(event), undefined, 'where all is kept');
    });
  }

  it('takes each part by itself', () => {
    const ruleOf = (settings: object, raw: JsonObject) =>
      dropRule({ ...KEEP_ALL, ...settings })(eventOf(raw, 'log.json', 0));
    const delivery = byService('cloudtrail.amazonaws.com', 'PutObject');
    assert.equal(ruleOf({ readOnly: true }, delivery), undefined);
    assert.equal(ruleOf({ logDeliveries: true }, delivery), 'logDelivery');
    assert.equal(ruleOf({ logDeliveries: true }, ok('DescribeInstances')), undefined);
    assert.equal(ruleOf({ readOnly: true, keep: [] }, ok('AssumeRole', { readOnly: true })), 'readOnly');
    assert.equal(ruleOf({ keep: ['Describe*'], prefixes: ['desc'] }, ok('DescribeInstances')), undefined);
    assert.equal(ruleOf({ keep: ['Describe'], prefixes: ['desc'] }, ok('DescribeInstances')), 'prefix');
  });
});

describe('the drop settings', () => {
  it('have names', () => {
    assert.deepEqual(parseDropSettings('default'), DEFAULT_DROP);
    assert.deepEqual(parseDropSettings('none'), KEEP_ALL);
    assert.deepEqual(parseDropSettings('predecessor'), { ...KEEP_ALL, prefixes: [...PREDECESSOR_PREFIXES] });
  });

  it('are read from JSON, in which anything may be left out', () => {
    assert.deepEqual(parseDropSettings('{}'), DEFAULT_DROP);
    assert.deepEqual(parseDropSettings('{"keep":[],"prefixes":["get"]}'), {
      ...DEFAULT_DROP,
      keep: [],
      prefixes: ['get'],
    });
    assert.deepEqual(readDropSettings(JSON.parse(dropSettingsText(DEFAULT_DROP))), {
      ...DEFAULT_DROP,
      keep: DEFAULT_DROP.keep.toSorted(),
    });
  });

  const wrong: [text: string, says: RegExp][] = [
    ['', /default, none, predecessor, or JSON/],
    ['everything', /default, none, predecessor, or JSON/],
    ['toString', /default, none, predecessor, or JSON/],
    ['{', /default, none, predecessor, or JSON/],
    ['null', /no JSON object/],
    ['[]', /no JSON object/],
    ['"none"', /no JSON object/],
    ['{"readonly":true}', /no "readonly"\. Known are: readOnly, keep, logDeliveries, prefixes/],
    ['{"__proto__":[]}', /no "__proto__"/],
    ['{"readOnly":"true"}', /readOnly is true or false/],
    ['{"logDeliveries":null}', /logDeliveries is true or false/],
    ['{"keep":"AssumeRole*"}', /keep is a list of event names/],
    ['{"keep":[1]}', /keep is a list of event names/],
    ['{"keep":["*Role"]}', /keep is a list of event names/],
    ['{"keep":[""]}', /keep is a list of event names/],
    ['{"prefixes":[""]}', /prefixes is a list of beginnings/],
    ['{"prefixes":["Get"]}', /prefixes is a list of beginnings/],
    ['{"prefixes":["get*"]}', /prefixes is a list of beginnings/],
  ];
  for (const [text, says] of wrong) {
    it(`cannot be ${JSON.stringify(text)}`, () => {
      assert.throws(() => parseDropSettings(text), (error) => error instanceof UserError && says.test(error.message)); // prettier-ignore
    });
  }

  it('have one text, however they are written', () => {
    const text = dropSettingsText({ ...DEFAULT_DROP, keep: ['b', 'a', 'b'], prefixes: ['y', 'x'] });
    assert.equal(text, '{"readOnly":true,"keep":["a","b"],"logDeliveries":true,"prefixes":["x","y"]}');
    assert.equal(
      dropSettingsText({ prefixes: ['x', 'y'], logDeliveries: true, keep: ['a', 'b'], readOnly: true }),
      text,
    );
    assert.notEqual(dropSettingsText(DEFAULT_DROP), dropSettingsText({ ...DEFAULT_DROP, readOnly: false }));
  });
});

describeRealLogs('the drop rule on real log files', (folder) => {
  it('drops reads, and no call that failed and no change of role', () => {
    const ruleOf = dropRule(DEFAULT_DROP);
    const counts = { dropped: 0, kept: 0, failed: 0, roles: 0 };
    for (const raw of rawRecords(folder)) {
      const rule = ruleOf(eventOf(raw, 'log.json', 0));
      const failed = raw['errorCode'] !== undefined || objectAt(raw, 'responseElements')['ConsoleLogin'] === 'Failure';
      const isRole = stringAt(raw, 'eventName')!.startsWith('AssumeRole');
      counts[rule === undefined ? 'kept' : 'dropped']++;
      if (failed) counts.failed++;
      if (isRole) counts.roles++;
      if (failed || isRole) assert.equal(rule, undefined, stringAt(raw, 'eventID'));
      if (rule === 'readOnly') assert.ok([undefined, true, 'true'].includes(raw['readOnly'] as string | undefined));
    }
    for (const [name, count] of Object.entries(counts)) assert.ok(count > 0, `no record was ${name}`);
  });
});
