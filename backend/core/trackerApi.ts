import type { ActivityField, ActivityRow } from './activity.ts';
import type { TrackerEvent } from './event.ts';
import type { StoreStatus } from './eventStore.ts';
import type { EventFilter } from './filter.ts';
import type { JsonObject } from './json.ts';
import type { LogGaps } from './logGaps.ts';

/**
 * The query boundary: one method per REST route, the same in-process, over a worker's port and over HTTPS.
 * Requests hold what a REST call holds. Expected failures are UserErrors (400 with the parameter named, 404).
 */
export interface TrackerApi {
  /** GET /users: names, each once, in natural order. */
  users(request: UsersRequest, signal?: AbortSignal): Promise<string[]>;
  /** GET /services: names (ec2, not ec2.amazonaws.com), in natural order. */
  services(request: object, signal?: AbortSignal): Promise<string[]>;
  /** GET /parameters: names of all attributes that can be filtered on, in natural order. */
  parameters(request: object, signal?: AbortSignal): Promise<string[]>;
  /** GET /users/{user}. */
  userEvents(request: EventsRequest & { user: string }, signal?: AbortSignal): Promise<EventsAnswer>;
  /** GET /services/{service}. */
  serviceEvents(request: EventsRequest & { service: string }, signal?: AbortSignal): Promise<EventsAnswer>;
  /** GET /scan: events of all users and services. */
  scan(request: EventsRequest, signal?: AbortSignal): Promise<EventsAnswer>;
  /** GET /activity: counts, sorted by group values, by bytes. */
  activity(request: ActivityRequest, signal?: AbortSignal): Promise<ActivityRow[]>;
  /** GET /users/{user}/activity. */
  userActivity(request: ActivityRequest & { user: string }, signal?: AbortSignal): Promise<ActivityRow[]>;
  /** GET /users/{user}/events/{id}: the whole record as CloudTrail wrote it, secrets replaced by "(removed)". */
  record(request: { user: string; id: string }, signal?: AbortSignal): Promise<JsonObject>;
  /** GET /status. */
  status(request: object, signal?: AbortSignal): Promise<TrackerStatus>;
  /** GET /gaps: the hours of a period of which no log file tells. */
  gaps(request: PeriodRequest, signal?: AbortSignal): Promise<LogGaps>;
}

/** As written in a REST call: dates or date-times, read in `tz` (IANA name, default UTC). See period.ts for the rules. */
export interface PeriodRequest {
  from?: string;
  to?: string;
  tz?: string;
}

export interface EventsRequest extends PeriodRequest {
  filter?: EventFilter;
  /** 1 to 10,000, default 1,000. */
  limit?: number;
  /** The `next` of the page before, with otherwise the same request. */
  cursor?: string;
  /** Answers the number of all events that match instead of a page. */
  count?: boolean;
}

export interface ActivityRequest extends PeriodRequest {
  filter?: EventFilter;
  groupBy?: ActivityField[];
}

export interface UsersRequest {
  kind?: string;
  account?: string;
}

export interface EventsPage {
  events: TrackerEvent[];
  /** Opaque cursor of the next page. */
  next?: string;
}

export type EventsAnswer = EventsPage | number;

export interface TrackerStatus extends StoreStatus {
  version: string;
  /**
   * Set where only one user's own events can be asked for (client/ownApi.ts): then the events and their times are those of this user,
   * nothing is known of version and files, and what counts these is 0.
   */
  ownView?: true;
}
