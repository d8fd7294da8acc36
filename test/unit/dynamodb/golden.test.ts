import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { encode, keyOf } from '../../../backend/core/eventId.ts';
import { cellsOf, packCells, unpackCells } from '../../../backend/dynamodb/activityRow.ts';
import { DICTIONARY } from '../../../backend/dynamodb/dictionary.ts';
import { eventAttributes, readEventItem } from '../../../backend/dynamodb/eventItem.ts';
import { fileNumbers, numbersAttribute } from '../../../backend/dynamodb/fileNumbers.ts';
import {
  activityPartition,
  cataloguePartition,
  eventPlace,
  fileIdentity,
  filesPartition,
  fileSort,
  KEY_VERSION,
  nameSort,
  OTHER_FILES,
  problemPlace,
  PROBLEMS,
  rowSort,
  settingsSort,
  summaryPartition,
  userPartition,
  userSort,
} from '../../../backend/dynamodb/keys.ts';
import { unpack } from '../../../backend/dynamodb/pack.ts';
import type { Attributes } from '../../../backend/dynamodb/table.ts';

const [TIME, ID] = ['2026-03-01T08:00:00Z', 'a1b2c3d4-0000-4000-8000-000000000001'];
const LOG = '111122223333_CloudTrail_eu-west-1_20260301T0905Z_abcdefgh.json.gz';

/** One with everything, delivered in another hour. */
const EVENT: TrackerEvent = {
  id: encode('role', '111122223333', 'Deploy/É', TIME, ID),
  eventID: ID,
  eventTime: TIME,
  eventName: 'RunInstances',
  eventSource: 'ec2.amazonaws.com',
  awsRegion: 'eu-west-1',
  account: '444455556666',
  userIdentity_userName: 'Deploy/É',
  kind: 'role',
  home: '111122223333',
  proof: 'claimed',
  readOnly: true,
  outcome: 'denied',
  errorCode: 'AccessDenied',
  errorMessage: 'not authorized',
  role: 'Deploy',
  session: 'carol@example.com',
  sourceIdentity: 'carol',
  via: 'cloudformation.amazonaws.com',
  userIdentity_type: 'AssumedRole',
  userIdentity_principalId: 'AROAEXAMPLE:carol@example.com',
  userIdentity_arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/carol@example.com',
  userIdentity_accessKeyId: 'ASIAEXAMPLE',
  sourceIPAddress: '203.0.113.7',
  userAgent: 'aws-cli/2.15.0',
  eventType: 'AwsApiCall',
  eventCategory: 'Management',
  requestParameters_instanceType: 't3.micro',
  resources: ['i-0123456789abcdef0'],
  logFile: LOG,
  position: 7,
};
const ROW = { day: '2026-03-01', hour: 9 };
const F = '0123456789abcdef';
const NUMBERS = {
  name: `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01/${LOG}`,
  ...{ size: 4321, modified: 1772355900000, records: 10, stored: 5, duplicates: 2, dropped: 2, broken: 1 },
};
const CELLS = cellsOf([EVENT, { ...EVENT, eventTime: '2026-03-01T08:14:00Z' }]);

const base64 = (text: string) => ({ B: Buffer.from(text, 'base64') });

/** As tables have them that were filled long ago. Compressed, they may come out in other bytes with another zlib, but must be read all the same. */
const STORED = {
  event: {
    f: base64('ASNFZ4mrze8='),
    d: base64(
      'hVrBDoIwDP0XzjDbdRviSQ/cNPHAwZgYgohKgsEQD/oJfpc/ZjYRGKJed2izvr6+rW2r+YiInHNORGSGb+eivI0ed2fjkuu7DgeuPCAPMAqcn/ysf6cXYqc8rcq+qOceICchlT8Okm26y/ZgnrS9EeVQXnchFkIIKaVUSqlPGbaVq7mP2ferymKaXRO91fKuRvrsb1WyOW/6oeFqtljOw8mQUatedKNrC34d6CELujtZe3A0AMSAIRLzLYqjNPT4nuRd37HplJmVl7iJZqyxBQKMIAC5jl+oHI4tuZ4=',
    ),
  },
  cells: base64(
    'iza0NLM0sjDQQVT+hoaGhkZGRkbGxsbG4Fm4gpz8Sv3DnUqxsTrR0QY6SiYmJiampqamZmZmZkhL1wxxJEbUqUdDtBoTZKgBFBtBaQsTg9hYAA==',
  ),
  numbers: {
    n: base64(
      'VZo9CwIxDIb/S+ZCvqzHdXN380BwKd71PLceFRcP/7ukSMWseaYEQvLm3eB7bB7Op2NeHsjMLCKiqopVVqn+CGzVRSHZIykS/8HxB8cGR4NJiQfqyV/idZzSfFvurW1mWXnNEHYqbNtbqicXBO46Ue97srAJPuVi4iKTuVlyMcY7SE+T1MwABUEcpJLX1VLiYCz1eR74/QE=',
    ),
  },
} satisfies Record<string, Attributes | Attributes[string]>;

/** A change of any of this is a new KEY_VERSION, and with it a new table: kept tables would be read wrongly, or filled twice. */
describe('what lies in kept tables', () => {
  it('has the version of these tests', () => assert.equal(KEY_VERSION, 1));

  const long = 'x'.repeat(300);
  const user = { kind: 'role', home: '111122223333', name: 'Deploy/É' } as const;
  const file = { name: NUMBERS.name, size: NUMBERS.size };
  const keys: [what: string, key: string, expected: string][] = [
    ['a user', userPartition(user), 'v1#user#role#111122223333#Deploy%2F%C3%89'],
    [
      'a user without a home',
      userPartition({ kind: 'person', home: '', name: '#~\ud800' }),
      'v1#user#person##%23~%EF%BF%BD',
    ],
    [
      'a user of a long name',
      userPartition({ ...user, name: long }),
      'v1#user#role#111122223333#xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx~~0d4e2ca9e9cbced7a7a5380eb29e1a37',
    ],
    ['an event', eventPlace(keyOf(EVENT)).sk, '2026-03-01T08:00:00Z#a1b2c3d4-0000-4000-8000-000000000001'],
    ['rows of a day', activityPartition('2026-03-01'), 'v1#activity#2026-03-01'],
    ['a row', rowSort(9, F, 2), '09#0123456789abcdef#2'],
    ['files of a day', filesPartition('2026-03-01'), 'v1#files#2026-03-01'],
    ['a file of a day', fileSort(9, F), '09#0123456789abcdef'],
    ['other files', OTHER_FILES, 'v1#files#other'],
    ['summaries', summaryPartition('2026-03'), 'v1#summary#2026-03'],
    ['the catalogue', cataloguePartition('users'), 'v1#catalogue#users'],
    ['a user in the catalogue', userSort(user, '444455556666'), 'Deploy%2F%C3%89#role#111122223333#444455556666'],
    ['a name in the catalogue', nameSort('ec2'), 'ec2'],
    ['drop settings in the catalogue', settingsSort('{}'), '44136fa355b3678a'],
    ['notes', PROBLEMS, 'v1#problems'],
    ['a note', problemPlace('AWSLogs/é.json').sk, 'AWSLogs%2F%C3%A9.json'],
    ['a file', fileIdentity(file, '{}'), '6e6f18af892a5bb8'],
    ['the same file elsewhere', fileIdentity({ ...file, name: LOG, contentHash: 'ab' }, '{}'), '6e6f18af892a5bb8'],
    ['a file under other settings', fileIdentity(file, ''), '9f2054059228438f'],
    [
      'a file whose name tells nothing',
      fileIdentity({ name: 'a/b.json', size: 1, contentHash: 'ab' }, '{}'),
      'c8923fb8f1cabc84',
    ],
  ];
  for (const [what, key, expected] of keys) it(`has the key of ${what}`, () => assert.equal(key, expected));

  it('is compressed with the same dictionary', () => {
    const hash = createHash('sha256').update(DICTIONARY).digest('hex');
    assert.equal(hash, '7b8d557f5aeed30d7f4a3ca4d3eff401d2495dc8af8efaed0cd6b70be443f36d');
  });

  it('has an event', () => {
    const { pk, sk } = eventPlace(keyOf(EVENT));
    assert.deepEqual(readEventItem({ pk, sk, attributes: STORED.event }), { event: EVENT, f: F, row: ROW });
    const { f, d } = eventAttributes(EVENT, F, ROW);
    assert.deepEqual([f, unpack(d!.B!)], [STORED.event.f, unpack(STORED.event.d.B)]);
  });

  it('has cells', () => {
    assert.deepEqual(unpackCells(STORED.cells.B), unpackCells(packCells(CELLS)[0]!));
    assert.deepEqual(unpack(STORED.cells.B), unpack(packCells(CELLS)[0]!));
    assert.deepEqual(unpackCells(STORED.cells.B).count, [2]);
  });

  it('has the numbers of a file', () => {
    assert.deepEqual(fileNumbers(STORED.numbers), NUMBERS);
    assert.deepEqual(unpack(numbersAttribute(NUMBERS)['n']!.B!), unpack(STORED.numbers.n.B));
  });
});
