import assert from 'node:assert/strict';
import { completionsOf, readTyped, wantsValues } from '../../../media/panel/completion.ts';

const PARAMETERS = ['requestParameters_instanceType', 'userIdentity_arn', 'eventType'];

describe('what is typed into the filter', () => {
  const cases: [string, ReturnType<typeof readTyped>][] = [
    ['', { not: false, text: '' }],
    ['ana', { not: false, text: 'ana' }],
    ['user: ana', { not: false, field: 'user', text: 'ana' }],
    ['-Service:s3', { not: true, field: 'service', text: 's3' }],
    ['! event : Delete*', { not: true, field: 'eventName', text: 'Delete*' }],
    ['source ip: 192.0.2.1', { not: false, field: 'sourceIPAddress', text: '192.0.2.1' }],
    ['instancetype: t3.micro', { not: false, field: 'requestParameters_instanceType', text: 't3.micro' }],
    ['resource: arn:aws:s3:::logs', { not: false, field: 'resources', text: 'arn:aws:s3:::logs' }],
    // A colon that follows no field is part of a value.
    ['arn:aws:iam::111122223333:user/ana', { not: false, text: 'arn:aws:iam::111122223333:user/ana' }],
    [': x', { not: false, text: ': x' }],
  ];
  for (const [input, expected] of cases) {
    it(JSON.stringify(input), () => assert.deepEqual(readTyped(input, PARAMETERS), expected));
  }

  it('wants values of the source where it has some', () => {
    const wants = (input: string) => wantsValues(readTyped(input, PARAMETERS));
    assert.deepEqual(['', 'a', 'an', 'user:', 'outcome: de'].map(wants), [false, false, true, true, false]);
  });
});

describe('what can follow', () => {
  const labels = (input: string, found: Parameters<typeof completionsOf>[1] = []) =>
    completionsOf(readTyped(input, PARAMETERS), found, PARAMETERS).map(({ label, detail }) =>
      detail === undefined ? label : `${detail}: ${label}`,
    );
  const ana = { field: 'user', value: 'ana', count: 7 };

  it('names the fields while nothing is typed', () => {
    assert.ok(labels('').includes('User:'));
    assert.ok(!labels('').includes('instanceType:'));
  });

  it('offers values, the beginning of an event name, and fields that begin so', () => {
    assert.deepEqual(labels('ana', [ana]), ['User: ana', 'Event: ana…']);
    assert.deepEqual(labels('Ev'), ['Event: Ev…', 'Event:', 'eventType:']);
  });

  it('leaves out what was found for another text or another field', () => {
    assert.deepEqual(labels('bob', [ana]), ['Event: bob…']);
    assert.deepEqual(labels('service: a', [ana]), ['Service: a']);
  });

  it('takes the text as it stands for a value, and with an asterisk for a beginning', () => {
    assert.deepEqual(labels('user: ana', [ana]), ['User: ana']);
    assert.deepEqual(labels('event: Delete*'), ['Event: Delete…']);
    const value = { field: 'eventName', value: 'DeleteTags', count: 3 };
    assert.deepEqual(labels('event: Delete*', [value]), ['Event: Delete…', 'Event: DeleteTags']);
    assert.deepEqual(labels('event: Delete', [value]), ['Event: DeleteTags', 'Event: Delete']);
    assert.deepEqual(labels('instanceType: t3.micro'), ['instanceType: t3.micro']);
    // A filter can exclude values, not beginnings.
    assert.deepEqual(labels('-event: Delete*'), []);
    assert.deepEqual(labels('-user: ana', [ana]), ['User: not ana']);
  });

  it('knows the values of fields that have only a few, by what they are called too', () => {
    assert.deepEqual(labels('result: den'), ['Result: Denied']);
    assert.deepEqual(labels('kind of user: IAM'), ['Kind of user: IAM user']);
    assert.deepEqual(labels('outcome:'), ['Result: OK', 'Result: Denied', 'Result: Error']);
  });

  it('goes on from a field to its values, excluding if that was wanted', () => {
    const [field] = completionsOf(readTyped('-us', PARAMETERS), [], PARAMETERS).filter(({ insert }) => insert);
    assert.equal(field?.insert, '-User: ');
  });
});
