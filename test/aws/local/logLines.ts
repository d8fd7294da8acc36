import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import type { LocalAws } from './localAws.ts';

/** What a function has logged, without the lines that Lambda adds. */
export async function logLines(aws: LocalAws, logGroupName: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { events = [] } of paginateFilterLogEvents({ client: aws.logs }, { logGroupName })) {
    lines.push(...events.map(({ message = '' }) => message));
  }
  return lines.filter((line) => !/^(START|END|REPORT) RequestId: /.test(line));
}
