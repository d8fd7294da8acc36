import assert from 'node:assert/strict';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { decodeEventId, encodeEventId, keyOf } from '../../../backend/core/eventId.ts';
import { eventOf } from '../../../backend/core/eventOf.ts';
import type { JsonObject } from '../../../backend/core/json.ts';
import { outcomeOf } from '../../../backend/core/outcome.ts';
import { withoutSecrets } from '../../../backend/core/secrets.ts';
import { serviceOf } from '../../../backend/core/service.ts';

const RECORD: JsonObject = {
  eventVersion: '1.08',
  userIdentity: {
    type: 'IAMUser',
    userName: 'ana',
    accountId: '111122223333',
    accessKeyId: 'AKIAEXAMPLE',
    arn: 'arn:aws:iam::111122223333:user/ana',
  },
  eventTime: '2024-05-01T09:10:11Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'RunInstances',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '192.0.2.7',
  eventID: '7f1b4a3c-0000-4000-8000-000000000001',
  readOnly: false,
};
const of = (more: JsonObject) =>
  eventOf({ ...RECORD, ...more }, 'file.json.gz', 3) as unknown as Record<string, unknown>;

describe('eventOf', () => {
  it('flattens a record under the predecessor’s names', () => {
    const event = of({
      requestParameters: {
        instanceType: 't3.micro',
        volumeSet: { items: [{ volumeId: 'vol-1' }, { volumeId: 'vol-2' }] },
      },
    });
    assert.equal(event['requestParameters_instanceType'], 't3.micro');
    assert.equal(event['requestParameters_volumeSet_items_0_volumeId'], 'vol-1');
    assert.equal(event['userIdentity_userName'], 'ana');
    assert.equal(event['userIdentity_accessKeyId'], 'AKIAEXAMPLE');
    assert.equal(event['outcome'], 'ok');
    assert.deepEqual([event['logFile'], event['position']], ['file.json.gz', 3]);
    assert.deepEqual(event['resources'], ['vol-1', 'vol-2']);
  });

  it('makes an id of user, time and eventID that leads back to them', () => {
    const event = eventOf(RECORD, 'f', 0);
    assert.deepEqual(decodeEventId(event.id), keyOf(event));
    assert.equal(encodeEventId(keyOf(event)), event.id);
    const made = (text: string) => Buffer.from(text).toString('base64url');
    const key = (time: string, id: string) => made(`iamUser\n\nann\n${time}\n${id}`);
    assert.equal(decodeEventId(key('2017-06-06T10:00:00Z', 'x')).eventID, 'x');
    const impossible = [
      key('then', 'x'),
      key('2017-02-30T10:00:00Z', 'x'),
      key('2017-06-06T10:00:00Z', 'x'.repeat(257)),
    ];
    for (const nonsense of ['', 'x', 'a\nb', made('king\n\nx\n2017-06-06T10:00:00Z\nz'), ...impossible]) {
      assert.throws(() => decodeEventId(nonsense), { status: 404 });
    }
  });

  it('gives a record without eventID a stable one from its content, whatever the order of its keys', () => {
    const { eventID: _, ...rest } = RECORD;
    const turned = Object.fromEntries(Object.entries(rest).reverse());
    const id = eventOf(rest, 'a', 0).eventID;
    assert.match(id, /^[0-9a-f]{32}$/);
    assert.equal(eventOf(turned, 'b', 7).eventID, id);
    assert.notEqual(eventOf({ ...rest, awsRegion: 'us-east-1' }, 'a', 0).eventID, id);
  });

  // [the record's readOnly, its name, read-only?]
  for (const [flag, name, expected] of [
    [true, 'Decrypt', true],
    [false, 'DescribeInstances', false],
    ['true', 'PutObject', true],
    ['false', 'GetObject', false],
    [undefined, 'DescribeInstances', true],
    [undefined, 'listBuckets', true],
    [undefined, 'RunInstances', false],
    [undefined, 'LookupEvents', true],
    [null, 'AssumeRole', false],
  ] as const) {
    it(`takes ${name} with readOnly ${String(flag)} as ${expected ? 'reading' : 'changing'}`, () => {
      assert.equal(of({ readOnly: flag, eventName: name })['readOnly'], expected);
    });
  }

  // [the time as written, the time as stored, or undefined: broken]
  for (const [written, stored] of [
    ['2024-05-01T09:10:11Z', '2024-05-01T09:10:11Z'],
    ['2024-05-01T09:10:11.987Z', '2024-05-01T09:10:11Z'],
    ['2024-05-01T11:10:11+02:00', '2024-05-01T09:10:11Z'],
    ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59Z'],
    ['2023-02-29T12:00:00Z', undefined],
    ['2024-05-31T24:00:00Z', '2024-06-01T00:00:00Z'],
    ['tomorrow', undefined],
    ['2024-13-01T00:00:00Z', undefined],
    [1714554611, undefined],
    [undefined, undefined],
  ] as const) {
    it(`reads the time ${written} as ${stored ?? 'broken'}`, () => {
      if (stored === undefined) assert.throws(() => of({ eventTime: written }), /eventTime/);
      else assert.equal(of({ eventTime: written })['eventTime'], stored);
    });
  }

  it('sees a failed sign-in although it has no errorCode', () => {
    const event = of({
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      errorMessage: 'Failed authentication',
      responseElements: { ConsoleLogin: 'Failure' },
    });
    assert.deepEqual(
      [event['outcome'], event['errorCode'], event['proof']],
      ['error', 'ConsoleLoginFailure', 'claimed'],
    );
  });

  for (const [code, outcome] of [
    [undefined, 'ok'],
    ['AccessDenied', 'denied'],
    ['AccessDeniedException', 'denied'],
    ['Client.UnauthorizedOperation', 'denied'],
    ['UnauthorizedOperation', 'denied'],
    ['NotAuthorizedException', 'denied'],
    ['VpceAccessDenied', 'denied'],
    ['ForbiddenException', 'denied'],
    ['ThrottlingException', 'error'],
    ['NoSuchBucket', 'error'],
  ] as const) {
    it(`takes errorCode ${code} as ${outcome}`, () => assert.equal(outcomeOf(code), outcome));
  }

  // [what stands in the record, whether it was called from the console]
  for (const [record, expected] of [
    [{ sessionCredentialFromConsole: 'true', userAgent: 'AWS Internal' }, true],
    [{ sessionCredentialFromConsole: 'false', userAgent: 'aws-cli/2.31' }, false],
    [{ userAgent: 'console.amazonaws.com' }, true],
    [{ userAgent: 'console.ec2.amazonaws.com' }, true],
    [{ userAgent: 'myconsole.ec2.amazonaws.com' }, false],
    [{ userAgent: '[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.488]' }, true],
    [{ userAgent: '[AWS Console S3, aws-internal/3 aws-sdk-java/1.11.1030]' }, true],
    [{ userAgent: 'aws-internal/3 AWSLambdaConsole/1' }, true],
    [{ userIdentity: { type: 'IAMUser', userName: 'ana', invokedBy: 'signin.amazonaws.com' } }, true],
    [{ userIdentity: { type: 'IAMUser', userName: 'ana', invokedBy: 'cloudformation.amazonaws.com' } }, false],
    [{ eventType: 'AwsConsoleAction' }, true],
    [{ eventType: 'AwsConsoleSignIn', eventSource: 'signin.amazonaws.com', userAgent: 'signin.amazonaws.com' }, false],
    [{ userAgent: 'Mozilla/5.0 (X11; Linux x86_64)' }, false],
    [{ sessionCredentialFromConsole: { true: 'true' }, userAgent: 7 }, false],
  ] as const) {
    it(`takes ${JSON.stringify(record)} as ${expected ? '' : 'not '}from the console`, () => {
      assert.equal(of(record as unknown as JsonObject)['fromConsole'], expected ? 'true' : undefined);
    });
  }

  it('stores whether a sign-in had a second factor', () => {
    const event = of({ eventName: 'ConsoleLogin', additionalEventData: { MFAUsed: 'No', LoginTo: 'https://x' } });
    assert.equal(event['additionalEventData_MFAUsed'], 'No');
    assert.equal(event['additionalEventData_LoginTo'], undefined);
  });

  it('caps values at 256 characters and resources at 20', () => {
    const items = Array.from({ length: 50 }, (_, i) => ({ instanceId: `i-${i}` }));
    const event = of({
      userAgent: 'a'.repeat(1000),
      eventName: 'N'.repeat(300),
      responseElements: { instancesSet: { items } },
    });
    assert.equal((event['userAgent'] as string).length, 256);
    assert.equal((event['eventName'] as string).length, 256);
    assert.equal((event['resources'] as string[]).length, 20);
  });

  it('stores no half of a surrogate pair, from the record or from cutting: as UTF-8 it would be another text', () => {
    const event = of({
      userIdentity: { type: 'IAMUser', userName: `a${'\u{1f600}'.repeat(200)}`, accountId: '\udc00' },
      eventID: 'x\ud800',
      eventName: `N${'\u{1f600}'.repeat(200)}`,
      errorCode: '\ud800E',
      requestParameters: { instanceId: 'i-\ud800', imageId: 'ami-1' },
    });
    assert.deepEqual(decodeEventId(String(event['id'])), keyOf(event as unknown as TrackerEvent));
    for (const value of Object.values(event).flat()) assert.ok(String(value).isWellFormed(), String(value));
    assert.deepEqual(event['resources'], ['i-\ufffd', 'ami-1']);
  });

  it('finds resources in resources, in ARNs and in well-known ids, and not in the caller', () => {
    const event = of({
      resources: [{ ARN: 'arn:aws:s3:::bucket', type: 'AWS::S3::Bucket' }],
      requestParameters: { roleName: 'r', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', note: 'arn is no ARN' },
      responseElements: {
        createdBy: 'arn:aws:iam::111122223333:user/ana',
        instancesSet: {
          items: [
            { instanceId: 'i-1', subnetId: 'subnet-1' },
            { instanceId: 'i-2', subnetId: 'subnet-1' },
          ],
        },
      },
    });
    assert.deepEqual(event['resources'], [
      'arn:aws:s3:::bucket',
      'r',
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
      'i-1',
      'subnet-1',
      'i-2',
    ]);
  });

  it('never stores a session token (defect S7)', () => {
    const token = `IQoJb3JpZ2luX2Vj${'A1b2C3d4'.repeat(40)}`;
    const event = of({
      responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE', sessionToken: token, expiration: 'May 1, 2024' } },
      userAgent: `curl token=${token}`,
      errorMessage: `bad ${token}`,
      requestParameters: { name: token },
    });
    assert.equal(event['responseElements_credentials_accessKeyId'], 'ASIAEXAMPLE');
    assert.doesNotMatch(JSON.stringify(event), /IQoJb3/);
  });

  it('stands hostile records', () => {
    const deep: JsonObject = {};
    let at = deep;
    for (let i = 0; i < 5000; i++) at = at['x'] = {} as JsonObject;
    const event = of({
      userIdentity: 7,
      requestParameters: JSON.parse('{"__proto__":{"instanceId":"i-1"},"constructor":"x"}') as JsonObject,
      responseElements: deep,
      resources: 'no list',
    });
    assert.equal(event['kind'], 'service');
    assert.equal(({} as Record<string, unknown>)['instanceId'], undefined);
  });
});

describe('withoutSecrets', () => {
  it('replaces secrets wherever they stand, and nothing else', () => {
    const record: JsonObject = {
      requestParameters: {
        masterUserPassword: 'p',
        passwordResetRequired: false,
        secretId: 'name',
        secretString: '{"user":"u"}',
        clientToken: 'idempotency',
      },
      responseElements: {
        accessKey: { accessKeyId: 'AKIA', secretAccessKey: 's' },
        keyMaterial: '-----BEGIN',
        nextToken: 't',
      },
      additionalEventData: {
        nested: [{ 'X-Amz-Security-Token': 'x' }],
        body: '{"newPassword":"hunter2","size":1}',
        plain: '{not json',
      },
      tokenInText: `IQoJb3JpZ2lu${'x'.repeat(100)}`,
    };
    assert.deepEqual(withoutSecrets(record), {
      requestParameters: {
        masterUserPassword: '(removed)',
        passwordResetRequired: false,
        secretId: 'name',
        secretString: '(removed)',
        clientToken: 'idempotency',
      },
      responseElements: {
        accessKey: { accessKeyId: 'AKIA', secretAccessKey: '(removed)' },
        keyMaterial: '(removed)',
        nextToken: 't',
      },
      additionalEventData: {
        nested: [{ 'X-Amz-Security-Token': '(removed)' }],
        body: '{"newPassword":"(removed)","size":1}',
        plain: '{not json',
      },
      tokenInText: '(removed)',
    });
  });
});

describe('serviceOf', () => {
  for (const [source, service] of [
    ['ec2.amazonaws.com', 'ec2'],
    ['ec2.amazonaws.com.cn', 'ec2'],
    ['monitoring.amazonaws.com', 'monitoring'],
    ['ec2', 'ec2'],
    ['.amazonaws.com', '.amazonaws.com'],
  ] as const) {
    it(`${source} is ${service}`, () => assert.equal(serviceOf(source), service));
  }
});
