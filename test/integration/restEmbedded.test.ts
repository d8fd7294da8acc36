import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ActivityRow } from '../../backend/core/activity.ts';
import type { JsonObject } from '../../backend/core/json.ts';
import type { TrackerStatus } from '../../backend/core/trackerApi.ts';
import { ACCOUNT, CLASSROOM, iamUser, record } from '../fixtures/classroom.ts';
import { openEmbedded, type Embedded } from '../fixtures/embedded.ts';
import { call, type HttpAnswer } from '../fixtures/http.ts';

const TOKEN = 'IQoJb3JpZ2luMadeUpTokenMadeUpTokenMadeUpTokenMadeUpTokenMadeUp';
const ALL = 'from=2016-01-01&to=2017-12-31';

const WITH_SECRETS = record('secrets', '2017-08-01T10:00:00Z', 'AssumeRole', {
  eventSource: 'sts.amazonaws.com',
  userIdentity: iamUser('alucloud7'),
  requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/Lab`, roleSessionName: 'alucloud7' },
  responseElements: {
    credentials: { accessKeyId: 'ASIAEXAMPLE', expiration: 'Aug 1, 2017 11:00:00 AM', sessionToken: TOKEN },
  },
});

/** A bucket as trails and people leave it, in CloudTrail's own layout. */
function writeBucket(bucket: string): void {
  const logs = (region: string) => path.join(bucket, 'AWSLogs', ACCOUNT, 'CloudTrail', region, '2017', '11', '20');
  const name = (region: string, minute: string, unique: string) =>
    path.join(logs(region), `${ACCOUNT}_CloudTrail_${region}_20171120T15${minute}Z_${unique}.json.gz`);
  const put = (file: string, content: string | Buffer) => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  const zipped = (json: unknown) => gzipSync(JSON.stringify(json));
  put(name('us-east-1', '00', 'aaaaaaaaaaaaaaaa'), zipped({ Records: CLASSROOM.slice(0, 9) }));
  put(name('us-east-1', '05', 'bbbbbbbbbbbbbbbb'), zipped({ Records: [...CLASSROOM.slice(7), WITH_SECRETS] }));
  put(name('us-east-1', '10', 'cccccccccccccccc'), zipped({ Records: [{ eventVersion: '1.05' }, CLASSROOM[0]] }));
  put(name('us-east-1', '15', 'dddddddddddddddd'), gzipSync('{"Records":[{"eventVers'));
  put(
    path.join(bucket, 'AWSLogs', ACCOUNT, 'CloudTrail-Digest', 'us-east-1', '2017', '11', '20', `${ACCOUNT}_CloudTrail-Digest_us-east-1_trail_us-east-1_20171120T150000Z.json.gz`),
    zipped({ awsAccountId: ACCOUNT, digestStartTime: '2017-11-20T14:00:00Z', logFiles: [] }),
  );
  put(path.join(bucket, 'AWSLogs', ACCOUNT, 'CloudTrail', 'digest-by-content.json.gz'), zipped({ awsAccountId: ACCOUNT, digestS3Bucket: 'b', logFiles: [] }));
  put(
    path.join(bucket, 'AWSLogs', ACCOUNT, 'CloudTrail-Insight', 'us-east-1', '2017', '11', '20', `${ACCOUNT}_CloudTrail-Insight_us-east-1_20171120T1500Z_eeeeeeeeeeeeeeee.json.gz`),
    zipped({ Records: [{ eventVersion: '1.07', eventType: 'AwsCloudTrailInsight', eventCategory: 'Insight', eventID: 'i' }] }),
  );
  put(path.join(bucket, 'elb', 'access.log'), 'GET / 200');
  put(path.join(bucket, 'package.json'), '{"name":"foreign"}');
  put(path.join(bucket, 'README.txt'), 'What is in this bucket');
} // prettier-ignore

describe('the REST API over the embedded store', () => {
  let bucket: string;
  let embedded: Embedded;

  before(async () => {
    bucket = mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-test-'));
    writeBucket(bucket);
    embedded = await openEmbedded([bucket]);
  });

  after(async () => {
    await embedded?.close();
    rmSync(bucket, { recursive: true, force: true });
  });

  const get = (target: string): Promise<HttpAnswer> => call(embedded.url, target);

  async function json<T = unknown>(target: string): Promise<T> {
    const { status, body } = await get(target);
    assert.equal(status, 200, `${target}: ${body}`);
    return JSON.parse(body) as T;
  }

  const ids = async (target: string) => (await json<{ eventID: string }[]>(target)).map(({ eventID }) => eventID);

  const calls: [target: string, expected: string[]][] = [
    ['/services/ec2?from=2016-01-01&to=2017-01-01', ['run-new-year-2017', 'stop-2016', 'run-2016']],
    [
      '/users/alucloud230?from=2017-06-06&to=2017-09-09',
      ['run-last-second', 'bucket', 'stop', 'run-large', 'run-first-second'],
    ],
    [
      '/users/alucloud230?from=2017-06-06&eventName=RunInstances&to=2017-09-09',
      ['run-last-second', 'run-large', 'run-first-second'],
    ],
    [
      `/users/alucloud230?param=['instanceType','eventSource']&value=['m1.small','ec2.amazonaws.com']&from=2017-06-06&eventName=RunInstances&to=2017-09-09`,
      ['run-last-second', 'run-first-second'],
    ],
    ['/users/alucloud230', []],
    [`/scan?${ALL}&eventName=CreateFunction*`, ['function']],
    [`/scan?${ALL}&user=alucloud10&account=${ACCOUNT}`, ['failed', 'denied', 'run-2016']],
    [`/scan?${ALL}&filter={"user":{"in":["alucloud2","alucloud10"]},"service":{"not":["ec2"]}}`, ['namesake']],
    [`/prod/cloudtracking_querys/scan?${ALL}&outcome=denied`, ['denied']],
  ];
  for (const [target, expected] of calls) {
    it(`GET ${target}`, async () => {
      // Node's client wants its path encoded as curl, told to glob nothing, does not: this is what a browser sends.
      const encoded = encodeURI(target);
      assert.deepEqual(await ids(encoded), expected);
      assert.equal(await json(`${encoded}${target.includes('?') ? '&' : '?'}count=true`), expected.length);
    });
  }

  it('lists', async () => {
    assert.deepEqual(await json('/users'), ['alucloud2', 'alucloud7', 'alucloud10', 'alucloud230']);
    assert.deepEqual(await json('/users?account=444455556666'), ['alucloud10']);
    assert.deepEqual(await json('/services'), ['ec2', 'iam', 'lambda', 's3', 'sts']);
  });

  it('pages through everything, each event once', async () => {
    const whole = await ids(`/scan?${ALL}`);
    const paged: string[] = [];
    let query: string | undefined = `${ALL}&limit=3`;
    while (query !== undefined) {
      const { headers, body } = await get(`/scan?${query}`);
      paged.push(...(JSON.parse(body) as { eventID: string }[]).map(({ eventID }) => eventID));
      query = /^<\?(.*)>; rel="next"$/.exec(String(headers['link'] ?? ''))?.[1];
    }
    assert.deepEqual(paged, whole);
    assert.deepEqual(whole.toSorted(), [...CLASSROOM.map(({ eventID }) => eventID), 'secrets'].sort());
  });

  it('counts activity', async () => {
    const rows = await json<JsonObject[]>(`/activity?${ALL}&groupBy=outcome,user&service=ec2.amazonaws.com`);
    const kind = 'iamUser';
    const of = (outcome: string, user: string, count: number) => ({ outcome, user, kind, home: ACCOUNT, count });
    assert.deepEqual(
      rows.map(({ outcome, user, kind, home, count }) => ({ outcome, user, kind, home, count })),
      [of('denied', 'alucloud10', 1), of('error', 'alucloud10', 1), of('ok', 'alucloud10', 1), of('ok', 'alucloud2', 4), of('ok', 'alucloud230', 6)],
    );
    const [day, ...others] = await json<ActivityRow[]>('/users/alucloud10/activity?from=2017-10-01&to=2017-10-01&groupBy=day');
    assert.deepEqual([day?.['day'], day?.count, day?.errors, day?.denied, others], ['2017-10-01', 2, 2, 1, []]);
    for (const time of [day!.first, day!.last]) assert.match(time, /^2017-10-01T08:(0\d|1[0-4]):\d\dZ$/, 'exact to the quarter of an hour at least');
  }); // prettier-ignore

  it('S16: digests, insights and foreign files are skipped and counted, broken ones rejected, and the rest goes on', async () => {
    const status = await json<TrackerStatus>('/status');
    const { version, files, skipped, rejected, records, broken, duplicates, dropped, events, unsettled } = status;
    assert.deepEqual(
      { version, files, skipped, rejected, records, broken, duplicates, dropped, events, unsettled },
      {
        ...{ version: '1.2.3', files: 3, skipped: 4, rejected: 1, unsettled: [] },
        ...{ records: 21, broken: 1, duplicates: 3, dropped: 0, events: CLASSROOM.length + 1 },
      },
    );
    assert.equal(status.newestEvent, '2017-11-20T15:31:00Z');
    assert.equal(status.oldestEvent, '2016-03-01T10:00:00Z');
    assert.equal(status.newestLogFile, '2017-11-20T15:10:00Z');
    const problems = await embedded.service.problems({});
    assert.deepEqual(problems.map(({ state }) => state).sort(), ['broken records', 'rejected', 'skipped', 'skipped', 'skipped', 'skipped']);
    assert.ok(problems.every(({ name, reason }) => name.startsWith(bucket) && reason !== ''));
  }); // prettier-ignore

  it('S7: the whole record of an event is shown without its secrets, and they are in no answer', async () => {
    const [event] = await json<{ id: string; eventID: string }[]>(`/users/alucloud7?${ALL}`);
    const whole = await json<JsonObject>(`/users/alucloud7/events/${event!.id}`);
    const expected = structuredClone(WITH_SECRETS) as { responseElements: { credentials: { sessionToken: string } } };
    expected.responseElements.credentials.sessionToken = '(removed)';
    assert.deepEqual(whole, expected);
    for (const target of [
      `/scan?${ALL}`,
      `/users/alucloud7?${ALL}`,
      `/users/alucloud7/events/${event!.id}`,
      '/status',
      '/parameters',
    ]) {
      assert.doesNotMatch((await get(target)).body, /MadeUpToken/, target);
    }
    assert.equal((await get(`/users/alucloud2/events/${event!.id}`)).status, 404);
    assert.equal((await get(`/users/alucloud7/events/nonsense`)).status, 404);
  });

  it('refuses what is wrong, by name', async () => {
    const refused: [target: string, status: number, parameter?: string][] = [
      ['/users/nobody', 404],
      ['/services/ec3', 404],
      ['/users/alucloud2?user=alucloud10', 400, 'user'],
      ['/scan?limit=10001', 400, 'limit'],
      ['/scan?count=true&limit=1', 400, 'limit'],
      ['/scan?from=2017-06-06&to=2017-06-05', 400, 'from'],
      ['/activity?groupBy=week', 400, 'groupBy'],
      ['/scan?tz=Mars', 400, 'tz'],
    ];
    for (const [target, status, parameter] of refused) {
      const result = await get(target);
      const body = JSON.parse(result.body) as JsonObject;
      assert.deepEqual([result.status, body['parameter']], [status, parameter], target);
      assert.equal(typeof body['message'], 'string');
    }
  });
});
