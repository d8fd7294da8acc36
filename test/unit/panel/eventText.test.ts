import assert from 'node:assert/strict';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { serviceOf } from '../../../backend/core/service.ts';
import { detailGroups, serviceName, shortResource } from '../../../media/panel/eventText.ts';
import { partLabel } from '../../../media/panel/labels.ts';

const EVENT: TrackerEvent = {
  id: 'x',
  eventID: 'e-1',
  eventTime: '2026-11-23T02:57:47Z',
  eventName: 'RunInstances',
  eventSource: 'ec2.amazonaws.com',
  awsRegion: 'eu-west-1',
  account: '123456789012',
  userIdentity_userName: 'admin',
  kind: 'role',
  home: '123456789012',
  proof: 'claimed',
  readOnly: false,
  outcome: 'denied',
  errorCode: 'Client.UnauthorizedOperation',
  role: 'admin',
  session: '<b>ana</b>',
  resources: ['i-1', 'sg-2'],
  logFile: 'f.json.gz',
  position: 3,
  requestParameters_instanceType: 't3.micro',
};

describe('details of an event', () => {
  const groups = detailGroups(EVENT, 'ec2', '2026-11-23 02:57:47');
  const find = (title: string, label: string) =>
    groups.find((group) => group.title === title)?.details.find((detail) => detail.label === label);

  it('are grouped, and empty groups left out', () => {
    assert.deepEqual(
      groups.map(({ title }) => title),
      ['Who', 'What', 'Where', 'Outcome', 'Resources', 'Parameters', 'Record'],
    );
    const bare = detailGroups(
      { ...EVENT, resources: undefined, requestParameters_instanceType: undefined as never },
      'ec2',
      '',
    );
    assert.deepEqual(
      bare.map(({ title }) => title),
      ['Who', 'What', 'Where', 'Outcome', 'Record'],
    );
  });

  it('mark the session as claimed, not the role', () => {
    assert.equal(find('Who', 'Session')?.claimed, true);
    assert.equal(find('Who', 'User')?.claimed, false);
  });

  it('offer filters by their own values', () => {
    assert.deepEqual(
      groups.flatMap(({ details }) =>
        details.filter(({ field }) => field).map((one) => [one.field, one.filterValue ?? one.value]),
      ),
      [
        ['user', 'admin'],
        ['kind', 'role'],
        ['home', '123456789012'],
        ['session', '<b>ana</b>'],
        ['eventName', 'RunInstances'],
        ['service', 'ec2'],
        ['readOnly', 'false'],
        ['account', '123456789012'],
        ['region', 'eu-west-1'],
        ['outcome', 'denied'],
        ['errorCode', 'Client.UnauthorizedOperation'],
        ['resources', 'i-1'],
        ['resources', 'sg-2'],
        ['requestParameters_instanceType', 't3.micro'],
      ],
    );
  });

  it('name parameters as AWS does', () => assert.equal(find('Parameters', 'instanceType')?.value, 't3.micro'));

  it('leave markup as it is', () => assert.equal(find('Who', 'Session')?.value, '<b>ana</b>'));

  it('shorten ARNs to what tells them apart', () => {
    const cases: [string, string][] = [
      ['arn:aws:s3:::bucket/key', 'bucket/key'],
      ['arn:aws:iam::123456789012:role/path/name', 'role/path/name'],
      ['arn:aws:logs:eu-west-1:1:log-group:/aws/x:*', 'log-group:/aws/x:*'],
      ['arn:odd', 'arn:odd'],
      ['i-0123', 'i-0123'],
    ];
    for (const [resource, short] of cases) assert.equal(shortResource(resource), short);
  });

  it('name services as the core does', () => {
    for (const source of [
      'ec2.amazonaws.com',
      's3.amazonaws.com.cn',
      'signin.amazonaws.com',
      'odd',
      '.amazonaws.com',
    ]) {
      assert.equal(serviceName(source), serviceOf(source));
    }
  });
});

describe('chips', () => {
  const cases: [Parameters<typeof partLabel>[0], string, string][] = [
    [{ field: 'service', test: 'is', value: 's3' }, 'Service', 's3'],
    [{ field: 'eventName', test: 'startsWith', value: 'Create' }, 'Event', 'Create…'],
    [{ field: 'outcome', test: 'is', value: 'denied' }, 'Result', 'Denied'],
    [{ field: 'kind', test: 'not', value: 'root' }, 'Kind of user', 'not Root'],
    [{ field: 'readOnly', test: 'is', value: 'false' }, 'Read-only', 'No'],
    [{ field: 'home', test: 'is', value: '' }, 'Home account', 'none'],
    [{ field: 'requestParameters_instanceType', test: 'is', value: 't3.micro' }, 'instanceType', 't3.micro'],
    [{ field: 'userIdentity_accessKeyId', test: 'is', value: 'AKIA' }, 'Access key', 'AKIA'],
  ];
  for (const [part, field, value] of cases) {
    it(`${field}: ${value}`, () => assert.deepEqual(partLabel(part), { field, value }));
  }
});
