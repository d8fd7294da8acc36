import { activityFromEvents } from '../../backend/core/activityFromEvents.ts';
import type { TrackerEvent } from '../../backend/core/event.ts';
import { compareKeys, encodeEventId, keyOf } from '../../backend/core/eventId.ts';
import type { Catalogue, EventStore, IngestResult, LogFileFacts } from '../../backend/core/eventStore.ts';
import { matches } from '../../backend/core/filter.ts';
import { compareBytes } from '../../backend/core/eventId.ts';
import { readLogFileName } from '../../backend/core/logFile.ts';
import { serviceOf } from '../../backend/core/service.ts';

/** An EventStore so naive that it is plainly right: all others are compared with it. */
export function createMemoryStore(): EventStore {
  const stored = new Map<string, { event: TrackerEvent; file: string }>();
  const files = new Map<string, LogFileFacts>();
  /** Newest first; undefined after something was added. */
  let sorted: TrackerEvent[] | undefined;
  const totals = { records: 0, broken: 0, duplicates: 0, dropped: 0 };

  function ingest(file: LogFileFacts, events: readonly TrackerEvent[]): IngestResult {
    const known = files.get(file.name);
    if (known && known.size === file.size && known.modified === file.modified)
      return { stored: 0, duplicates: events.length };
    sorted = undefined;
    let count = 0;
    for (const event of events) {
      const id = encodeEventId(keyOf(event));
      if (stored.has(id)) continue;
      stored.set(id, { event, file: file.name });
      count++;
    }
    const result = { stored: count, duplicates: events.length - count };
    files.set(file.name, file);
    totals.records += file.records;
    totals.broken += file.broken;
    totals.dropped += file.dropped;
    totals.duplicates += result.duplicates;
    return result;
  }

  function all(): TrackerEvent[] {
    sorted ??= [...stored.values()].map(({ event }) => event).sort((a, b) => compareKeys(keyOf(a), keyOf(b)));
    return sorted;
  }

  function catalogue(): Catalogue {
    const events = all();
    const distinct = (values: string[]) => [...new Set(values)].filter((value) => value !== '').sort(compareBytes);
    const users = new Map<string, TrackerEvent[]>();
    for (const event of events) {
      const user = JSON.stringify([event.userIdentity_userName, event.kind, event.home]);
      users.set(user, [...(users.get(user) ?? []), event]);
    }
    return {
      users: [...users.values()]
        .map((own) => ({
          kind: own[0]!.kind,
          home: own[0]!.home,
          name: own[0]!.userIdentity_userName,
          accounts: distinct(own.map(({ account }) => account)),
        }))
        .sort((a, b) => compareBytes(a.name, b.name) || compareBytes(a.kind, b.kind) || compareBytes(a.home, b.home)),
      services: distinct(events.map(({ eventSource }) => serviceOf(eventSource))),
      accounts: distinct(events.map(({ account }) => account)),
      regions: distinct(events.map(({ awsRegion }) => awsRegion)),
      eventNames: distinct(events.map(({ eventName }) => eventName)),
    };
  }

  return {
    ingest: async (file, events) => ingest(file, events),

    events: async ({ period, filter, limit, after }) => {
      const matching = all().filter((event) => {
        const time = Date.parse(event.eventTime);
        return (
          time >= period.from &&
          time < period.to &&
          matches(event, filter) &&
          (!after || compareKeys(keyOf(event), after) > 0)
        );
      });
      const events = matching.slice(0, limit);
      return matching.length > limit ? { events, next: keyOf(events.at(-1)!) } : { events };
    },

    activity: (query) => activityFromEvents(all(), query),

    catalogue: async (kind) => catalogue()[kind],

    status: async () => {
      const events = all();
      const delivered = [...files.values()].map(
        ({ name, modified }) => readLogFileName(name).delivered ?? `${new Date(modified).toISOString().slice(0, 19)}Z`,
      );
      return {
        files: files.size,
        skipped: 0,
        rejected: 0,
        ...totals,
        events: events.length,
        oldestEvent: events.at(-1)?.eventTime,
        newestEvent: events[0]?.eventTime,
        newestLogFile: delivered.sort().at(-1),
        unsettled: [],
      };
    },

    loggedHours: async ({ from, to }) => {
      const delivered = [...files.values()].flatMap(({ name }) => readLogFileName(name).delivered ?? []);
      const times = [...delivered, ...all().map(({ eventTime }) => eventTime)].map((time) => Date.parse(time));
      const hours = new Set(times.map((time) => Math.floor(time / 3_600_000) * 3_600_000));
      return { since: from, hours: [...hours].filter((hour) => hour >= from && hour < to).sort((a, b) => a - b) };
    },

    locate: async (key) => {
      const found = stored.get(encodeEventId(key));
      return found && { file: found.file, position: found.event.position };
    },
  };
}
