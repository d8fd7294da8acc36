import type { ActivityField, ActivityRow } from './activity.ts';
import type { TrackerEvent, User } from './event.ts';
import type { EventFilter } from './filter.ts';

/**
 * The storage boundary. Two implementations (SQLite, DynamoDB) and one contract suite (test/contract/eventStore.ts).
 *
 * Invariants: adding the same log file twice, or the same event from two files, changes nothing, counters included;
 * counters and events never disagree once a file is settled.
 */
export interface EventStore {
  /** Adds the events of one log file, all or none of them. */
  ingest(file: LogFileFacts, events: readonly TrackerEvent[]): Promise<IngestResult>;
  /** One page of events, newest first: ordered by eventTime, eventID and user, all descending, by bytes. May be short and still have a next. */
  events(query: EventsQuery, signal?: AbortSignal): Promise<EventsResult>;
  /** Counts of events, exact for any filter, grouping and period; sorted by group values, by bytes. */
  activity(query: ActivityQuery, signal?: AbortSignal): Promise<ActivityRow[]>;
  /** Everybody, or everything of a kind, ever seen: sorted by bytes (users by name, kind and home), without ''. */
  catalogue<K extends keyof Catalogue>(kind: K): Promise<Catalogue[K]>;
  status(): Promise<StoreStatus>;
  /** The hours that log files tell of: one that could be read was delivered in the hour, or has brought events of it. */
  loggedHours(period: Period, signal?: AbortSignal): Promise<LoggedHours>;
  /** Where the whole record of an event lies; undefined for an event that is not stored. */
  locate(key: EventKey): Promise<RecordLocation | undefined>;
}

/** A stretch of time in milliseconds since 1970, UTC: from inclusive, to exclusive. */
export interface Period {
  from: number;
  to: number;
}

/** Times in milliseconds since 1970, UTC. */
export interface LoggedHours {
  /** Where the store's knowledge begins within the period that was asked for: before, what there was has expired. */
  since: number;
  /** Starts of hours, ascending, each once. */
  hours: number[];
}

/** What identifies an event, in every store. */
export interface EventKey {
  user: User;
  eventTime: string;
  eventID: string;
}

export interface LogFileFacts {
  /** Path or S3 key: unique in the source. */
  name: string;
  /** Bytes, as stored (compressed). */
  size: number;
  /** Milliseconds since 1970: when the file was written. A file whose size or time has changed is read again. */
  modified: number;
  /** What was read of it: records = events handed to ingest + dropped + broken. */
  records: number;
  dropped: number;
  broken: number;
  /** Hash of the bytes, in hex: tells a file whose name tells nothing. Not every store asks for it. */
  contentHash?: string;
}

/** What became of the events: stored + duplicates = events handed in. */
export interface IngestResult {
  stored: number;
  duplicates: number;
}

export interface EventsQuery {
  period: Period;
  filter: EventFilter;
  limit: number;
  /** The last event of the page before. */
  after?: EventKey;
}

export interface EventsResult {
  events: TrackerEvent[];
  /** Where the next page starts; undefined when there is none. */
  next?: EventKey;
}

export interface ActivityQuery {
  period: Period;
  filter: EventFilter;
  groupBy: readonly ActivityField[];
  /** IANA name of the zone that `day` is read in. */
  tz: string;
}

export interface CatalogueUser extends User {
  /** The accounts in which the user was seen, sorted. */
  accounts: string[];
}

export interface Catalogue {
  users: CatalogueUser[];
  services: string[];
  accounts: string[];
  regions: string[];
  eventNames: string[];
}

/** records = events + duplicates + dropped + broken. */
export interface StoreStatus {
  files: number;
  skipped: number;
  rejected: number;
  records: number;
  broken: number;
  duplicates: number;
  dropped: number;
  events: number;
  /** eventTime of the oldest and newest event stored. */
  oldestEvent?: string;
  newestEvent?: string;
  /** Delivery time of the newest log file (from its name, else when it was written), YYYY-MM-DDTHH:MM:SSZ. */
  newestLogFile?: string;
  /** Names of the files that are begun and not settled; the first thousand. */
  unsettled: string[];
  /** How many such files there are, where they are more than that. */
  unsettledCount?: number;
  /** What is said about them, and about files that were rejected; the first thousand. Not every store has it. */
  problems?: FileReason[];
}

/** A file that something is to be said about. */
export interface FileReason {
  name: string;
  state: 'rejected' | 'unsettled';
  reason: string;
}

export interface RecordLocation {
  /** The log file's name, as in LogFileFacts. */
  file: string;
  /** The record's ordinal in the file, from 0. */
  position: number;
}
