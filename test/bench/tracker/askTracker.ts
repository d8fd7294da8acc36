import { createTrackerApi } from '../../../backend/core/createTrackerApi.ts';
import type { TrackerApi } from '../../../backend/core/trackerApi.ts';
import { createDynamoStore } from '../../../backend/dynamodb/dynamoStore.ts';
import type { Usage } from './capacity.ts';
import type { OpenLocalAws } from './localAws.ts';
import { END } from './logFiles.ts';
import { measure, usageOf, type Measured } from './measure.ts';
import { lastHours, questionsOf } from './questions.ts';
import { runView, VIEWS, type ViewRun } from './views.ts';

/** A table that is asked, at the moment at which its events end. */
export interface AskedTable {
  aws: OpenLocalAws;
  table: string;
  end?: Date;
}

/** The API over a table, as the query function makes it. */
export function apiOf({ aws, table, end = END }: AskedTable): TrackerApi {
  const now = () => end.getTime();
  const store = createDynamoStore({ client: aws.client, table, now });
  return createTrackerApi({ store, now, version: 'bench', readRecord: () => Promise.resolve({}) });
}

/** What it costs to ask about all days for the first time, when sums are made that are kept. */
export async function askFirst(asked: AskedTable, days: number): Promise<Usage> {
  const period = lastHours(24 * days, asked.end);
  return usageOf(asked.aws.service, () => apiOf(asked).activity({ ...period, groupBy: ['service'] }));
}

/** What is asked of a table whose events cover so many days. */
export async function askQuestions(asked: AskedTable, days: number): Promise<Map<string, Measured>> {
  const answers = new Map<string, Measured>();
  for (const [name, ask] of await questionsOf(apiOf(asked), days)) {
    answers.set(name, await measure(asked.aws.service, ask));
  }
  return answers;
}

export type MeasuredView = Measured & ViewRun;
export type ViewName = keyof typeof VIEWS;

/** A view over the last hours. */
export async function measureView(asked: AskedTable, name: ViewName, hours: number): Promise<MeasuredView> {
  const api = apiOf(asked);
  let run: ViewRun = { calls: 0, milliseconds: 0, sum: 0 };
  const measured = await measure(asked.aws.service, async () => {
    run = await runView(VIEWS[name], api, lastHours(hours, asked.end));
    return run.milliseconds;
  });
  return { ...run, ...measured };
}
