import assert from 'node:assert/strict';
import { answer, type RestAnswer } from '../../../backend/core/answer.ts';
import { createTrackerApi } from '../../../backend/core/createTrackerApi.ts';
import type { JsonObject } from '../../../backend/core/json.ts';
import type { TrackerApi } from '../../../backend/core/trackerApi.ts';
import { createMemoryStore } from '../../contract/memoryStore.ts';
import { CLASSROOM, eventsOf, iamUser, NOW, record } from '../../fixtures/classroom.ts';

/** What scripts for CloudTrail-Tracker (grycap, 2017) ask, and what its API got wrong. */

async function open(records: readonly JsonObject[] = CLASSROOM, now = () => NOW): Promise<TrackerApi> {
  const store = createMemoryStore();
  const facts = { name: 'log.json', size: 1, modified: NOW, records: records.length, dropped: 0, broken: 0 };
  await store.ingest(facts, eventsOf(records));
  return createTrackerApi({ store, now, version: '1', readRecord: () => Promise.reject(new Error('not asked for')) });
}

async function get(api: TrackerApi, target: string): Promise<RestAnswer & { json: unknown }> {
  const mark = target.indexOf('?');
  const [path, query] = mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
  const result = await answer(api, { method: 'GET', path, query, requestId: 'r' }, (error) =>
    assert.fail(String(error)),
  );
  return { ...result, json: JSON.parse(result.body) as unknown };
}

/** The eventIDs of an answer, newest first, or the number or list of strings that it is. */
async function ask(api: TrackerApi, target: string): Promise<unknown> {
  const { status, json, body } = await get(api, target);
  assert.equal(status, 200, body);
  return Array.isArray(json)
    ? json.map((item: unknown) => (typeof item === 'string' ? item : (item as JsonObject)['eventID']))
    : json;
}

describe("the predecessor's documented calls", () => {
  const calls: [target: string, expected: unknown][] = [
    ['/users', ['alucloud2', 'alucloud10', 'alucloud230']],
    ['/services', ['ec2', 'iam', 'lambda', 's3']],
    ['/services/ec2', ['today', 'listed']],
    ['/services/ec2?from=2016-01-01&to=2017-01-01', ['run-new-year-2017', 'stop-2016', 'run-2016']],
    ['/users/alucloud230', ['listed', 'function']],
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
    [
      '/users/alucloud230?param=instanceType,eventSource&value=m1.small,ec2.amazonaws.com&from=2017-06-06&eventName=RunInstances&to=2017-09-09',
      ['run-last-second', 'run-first-second'],
    ],
    ['/users/alucloud230?from=2017-06-06&to=2017-09-09&count=true', 5],
    ['/users/alucloud230?from=2017-06-06&to=2017-09-09&count=True', 5],
    ['/services/ec2?from=2016-01-01&to=2017-01-01&count=1', 3],
    ['/scan?count=TRUE', 3],
    ['/scan', ['today', 'listed', 'function']],
  ];
  for (const [target, expected] of calls) {
    it(target, async () => assert.deepEqual(await ask(await open(), target), expected));
  }

  it('/parameters holds the names that it stored', async () => {
    const names = (await ask(await open(), '/parameters')) as string[];
    const requestParameters = ['bucketName', 'dBInstanceIdentifier', 'dBSecurityGroupName', 'includeAllInstances', 'includeDeleted', 'instanceType', 'roleSessionName', 'volumeSet_items_0_volumeId'];
    const attributes = ['eventID', 'userIdentity_userName', 'awsRegion', 'eventName', 'eventSource', 'eventTime', 'eventType', 'userAgent', 'userIdentity_principalId'];
    const stored = [
      ...attributes,
      ...requestParameters.map((name) => `requestParameters_${name}`),
      'responseElements_credentials_accessKeyId',
      'responseElements_credentials_expiration',
    ];
    assert.deepEqual(stored.filter((name) => !names.includes(name)), []);
    assert.ok(!names.includes('responseElements_credentials_sessionToken'));
  }); // prettier-ignore

  it('an event bears at least the five attributes that scripts read', async () => {
    const { json } = await get(
      await open(),
      '/users/alucloud230?from=2017-07-01&to=2017-07-01&eventName=StopInstances',
    );
    const [event] = json as JsonObject[];
    const { eventID, eventTime, eventName, eventSource, userIdentity_userName } = event!;
    assert.deepEqual(
      { eventID, eventTime, eventName, eventSource, userIdentity_userName },
      { eventID: 'stop', eventTime: '2017-07-01T13:00:00Z', eventName: 'StopInstances', eventSource: 'ec2.amazonaws.com', userIdentity_userName: 'alucloud230' },
    ); // prettier-ignore
  });
});

describe("the predecessor's defects", () => {
  const SUMMER = 'from=2017-06-06&to=2017-09-09';

  it('S1: params and values filter like param and value, and an unknown parameter is refused', async () => {
    const api = await open();
    for (const [names, values] of [['param', 'value'], ['params', 'values'], ['params', 'value'], ['param', 'values']]) {
      assert.deepEqual(await ask(api, `/users/alucloud230?${SUMMER}&${names}=['instanceType']&${values}=['m1.large']`), ['run-large']);
    }
    const { status, json } = await get(api, `/users/alucloud230?${SUMMER}&parameter=instanceType&value=m1.large`);
    assert.deepEqual([status, (json as JsonObject)['parameter']], [400, 'parameter']);
  }); // prettier-ignore

  it('S2: a time without Z is UTC, and what cannot be read is refused by name', async () => {
    const api = await open();
    const expected = ['run-large'];
    for (const zone of ['', 'Z', '.000', '+00:00', '%2B00:00']) {
      assert.deepEqual(
        await ask(api, `/scan?from=2017-07-01T12:00:00${zone}&to=2017-07-01T12:00:01${zone}`),
        expected,
        zone,
      );
    }
    for (const parameter of ['from', 'to']) {
      const { status, json } = await get(api, `/scan?${parameter}=2017-07-01T12h`);
      assert.deepEqual([status, (json as JsonObject)['parameter']], [400, parameter]);
    }
  });

  it('S3: without a period, today shows', async () => {
    assert.deepEqual(await ask(await open(), '/users/alucloud2'), ['today']);
    assert.deepEqual(await ask(await open(), '/users/alucloud2?from=2017-11-20'), ['today']);
  });

  it('S4: a name prefix finds names with an API version', async () => {
    const api = await open();
    assert.deepEqual(await ask(api, '/scan?eventName=CreateFunction*'), ['function']);
    assert.equal(await ask(api, '/scan?eventName=CreateFunction*&count=true'), 1);
    assert.deepEqual(await ask(api, '/scan?eventName=CreateFunction'), []);
  });

  it('S5: roles, federated users and services have names', async () => {
    const issuer = (userName: string, path = '') => ({ sessionContext: { sessionIssuer: { type: 'Role', userName, accountId: '111122223333', arn: `arn:aws:iam::111122223333:role/${path}${userName}` } } });
    const session = (role: string, name: string) => `arn:aws:sts::111122223333:assumed-role/${role}/${name}`;
    const identities: [userIdentity: JsonObject, kind: string, name: string][] = [
      [iamUser('ana'), 'iamUser', 'ana'],
      [{ type: 'Root', accountId: '111122223333', arn: 'arn:aws:iam::111122223333:root' }, 'root', 'root'],
      [{ type: 'AssumedRole', accountId: '111122223333', arn: session('Deploy', 'ci-7'), principalId: 'AROA:ci-7', ...issuer('Deploy') }, 'role', 'Deploy'],
      [{ type: 'AssumedRole', accountId: '111122223333', arn: session('AWSReservedSSO_Admin_0', 'eva@example.org'), principalId: 'AROA:eva@example.org', ...issuer('AWSReservedSSO_Admin_0', 'aws-reserved/sso.amazonaws.com/') }, 'person', 'eva@example.org'],
      [{ type: 'SAMLUser', principalId: 'p', userName: 'saml-sam', identityProvider: 'idp' }, 'person', 'saml-sam'],
      [{ type: 'WebIdentityUser', principalId: 'p', userName: 'web-wim', identityProvider: 'accounts.google.com' }, 'person', 'web-wim'],
      [{ type: 'FederatedUser', accountId: '111122223333', arn: 'arn:aws:sts::111122223333:federated-user/fred', principalId: '1:fred', sessionContext: { sessionIssuer: { type: 'IAMUser', userName: 'broker', accountId: '111122223333' } } }, 'iamUser', 'broker'],
      [{ type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' }, 'service', 'autoscaling.amazonaws.com'],
      [{ accountId: '111122223333', invokedBy: 'cloudtrail.amazonaws.com' }, 'service', 'cloudtrail.amazonaws.com'],
      [{ type: 'AWSAccount', accountId: '999988887777', principalId: 'AIDAX' }, 'account', '999988887777:AIDAX'],
    ];
    const api = await open(identities.map(([userIdentity], at) => record(`e${at}`, '2017-11-20T10:00:00Z', 'RunInstances', { userIdentity })));
    const users = (await ask(api, '/users')) as string[];
    assert.deepEqual(users.toSorted(), identities.map(([, , name]) => name).sort());
    for (const [at, [, kind, name]] of identities.entries()) {
      assert.deepEqual(await ask(api, `/users/${encodeURIComponent(name)}`), [`e${at}`]);
      assert.deepEqual(await ask(api, `/scan?user=${encodeURIComponent(name)}&kind=${kind}`), [`e${at}`]);
    }
    assert.ok(!users.includes('no_user'));
  }); // prettier-ignore

  it('S6: error code, address, ARN, identity type, readOnly, account and resources are stored, and can be asked for', async () => {
    const api = await open([
      record('e', '2017-11-20T10:00:00Z', 'TerminateInstances', {
        errorCode: 'Client.UnauthorizedOperation',
        requestParameters: { instancesSet: { items: [{ instanceId: 'i-0abc' }] } },
      }),
      record('other', '2017-11-20T10:00:00Z', 'DescribeInstances', {
        userIdentity: iamUser('ben', '444455556666'),
        recipientAccountId: '444455556666',
        sourceIPAddress: '198.51.100.1',
      }),
    ]);
    const values = {
      errorCode: 'Client.UnauthorizedOperation',
      sourceIPAddress: '203.0.113.7',
      userIdentity_arn: 'arn:aws:iam::111122223333:user/alucloud230',
      account: '111122223333',
      readOnly: 'false',
      resources: 'i-0abc',
    };
    for (const [name, value] of Object.entries(values)) {
      assert.deepEqual(await ask(api, `/scan?param=${name}&value=${value}`), ['e'], name);
    }
    const { json } = await get(api, '/scan?user=alucloud230');
    const [event] = json as JsonObject[];
    assert.deepEqual(
      [
        event!['errorCode'],
        event!['sourceIPAddress'],
        event!['userIdentity_type'],
        event!['readOnly'],
        event!['account'],
      ],
      [values.errorCode, values.sourceIPAddress, 'IAMUser', false, values.account],
    );
  });

  it('S7: a session token is nowhere in any answer', async () => {
    const TOKEN = 'FwoGZXIvYXdzEBYaDMadeUpTokenMadeUpTokenMadeUpTokenMadeUpToken';
    const api = await open([
      record('e', '2017-11-20T10:00:00Z', 'AssumeRole', {
        eventSource: 'sts.amazonaws.com',
        responseElements: {
          credentials: { accessKeyId: 'ASIAEXAMPLE', expiration: 'Nov 20, 2017', sessionToken: TOKEN },
        },
      }),
    ]);
    const { body } = await get(api, '/scan');
    assert.match(body, /ASIAEXAMPLE/);
    assert.doesNotMatch(body, /MadeUpToken/);
    const refused = await get(api, `/scan?param=responseElements_credentials_sessionToken&value=${TOKEN}`);
    assert.equal(refused.status, 400);
    assert.doesNotMatch(refused.body, /MadeUpToken/);
  });

  it('S12: the last hour is the last hour wherever it is asked, and times are UTC', async () => {
    const zone = process.env['TZ'];
    try {
      for (const tz of ['UTC', 'Asia/Kolkata', 'America/Los_Angeles']) {
        process.env['TZ'] = tz;
        const api = await open();
        const { json } = await get(api, '/scan?from=2017-11-20T14:30:00Z');
        assert.deepEqual(
          (json as JsonObject[]).map(({ eventTime }) => eventTime),
          ['2017-11-20T15:29:59Z'],
          tz,
        );
        assert.deepEqual(await ask(api, '/scan?from=2017-11-20T20:00:00%2B05:30'), ['today'], tz);
        assert.deepEqual(await ask(api, '/scan?from=2017-09-10&to=2017-09-10'), ['run-too-late'], tz);
      }
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it("S14: the record's own flag tells read-only before any prefix does", async () => {
    const api = await open([
      record('assume', '2017-11-20T10:00:04Z', 'AssumeRole', { readOnly: true }),
      record('forwarded', '2017-11-20T10:00:03Z', 'AssumeRole', { readOnly: 'true' }),
      record('get', '2017-11-20T10:00:02Z', 'GetFederationToken', { readOnly: false }),
      record('old-list', '2017-11-20T10:00:01Z', 'ListBuckets'),
      record('old-run', '2017-11-20T10:00:00Z', 'RunInstances'),
    ]);
    assert.deepEqual(await ask(api, '/scan?readOnly=true'), ['assume', 'forwarded', 'old-list']);
    assert.deepEqual(await ask(api, '/scan?readOnly=false'), ['get', 'old-run']);
    assert.deepEqual(await ask(api, '/scan?count=true'), 5);
  });

  it('S15: what one query asks does not leak into the next, nor into one beside it', async () => {
    const api = await open();
    const targets: [target: string, expected: unknown][] = [
      [`/users/alucloud230?${SUMMER}&eventName=StopInstances&count=true`, 1],
      [`/users/alucloud230?${SUMMER}&count=true`, 5],
      [`/services/s3?${SUMMER}`, ['bucket']],
      ['/scan?count=true', 3],
      [`/scan?${SUMMER}&param=instanceType&value=m1.large`, ['run-large']],
      ['/scan?from=2016-01-01&to=2016-12-31&count=true', 2],
    ];
    for (const [target, expected] of [...targets, ...targets.toReversed()]) assert.deepEqual(await ask(api, target), expected);
    const together = [...targets, ...targets, ...targets];
    assert.deepEqual(await Promise.all(together.map(([target]) => ask(api, target))), together.map(([, expected]) => expected));
  }); // prettier-ignore
});
