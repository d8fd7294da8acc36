import assert from 'node:assert/strict';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { eventsAfter, findStack, newestEvent, ownsResource, type Stack } from '../../../backend/aws/stack.ts';

const STACK: Stack = { id: 'arn:stack', status: 'UPDATE_COMPLETE', parameters: {}, outputs: {} };

/** Lists of CloudFormation's answers, in its XML. */
const list = (name: string, members: string[]) =>
  `<${name}>${members.map((each) => `<member>${each}</member>`).join('')}</${name}>`;
const answer = (action: string, result: string) =>
  `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;
const events = (ids: string[], next = '') =>
  answer(
    'DescribeStackEvents',
    list(
      'StackEvents',
      ids.map((id) => `<EventId>${id}</EventId>`),
    ) + next,
  );

describe('a stack', () => {
  let server: Server;
  let client: CloudFormationClient;
  /** The bodies of answers by action, and by token for pages after the first. */
  const answers = new Map<string, string>();

  before(async () => {
    server = createServer((request, response) => {
      void text(request).then((body) => {
        const form = new URLSearchParams(body);
        const xml = answers.get(`${form.get('Action')}${form.get('NextToken') ?? ''}`);
        response.writeHead(xml?.startsWith('<ErrorResponse') ? 400 : 200).end(xml);
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
    client = new CloudFormationClient({ endpoint: `http://127.0.0.1:${port}`, region: 'eu-west-1', credentials });
  });
  after(() => {
    client.destroy();
    server.close();
  });

  it('is found with its parameters and outputs', async () => {
    const parameters = list('Parameters', ['<ParameterKey>KmsKey</ParameterKey><ParameterValue></ParameterValue>']);
    const outputs = list('Outputs', ['<OutputKey>TableName</OutputKey><OutputValue>t</OutputValue>']);
    const facts = '<StackId>arn:stack</StackId><StackStatus>UPDATE_COMPLETE</StackStatus>';
    answers.set('DescribeStacks', answer('DescribeStacks', list('Stacks', [facts + parameters + outputs])));
    const { id, status } = STACK;
    assert.deepEqual(await findStack(client, 'x'), {
      id,
      status,
      parameters: { KmsKey: '' },
      outputs: { TableName: 't' },
    });
  });

  it('that is deleted or never was is not found; another error is said', async () => {
    const deleted = '<StackId>arn:stack</StackId><StackStatus>DELETE_COMPLETE</StackStatus>';
    answers.set('DescribeStacks', answer('DescribeStacks', list('Stacks', [deleted])));
    assert.equal(await findStack(client, 'x'), undefined);
    const error = (code: string, message: string) =>
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
    answers.set('DescribeStacks', error('ValidationError', 'Stack with id x does not exist'));
    assert.equal(await findStack(client, 'x'), undefined);
    answers.set(
      'DescribeStacks',
      error('AccessDenied', 'ana is not authorized to perform: cloudformation:DescribeStacks'),
    );
    const message = /^ana may not do cloudformation:DescribeStacks on/;
    await assert.rejects(findStack(client, 'x'), { name: 'UserError', message });
  });

  it('owns a resource that it has not deleted', async () => {
    const resource = (name: string, status: string) =>
      `<LogicalResourceId>${name}</LogicalResourceId><ResourceStatus>${status}</ResourceStatus>`;
    const page = (members: string[], next = '') =>
      answer('ListStackResources', list('StackResourceSummaries', members) + next);
    const first = [resource('Bucket', 'CREATE_COMPLETE'), resource('OldTable', 'DELETE_COMPLETE')];
    answers.set('ListStackResources', page(first, '<NextToken>2</NextToken>'));
    answers.set('ListStackResources2', page([resource('EventsTable', 'UPDATE_COMPLETE')]));
    assert.equal(await ownsResource(client, STACK, 'EventsTable'), true);
    assert.equal(await ownsResource(client, STACK, 'OldTable'), false);
    assert.equal(await ownsResource(client, STACK, 'Other'), false);
  });

  it('tells what happened after an event, over pages', async () => {
    answers.set('DescribeStackEvents', events(['5', '4'], '<NextToken>2</NextToken>'));
    answers.set('DescribeStackEvents2', events(['3', '2', '1']));
    const after = async (last?: string) => (await eventsAfter(client, STACK, last)).map(({ EventId }) => EventId);
    assert.equal(await newestEvent(client, STACK), '5');
    assert.deepEqual(await after('5'), []);
    assert.deepEqual(await after('2'), ['5', '4', '3']);
    assert.deepEqual(await after(), ['5', '4', '3', '2', '1']);
  });
});
