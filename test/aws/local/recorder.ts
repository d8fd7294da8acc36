import {
  Agent,
  request as forward,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { callOf, type Call } from './call.ts';
import { listen, readAll } from './http.ts';

export interface Recorder {
  url: string;
  /** All calls so far, in order. */
  calls: Call[];
  /** What AWS has said against some of them, to be read beside the failure of a test. */
  failures: string[];
  close(): Promise<void>;
}

/** A call on its way, with what it says. */
export interface PassingCall extends Call {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Resolves when its caller no longer waits. */
  gone: Promise<void>;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

export interface RecorderOptions {
  /** Where a call goes on to. */
  endpointOf(call: Call): string;
  /** Called before a call goes on, which waits for it. What it answers is the answer, and the call then does not go on. */
  before?(call: PassingCall): Promise<Answer | undefined>;
}

/** A proxy in front of AWS, which writes down what is called. */
export async function openRecorder({ endpointOf, before }: RecorderOptions): Promise<Recorder> {
  const calls: Call[] = [];
  const failures: string[] = [];
  const agent = new Agent({ keepAlive: true });

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/', headers } = request;
    const body = await readAll(request);
    const call = callOf({ method, path, headers, body: body.toString() });
    calls.push(call);
    const gone = new Promise<void>((resolve) => response.once('close', resolve));
    const own = await before?.({ ...call, method, path, headers, body: body.toString(), gone });
    // Its caller has given up meanwhile.
    if (response.destroyed) return;
    if (own) {
      response.writeHead(own.status, own.headers).end(method === 'HEAD' ? undefined : own.body);
      return;
    }
    const { expect: _answeredHere, ...others } = headers;
    const outgoing = forward(endpointOf(call), { method, path, headers: others, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      if ((answer.statusCode ?? 502) >= 400)
        readAll(answer).then(
          (text) => failures.push(`${call.action} on ${call.resource}: ${text.toString()}`),
          console.error,
        );
      answer.on('error', () => response.destroy());
    });
    outgoing.on('error', (error) => {
      failures.push(`${call.action} on ${call.resource}: ${error.message}`);
      response.destroy();
    });
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
    failures,
    async close() {
      agent.destroy();
      await server.close();
    },
  };
}
