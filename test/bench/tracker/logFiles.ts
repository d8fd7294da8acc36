import { DEFAULT_DROP, dropRule, type DropSettings } from '../../../backend/core/dropRule.ts';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { eventOf } from '../../../backend/core/eventOf.ts';
import type { LogFileFacts } from '../../../backend/core/eventStore.ts';
import type { JsonObject } from '../../../backend/core/json.ts';
import { baseName, readLogFileName } from '../../../backend/core/logFile.ts';
import { generateSample } from '../../../backend/sample/generateSample.ts';
import type { SampleOptions } from '../../../backend/sample/sampleOptions.ts';

/** A file of a sample, as the ingest function hands it to the store. */
export interface ReadLogFile {
  facts: LogFileFacts;
  events: TrackerEvent[];
  /** The records of these events. */
  records: JsonObject[];
  /** When it was delivered, in milliseconds since 1970. */
  delivered: number;
  /** All that it holds. */
  content: object;
  isLog: boolean;
}

/** The files of a sample, oldest first, without what is dropped. */
export function* logFiles(options: SampleOptions, drop: DropSettings = DEFAULT_DROP): Generator<ReadLogFile> {
  const ruleThatDrops = dropRule(drop);
  for (const { path, content } of generateSample(options)) {
    const delivered = Date.parse(readLogFileName(path).delivered!);
    const all = 'Records' in content ? (content.Records as unknown as JsonObject[]) : [];
    const [events, records]: [TrackerEvent[], JsonObject[]] = [[], []];
    all.forEach((record, position) => {
      const event = eventOf(record, baseName(path), position);
      if (ruleThatDrops(event) !== undefined) return;
      events.push(event);
      records.push(record);
    });
    const facts = { name: path, size: 1000 * all.length, modified: delivered, records: all.length, broken: 0 };
    const isLog = 'Records' in content;
    yield { facts: { ...facts, dropped: all.length - events.length }, events, records, delivered, content, isLog };
  }
}

/** The same moment on every machine and day, so that everything is a function of the seed. */
export const END = new Date('2026-04-01T00:00:00Z');

/** A sample that says how many days it covers. */
export type Sample = SampleOptions & { days: number };

const organization = (days: number, events: number): Sample => ({
  end: END,
  seed: 7,
  organization: true,
  days,
  events,
});

/** What is asked about: 40 accounts, 2,000 roles, 150 people. `events` are as many as leave the named number after the drop rule. */
export const CORPORA = {
  '10,000 in 14 days': organization(14, 34_000),
  '100,000 in 14 days': organization(14, 500_000),
  '1,000,000 in 14 days': organization(14, 5_000_000),
  '1,000,000 in a year': organization(365, 6_000_000),
} satisfies Record<string, Sample>;

export type CorpusName = keyof typeof CORPORA;
