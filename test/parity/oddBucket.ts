import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../backend/core/json.ts';
import { ACCOUNT, CLASSROOM, iamUser, record } from '../fixtures/classroom.ts';

/** A period that holds nearly all of the odd bucket's events. */
export const ODD = 'from=2016-01-01&to=2017-12-31';

const OTHER = '444455556666';
const TOKEN = 'IQoJb3JpZ2luMadeUpTokenMadeUpTokenMadeUpTokenMadeUpTokenMadeUp';

/** Names that paths, queries, keys and orders may stumble over. */
export const ODD_NAMES = [
  '.', '..', '%', '%41', '100%', 'a+b', 'a b', ' a', 'a ', 'a/b', 'a#b', 'a#', 'a~~b', 'a&b=c?d#e', 'a,b', "['a']", `"it's" (me)!*`, 'a\\b',
  '{user}', '$&', '__proto__', 'constructor', 'toString', 'null', '0', '1', '10', '2', 'Zoë', 'zoë', 'ünïcode 漢', '\u{1f600}', '\uffee', 'a\nb', '\u0000', 'half \ud83d of a pair', `a${'\u{1f600}'.repeat(200)}`,
  'long '.repeat(60), `${'long '.repeat(40)}one`, `${'long '.repeat(40)}two`, '漢'.repeat(100),
]; // prettier-ignore

/** EventIDs of one second, to be ordered by their bytes. */
const ODD_IDS = ['#', '~', 'a#b', 'a', 'A', 'é', '\u{1f600}', '\uffee', '%', 'x'.repeat(300)];

const sso = (session: string): JsonObject => ({
  type: 'AssumedRole',
  principalId: `AROASSO:${session}`,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_Students_0123456789abcdef/${session}`,
  accountId: ACCOUNT,
  sessionContext: { sessionIssuer: { type: 'Role', accountId: ACCOUNT, userName: 'AWSReservedSSO_Students_0123456789abcdef', arn: `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Students_0123456789abcdef` } },
}); // prettier-ignore

const role = (userName: string, session: string, account = ACCOUNT): JsonObject => ({
  type: 'AssumedRole',
  principalId: `AROA${userName}:${session}`,
  arn: `arn:aws:sts::${account}:assumed-role/${userName}/${session}`,
  accountId: account,
  accessKeyId: 'ASIAEXAMPLE',
  sessionContext: {
    sourceIdentity: 'ann',
    sessionIssuer: { type: 'Role', accountId: account, userName, arn: `arn:aws:iam::${account}:role/${userName}` },
  },
});

/** Everybody who may be called `ann`, and some who have no name. */
const IDENTITIES: JsonObject[] = [
  iamUser('ann'),
  iamUser('ann', OTHER),
  sso('ann'),
  role('ann', 'ann'),
  role('ann', 'i-0123456789', OTHER),
  { type: 'Root', accountId: ACCOUNT, principalId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` },
  { type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' },
  { type: 'AWSAccount', accountId: OTHER, principalId: 'AIDAELSEWHERE' },
  { type: 'SAMLUser', userName: 'ann', identityProvider: 'idp.example.com' },
  { type: 'WebIdentityUser', principalId: 'accounts.google.com:app:42', identityProvider: 'accounts.google.com' },
  { type: 'FederatedUser', principalId: `${ACCOUNT}:guest`, accountId: ACCOUNT, sessionContext: { sessionIssuer: { type: 'IAMUser', userName: 'ann', accountId: ACCOUNT } } },
  { type: 'IdentityCenterUser', accountId: ACCOUNT, onBehalfOf: { userId: '94f8c4d8-0001' } },
  { type: 'SomethingNew', userName: 'ann', accountId: ACCOUNT },
  { type: 'IAMUser', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS', accountId: ACCOUNT },
  {},
]; // prettier-ignore

function oddRecords(): JsonObject[] {
  const identities = IDENTITIES.map((userIdentity, at) =>
    record(`identity-${at}`, '2017-11-01T12:00:00Z', 'StartInstances', {
      userIdentity,
      requestParameters: { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: `i-${at}` }] } },
    }),
  );
  const names = ODD_NAMES.flatMap((name, at) => [
    record(`name-${at}`, `2017-11-02T12:${String(at).padStart(2, '0')}:00Z`, 'CreateTags', { userIdentity: iamUser(name) }),
    record(`session-${at}`, '2017-11-02T13:00:00Z', 'DeleteTags', { userIdentity: role('Lab', name), requestParameters: { name } }),
  ]);
  const ids = ODD_IDS.map((id) => record(id, '2017-11-03T12:00:00Z', 'RebootInstances', { userIdentity: iamUser('Zoë') }));
  // On the edges of quarters, of days, and of days elsewhere; between the last St John's clocks went
  // back to the day before.
  const edges = [...['00:00:00', '03:29:59', '03:30:00', '04:14:59', '04:15:00', '18:14:59', '18:15:00', '22:59:59', '23:00:00', '23:59:59'].map((time) => `2017-11-05T${time}Z`), '2010-11-07T02:30:30Z', '2010-11-07T02:31:30Z', '2010-11-07T02:31:40Z'].map((time, at) =>
    record(`edge-${at}`, time, 'StopInstances', { userIdentity: iamUser('ann'), sourceIPAddress: `192.0.2.${at}` }));
  const odd: [name: string, more: JsonObject][] = [
    ['Huge'.repeat(100), { errorCode: 'E'.repeat(300), errorMessage: `why ${'漢'.repeat(300)}`, userAgent: '"\\\n'.repeat(200) }],
    ['Many', { resources: Array.from({ length: 40 }, (_, at) => ({ ARN: `arn:aws:s3:::bucket-${at}` })) }],
    ['Read', { readOnly: 'true', errorCode: 'AccessDenied' }],
    ['GetObject', { readOnly: false, requestParameters: { bucketName: 'lab,1', key: "it's", durationSeconds: 900, multiAZ: true } }],
    ['ConsoleLogin', { eventSource: 'signin.amazonaws.com', responseElements: { ConsoleLogin: 'Failure' } }],
    ['CreateBucket', { eventSource: 's3.amazonaws.com.cn', awsRegion: 'cn-north-1', recipientAccountId: null, userIdentity: { type: 'IAMUser', userName: 'cn' } }],
    ['Nowhere', { eventSource: 'odd', awsRegion: '', recipientAccountId: '' }],
    ['GetSecretValue', { eventSource: 'secretsmanager.amazonaws.com', readOnly: true, requestParameters: { secretId: 'db' } }],
    ['PutObject', { eventSource: 's3.amazonaws.com', userIdentity: { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' } }],
    ['AssumeRole', { eventSource: 'sts.amazonaws.com', responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE', sessionToken: TOKEN } } }],
  ];
  const others = odd.map(([name, more], at) => record(`odd-${at}`, `2017-11-06T0${at}:07:11Z`, name, more));
  const times = ['1970-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2017-11-07T10:00:00.9Z', '2017-11-07T12:00:00+02:00', '2017-02-30T10:00:00Z', 'soon']
    .map((time, at) => record(`time-${at}`, time, 'CreateVolume', { userIdentity: iamUser('alucloud2') }));
  const twice = [record('twice', '2017-11-08T10:00:00Z', 'First'), record('twice', '2017-11-08T10:00:00Z', 'Second')];
  const nameless = [1, 1, 2].map((size) => ({ ...record('', '2017-11-08T11:00:00Z', 'CreateVolume'), requestParameters: { size } }));
  return [...identities, ...names, ...ids, ...edges, ...others, ...times, ...twice, ...nameless];
} // prettier-ignore

const HOUR = 3_600_000;

/** Around the bounds of a period that nobody names, the last seven days until now (milliseconds since 1970). */
function recentRecords(now: number): JsonObject[] {
  return [-1, -25, -6.9 * 24, -7.1 * 24, -30 * 24, 1].map((hours, at) =>
    record(`recent-${at}`, `${new Date(now + hours * HOUR).toISOString().slice(0, 19)}Z`, 'RunInstances', {
      requestParameters: { instanceType: 'm1.small' },
    }),
  );
}

const FOLDER = `AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/2017/11/20`;
const logName = (minute: number, unique: string, sibling = '') =>
  `AWSLogs/${ACCOUNT}/CloudTrail${sibling}/us-east-1/2017/11/20/${ACCOUNT}_CloudTrail${sibling}_us-east-1_20171120T15${minute}Z_${unique}.json.gz`;

/** What else is found in a bucket: names, identities and times of all kinds, files that are broken or none of ours. */
export function writeOddBucket(folder: string, now: number): void {
  const put = (key: string, content: string | Uint8Array) => {
    const file = path.join(folder, key);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  const zipped = (content: unknown) => gzipSync(typeof content === 'string' ? content : JSON.stringify(content));
  const log = (...Records: unknown[]) => zipped({ Records });

  put(logName(10, 'classroom'), log(...CLASSROOM.slice(0, 9)));
  put(logName(15, 'classroomAgain'), log(...CLASSROOM.slice(7), { eventVersion: '1.05' }, 'no record', null));
  put(logName(20, 'odd'), log(...oddRecords()));
  put(logName(25, 'recent'), log(...recentRecords(now)));
  // Two files of one name.
  put(`one/${logName(30, 'sameName')}`, log(record('same-name-1', '2017-11-09T10:00:00Z', 'CreateVolume')));
  put(`two/${logName(30, 'sameName')}`, log(record('same-name-two', '2017-11-09T10:00:01Z', 'CreateVolume')));
  put(logName(35, 'empty'), log());
  put(logName(40, 'networkActivityToo'), log({ eventCategory: 'NetworkActivity' }, record('beside', '2017-11-09T11:00:00Z', 'CreateVpc')));

  // As people copy and forward them.
  put(`${FOLDER}/plain.json`, JSON.stringify({ Records: [record('plain', '2017-11-10T10:00:00Z', 'CreateVolume')] }));
  put('copies/año 2017 + more/100% of a class.json.gz', log(record('copied', '2017-11-10T11:00:00Z', 'CreateVolume', { userIdentity: iamUser('ana maría') })));
  put('lines.json', [record('line-1', '2017-11-10T12:00:00Z', 'CreateVolume'), record('line-2', '2017-11-10T12:00:00Z', 'CreateVolume')].map((each) => JSON.stringify(each)).join('\r\n') + '\n{"broken\n');
  put('list.json', JSON.stringify([record('listed-1', '2017-11-10T13:00:00Z', 'CreateVolume')]));
  put('pretty.json', JSON.stringify({ Records: [record('pretty', '2017-11-10T14:00:00Z', 'CreateVolume')] }, undefined, 2));
  put('single.json', JSON.stringify(record('single', '2017-11-10T15:00:00Z', 'CreateVolume')));

  // To be rejected.
  put(logName(45, 'cutOff'), zipped('{"Records":[{"eventVers'));
  put(logName(46, 'cutOffGzip'), log(...CLASSROOM).subarray(0, -20));
  put(logName(47, 'noGzip'), 'This is no log file.');
  put(logName(48, 'noRecords'), zipped({ something: 'else' }));

  // To be skipped.
  put(logName(50, 'digest', '-Digest'), zipped({ awsAccountId: ACCOUNT, logFiles: [] }));
  put(logName(51, 'insight', '-Insight'), log({ eventCategory: 'Insight' }));
  put(logName(52, 'networkActivity'), log({ eventCategory: 'NetworkActivity' }, { eventType: 'AwsVpceEvent' }));
  put('digest.json.gz', zipped({ awsAccountId: ACCOUNT, digestStartTime: '2017-11-20T14:00:00Z', logFiles: [] }));
  put('package.json', '{"name":"foreign"}');
  put('broken.json', '{"name":');
  put('nothing.json', '');
  put('notified.json', JSON.stringify({ Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', eventTime: '2017-11-20T14:00:00Z' }] }));
} // prettier-ignore
