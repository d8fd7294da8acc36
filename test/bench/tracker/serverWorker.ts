import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { parentPort } from 'node:worker_threads';
import { serve } from '../../../backend/local/rpc.ts';
import type { Usage } from './capacity.ts';
import { fill, type Filled, type FillRequest } from './fill.ts';
import { ConditionFailed, MemoryDynamo, type WireInput, type WireOutput } from './memoryDynamo.ts';

/** A DynamoDB and a bucket in memory, in a thread of their own, behind HTTP as AWS's clients speak it. */
export interface LocalAws {
  url(request: object): Promise<string>;
  fill(request: FillRequest): Promise<Filled>;
  usage(request: object): Promise<Usage>;
  putObject(request: { key: string; base64: string }): Promise<void>;
}

/** Milliseconds that each request takes at least: what a request to DynamoDB takes within a region, network and all. */
const DELAY = 5;

const dynamo = new MemoryDynamo();
const objects = new Map<string, Buffer>();

const server = createServer((request, response) => {
  void handle(request, response).catch((error: unknown) => {
    console.error(error);
    response.writeHead(400).end(JSON.stringify({ __type: 'ValidationException', message: String(error) }));
  });
});
// Never: a client that computes for longer than the usual 5 s would find its connections closed.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1');
const listening = once(server, 'listening');

serve<LocalAws>(
  parentPort!,
  Promise.resolve({
    async url() {
      await listening;
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    fill: (request: FillRequest) => fill(dynamo, request),
    usage: () => Promise.resolve({ ...dynamo.usage }),
    async putObject({ key, base64 }: { key: string; base64: string }) {
      objects.set(key, Buffer.from(base64, 'base64'));
    },
  }),
);

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const begin = performance.now();
  const body = await buffer(request);
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') answer(target.split('.')[1] ?? '', JSON.parse(body.toString()) as WireInput);
  else sendObject();

  function answer(operation: string, input: WireInput): void {
    try {
      const output = dynamo.execute(operation, input);
      later(() => send(200, jsonOf(operation, output)));
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      const type = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException';
      later(() => send(400, JSON.stringify({ __type: type, message: 'The conditional request failed' })));
    }
  }

  function send(status: number, json: string): void {
    const length = Buffer.byteLength(json);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'content-length': length }).end(json);
  }

  /** Of path-style addresses, which clients use where the host is a number. */
  function sendObject(): void {
    const key = decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname).replace(/^\/[^/]*\//, '');
    const bytes = objects.get(key);
    if (!bytes) throw new Error(`There is no ${key}.`);
    dynamo.usage.object++;
    const headers = { 'content-length': bytes.length, 'last-modified': new Date(0).toUTCString() };
    later(() => response.writeHead(200, headers).end(bytes));
  }

  function later(send: () => void): void {
    setTimeout(send, Math.max(0, DELAY - (performance.now() - begin)));
  }
}

function jsonOf(operation: string, { items, last }: WireOutput): string {
  if (operation === 'GetItem') return items.length > 0 ? `{"Item":${items[0]}}` : '{}';
  if (operation !== 'Query') return '{}';
  const next = last === undefined ? '' : `,"LastEvaluatedKey":${last}`;
  return `{"Count":${items.length},"ScannedCount":${items.length},"Items":[${items.join(',')}]${next}}`;
}
