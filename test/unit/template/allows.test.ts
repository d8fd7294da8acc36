import assert from 'node:assert/strict';
import { summaryPartition, userPartition } from '../../../backend/dynamodb/keys.ts';
import { callOf } from '../../aws/local/call.ts';
import { allows, type Grant } from '../../aws/local/executionRole.ts';

/** A request of the query function, as the local AWS records it. */
function request(operation: string, body: object) {
  const headers = {
    authorization: 'AWS4-HMAC-SHA256 Credential=query/20260301/eu-west-1/dynamodb/aws4_request',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
  };
  return callOf({ method: 'POST', path: '/', headers, body: JSON.stringify({ TableName: 'events', ...body }) });
}

describe('calls that are held against policies', () => {
  const table = 'arn:aws:dynamodb:eu-west-1:111122223333:table/events';
  const condition = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${summaryPartition('')}*`] } };
  const putsSummaries: Grant = { action: 'dynamodb:PutItem', resource: table, condition };
  const [summary, user] = [summaryPartition('2026-03'), userPartition({ kind: 'root', home: '1', name: 'root' })];
  const cases: [what: string, call: ReturnType<typeof request>, isAllowed: boolean][] = [
    ['a summary that is put', request('PutItem', { Item: { pk: { S: summary }, sk: { S: 'x' } } }), true],
    ['an event that is put', request('PutItem', { Item: { pk: { S: user }, sk: { S: 'x' } } }), false],
    ['a summary that is deleted', request('DeleteItem', { Key: { pk: { S: summary }, sk: { S: 'x' } } }), false],
    ['another table', { ...request('PutItem', { Item: { pk: { S: summary } } }), resource: 'table/other' }, false],
  ];
  for (const [what, call, isAllowed] of cases)
    it(`${isAllowed ? 'allow' : 'do not allow'} ${what}`, () => assert.equal(allows(putsSummaries, call), isAllowed));

  it('have the keys of what is read, too', () => {
    const keys = (operation: string, body: object) => request(operation, body).leadingKeys;
    assert.deepEqual(keys('GetItem', { Key: { pk: { S: user }, sk: { S: 'x' } } }), [user]);
    assert.deepEqual(keys('Query', { ExpressionAttributeValues: { ':pk': { S: user }, ':from': { S: 'x' } } }), [user]);
  });

  it('are not let through by a condition that is not understood', () => {
    const odd = { ...putsSummaries, condition: { Bool: { 'aws:SecureTransport': 'true' } } };
    assert.throws(() => allows(odd, cases[0]![1]), /not known here: Bool aws:SecureTransport/);
  });
});
