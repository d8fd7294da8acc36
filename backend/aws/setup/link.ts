import { UserError } from '../../core/userError.ts';
import { isDenied } from '../awsErrors.ts';
import type { Aws } from '../openAws.ts';
import type { Tracker } from '../trackers.ts';

/** What is known of a link of the chain from a trail to an answer: 'unknown' where it could not be looked at. */
export type LinkState = 'good' | 'broken' | 'unknown';

export interface Finding {
  state: LinkState;
  /** What was seen, in sentences. */
  text: string;
  /** What to do, in Markdown, with the exact statement or command. */
  remedy?: string;
}

export interface Link extends Finding {
  name: string;
}

/** What the links are looked at with. */
export interface Subject {
  aws: Pick<Aws, 's3' | 'sqs' | 'cloudTrail' | 'dynamo' | 'region' | 'in'>;
  tracker: Tracker;
  /** The trail's bucket. */
  bucket: string;
}

export function good(text: string): Finding {
  return { state: 'good', text };
}

export function broken(text: string, ...remedy: readonly string[]): Finding {
  return { state: 'broken', text, ...(remedy.length > 0 && { remedy: remedy.join('\n\n') }) };
}

export function unknown(text: string, ...remedy: readonly string[]): Finding {
  return { ...broken(text, ...remedy), state: 'unknown' };
}

/**
 * A link that cannot be looked at says so, and the others are still looked at: what this identity may not do says nothing about
 * the tracker. A cancellation, and a fault of ours, pass.
 */
export async function orUnknown(finding: Promise<Finding>): Promise<Finding> {
  try {
    return await finding;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return isDenied(error) || error.status === 403 ? unknown(error.message) : broken(error.message);
  }
}

/** The same for what the tracker is asked: that it fails by a fault of its own is what is looked for. */
export async function orBroken(finding: Promise<Finding>, ...remedy: readonly string[]): Promise<Finding> {
  try {
    return await orUnknown(finding);
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'AbortError') throw error;
    return broken(error.message, ...remedy);
  }
}

export function json(value: unknown): string {
  return code(JSON.stringify(value, undefined, 2), 'json');
}

export function code(text: string, language = 'sh'): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
