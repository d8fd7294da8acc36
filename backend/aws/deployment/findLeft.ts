import { setTimeout } from 'node:timers/promises';
import { ask } from '../awsErrors.ts';
import type { Aws } from '../openAws.ts';
import { SERVICE } from '../stack.ts';

/** Something that has the tag of a tracker. */
export interface Tagged {
  arn: string;
  /** Its service and what it is there, for example "sqs cloudtrail-tracker-dev-ingest". */
  name: string;
  /** Whether it is a table with events, which a removal keeps. */
  isTable: boolean;
}

export interface SearchOptions {
  /** AWS goes on naming what is deleted for a while: so often is looked, and after so many milliseconds again. */
  looks?: number;
  interval?: number;
}

/**
 * What has the tag of a tracker's stage in the region: functions, queues, logs, alarms, buckets, the API, tables. (Roles are not
 * searched in that way, but a stack that is gone has deleted its own.) Needs tag:GetResources.
 */
export async function findLeft(
  aws: Pick<Aws, 'tagging'>,
  stage: string,
  { looks = 4, interval = 5000 }: SearchOptions = {},
  signal?: AbortSignal,
): Promise<Tagged[]> {
  for (let look = 1; ; look++) {
    const found = await search(aws, stage, signal);
    if (look >= looks || found.every(({ isTable }) => isTable)) return found;
    await setTimeout(interval, undefined, { signal });
  }
}

async function search({ tagging }: Pick<Aws, 'tagging'>, stage: string, signal?: AbortSignal): Promise<Tagged[]> {
  const found: Tagged[] = [];
  let token: string | undefined;
  do {
    const request = tagging.getResources({ key: SERVICE, value: stage, token }, signal);
    const page = await ask({ action: 'tag:GetResources', resource: 'what has a tag in the region' }, request);
    found.push(...page.arns.map(taggedOf));
    ({ token } = page);
  } while (token !== undefined);
  return found.sort((a, b) => (a.arn < b.arn ? -1 : 1));
}

/** arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE, of which the last part may have colons too. */
function taggedOf(arn: string): Tagged {
  const [, , service = '', , , ...resource] = arn.split(':');
  const name = `${service} ${resource.join(':')}`;
  return { arn, name, isTable: /^dynamodb table\/[^/]+$/.test(name) };
}
