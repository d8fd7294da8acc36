import { Agent, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { callOf, type Call } from './call.ts';
import { listen, readAll } from './http.ts';

export interface Recorder {
  url: string;
  /** All calls so far, in order. */
  calls: Call[];
  close(): Promise<void>;
}

/**
 * A proxy between the Lambda functions and AWS, which writes down what they call.
 * @param endpointOf where a service is, by its name in IAM
 */
export async function openRecorder(endpointOf: (service: string) => string): Promise<Recorder> {
  const calls: Call[] = [];
  const agent = new Agent({ keepAlive: true });

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url: path = '/', headers } = request;
    const body = await readAll(request);
    const call = callOf({ method: method ?? 'GET', path, headers, body: body.toString() });
    calls.push(call);
    const outgoing = forward(endpointOf(call.service), { method, path, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    outgoing.on('error', () => response.destroy());
    outgoing.end(body);
  }

  const server = await listen((request, response) => {
    pass(request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  return {
    url: server.url,
    calls,
    async close() {
      agent.destroy();
      await server.close();
    },
  };
}
