import type { Json } from '../core/json.ts';
import { UserError } from '../core/userError.ts';

/** One line of the log. What is undefined is left out. */
export interface LogEntry {
  level: 'info' | 'warn' | 'error';
  message: string;
  [detail: string]: Json | undefined;
}

export type Log = (entry: LogEntry) => void;

/** Writes each entry as one line of JSON, which CloudWatch's queries and metric filters can read. */
export function createLog(write: (line: string) => void): Log {
  return (entry) => write(`${JSON.stringify(entry)}\n`);
}

/**
 * What may be logged of an error: of an expected one its message, of any other its name and where it came from. Messages of
 * other errors may quote what was read or sent, and that may hold secrets.
 */
export function errorDetails(error: unknown): Record<string, Json | undefined> {
  if (!(error instanceof Error)) return { error: typeof error };
  if (error instanceof UserError) return { error: error.name, reason: error.message };
  const { code, $metadata } = error as { code?: unknown; $metadata?: { requestId?: string; httpStatusCode?: number } };
  return {
    error: error.name,
    code: typeof code === 'string' ? code : undefined,
    status: $metadata?.httpStatusCode,
    awsRequestId: $metadata?.requestId,
    stack: framesOf(error),
  };
}

/** Why something failed, in a few words that may be stored and shown. */
export function reasonOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  return error instanceof Error ? error.name : 'unknown';
}

function framesOf({ stack = '', message }: Error): string[] {
  const behindMessage = message === '' ? stack : (stack.split(message).at(-1) ?? '');
  return behindMessage
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());
}
