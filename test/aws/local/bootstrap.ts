import { existsSync } from 'node:fs';
import { Socket } from 'node:net';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';

/**
 * What runs inside a function's execution environment: reads events from the channel that lambdas.py has opened, a line of
 * JSON each, hands them to the deployed handler one after another, and answers on the same channel. Lambda's own runtime
 * does the same over HTTP.
 */
interface Invocation {
  requestId: string;
  /** Milliseconds. */
  deadline: number;
  functionArn: string;
  /** JSON. */
  event: string;
}

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

const { CHANNEL, _HANDLER: handlerName = '', LAMBDA_TASK_ROOT: codeFolder = '' } = process.env;
delete process.env['CHANNEL'];

function loadHandler(): Handler {
  const [, file = '', exportName = ''] = /^(.*)\.([^.]*)$/.exec(handlerName) ?? [];
  const base = path.join(codeFolder, file);
  const found = ['.js', '.cjs', '.mjs'].map((extension) => base + extension).find((each) => existsSync(each));
  if (!found) throw Object.assign(new Error(`Cannot find module '${file}'`), { name: 'Runtime.ImportModuleError' });
  const handler = (createRequire(found)(found) as Record<string, unknown>)[exportName];
  if (typeof handler === 'function') return handler as Handler;
  throw Object.assign(new Error(`${handlerName} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' });
}

async function handle({ requestId, deadline, functionArn, event }: Invocation): Promise<string> {
  const context = {
    awsRequestId: requestId,
    invokedFunctionArn: functionArn,
    functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'],
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  try {
    handler ??= loadHandler();
    const answer = await handler(JSON.parse(event), context);
    return JSON.stringify({ failed: false, answer: JSON.stringify(answer ?? null) });
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    console.error(stack);
    return JSON.stringify({
      failed: true,
      answer: JSON.stringify({ errorType: name, errorMessage: message, trace: stack?.split('\n') }),
    });
  }
}

let handler: Handler | undefined;
const channel = new Socket({ fd: Number(CHANNEL) });
for await (const line of createInterface({ input: channel })) {
  channel.write(`${await handle(JSON.parse(line) as Invocation)}\n`);
}
// The channel has been closed: so has the local AWS.
process.exit();
