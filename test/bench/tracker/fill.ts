import { DEFAULT_DROP, dropSettingsText, type DropSettings } from '../../../backend/core/dropRule.ts';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { serviceOf } from '../../../backend/core/service.ts';
import { createDynamoStore } from '../../../backend/dynamodb/dynamoStore.ts';
import type { SampleOptions } from '../../../backend/sample/sampleOptions.ts';
import { usageSince, type Units, type Usage } from './capacity.ts';
import { createInProcessClient } from './inProcessClient.ts';
import { logFiles, type ReadLogFile } from './logFiles.ts';
import type { MemoryDynamo } from './memoryDynamo.ts';
import { Predecessor } from './predecessor.ts';

export interface FillRequest {
  table: string;
  sample: SampleOptions;
  /** Milliseconds since 1970: files that are delivered later are left out. */
  until?: number;
  /** Makes the summaries of each hour, as the ingest function does. Nothing older may be stored afterwards. */
  sumsUp?: boolean;
  /** How often everything happens, in the same second each time; once, if absent. */
  times?: number;
  /** Leaves out what concerns this service, and gives everybody a name of this sample's own: users who never used it. */
  withoutService?: string;
  /** The default rule, if absent. */
  drop?: DropSettings;
}

export interface Filled {
  /** Log files and others, as the bucket has them. */
  files: number;
  stored: number;
  duplicates: number;
  /** All that the ingest function did, the making of summaries included. */
  usage: Usage;
  /** Of that by what lies in the partitions. */
  units: Record<string, Units>;
  predecessor: Units;
  /** The whole table, as AWS charges its storage. */
  items: number;
  bytes: number;
}

/** Stores a sample as the ingest function would on its day: files one after the other, each when it was delivered. */
export async function fill(dynamo: MemoryDynamo, request: FillRequest): Promise<Filled> {
  const { table, sample, until = Infinity, sumsUp = false, times = 1, withoutService, drop = DEFAULT_DROP } = request;
  const before = { ...dynamo.usage };
  const predecessor = new Predecessor();
  let now = 0;
  const client = createInProcessClient(dynamo);
  const settings = dropSettingsText(drop);
  const store = createDynamoStore({ client, table, now: () => now, settings });
  let [files, stored, duplicates] = [0, 0, 0];
  for (const file of logFiles(sample, drop)) {
    if (file.delivered >= until) break;
    now = file.delivered;
    files++;
    if (!file.isLog) {
      await store.setAside(file.facts, 'skipped', 'digest file');
      continue;
    }
    if (sumsUp) await store.sumUp();
    const { facts, events } = withoutService === undefined ? file : others(file, withoutService, `${sample.seed}-`);
    const result = await store.ingest(
      { ...facts, records: facts.records + (times - 1) * events.length },
      repeated(events, times),
    );
    stored += result.stored;
    duplicates += result.duplicates;
    if (events.length > 0) predecessor.add(file.records, result.stored / events.length);
  }
  return {
    ...{ files, stored, duplicates, usage: usageSince(before, dynamo.usage), units: Object.fromEntries(dynamo.units) },
    predecessor: predecessor.units,
    ...dynamo.storedBytes(table),
  };
}

function repeated(events: readonly TrackerEvent[], times: number): TrackerEvent[] {
  return Array.from({ length: times }, (_, time) =>
    events.map((event) => (time === 0 ? event : { ...event, eventID: `${event.eventID}-${time}` })),
  ).flat();
}

function others(
  { facts, events }: ReadLogFile,
  service: string,
  prefix: string,
): Pick<ReadLogFile, 'facts' | 'events'> {
  const kept = events.filter(({ eventSource }) => serviceOf(eventSource) !== service);
  const renamed = kept.map((event): TrackerEvent => ({
    ...event,
    userIdentity_userName: prefix + event.userIdentity_userName,
  }));
  const left = events.length - kept.length;
  return { facts: { ...facts, dropped: facts.dropped + left }, events: renamed };
}
