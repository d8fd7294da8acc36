import { OUTCOMES, USER_KINDS, type TrackerEvent } from '../../backend/core/event.ts';
import { encode } from '../../backend/core/eventId.ts';
import type { ActivityQuery, LogFileFacts, Period } from '../../backend/core/eventStore.ts';
import type { Condition, EventFilter } from '../../backend/core/filter.ts';
import { outcomeOf } from '../../backend/core/outcome.ts';
import { timeText } from '../../backend/core/quarter.ts';

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Texts whose order differs between UTF-16 and UTF-8, and such as break joins, quotes and patterns. */
const NAMES = ['ann', 'bob', 'Zoë', 'a', '', 'a"b', "o'hara", '%', '\u{1f600}', '\uffee', 'a\\b', 'ann '];
const ACCOUNTS = ['111122223333', '444455556666', ''];
const REGIONS = ['us-east-1', 'eu-west-1', ''];
const SOURCES = ['ec2.amazonaws.com', 's3.amazonaws.com', 'iam.amazonaws.com', 'odd'];
const EVENTS = ['RunInstances', 'DescribeInstances', 'PutObject', 'CreateUser', 'Describe'];
const ERRORS = [undefined, undefined, undefined, 'AccessDenied', 'NoSuchBucket', 'Client.UnauthorizedOperation'];
const SESSIONS = [undefined, 'i-0123', 'carol@example.com', 'Zoë'];
const ADDRESSES = ['192.0.2.1', '192.0.2.2', 'AWS Internal', undefined];
const RESOURCES = ['i-1', 'i-2', 'arn:aws:s3:::logs', 'Zoë'];
const ZONES = [
  'UTC',
  'Europe/Madrid',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Pacific/Apia',
];

/** The last days of March 2021 and, for zones that change their clocks within a quarter of an hour, November 2010. */
const STARTS = [Date.parse('2021-03-26T00:00:00Z') / 1000, Date.parse('2010-11-06T00:00:00Z') / 1000];
const SPAN = 3 * 86_400;

export interface RandomFile {
  file: LogFileFacts;
  events: TrackerEvent[];
}

/** Events from few values, so that they collide in every way: same quarter, same second, same id, same user. */
export class RandomEvents {
  private readonly random: () => number;
  private files = 0;
  private readonly made: TrackerEvent[] = [];

  constructor(seed: number) {
    this.random = createRandom(seed);
  }

  pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.random() * values.length)]!;
  }

  time(): number {
    const exact = this.pick(STARTS) + Math.floor(this.random() * SPAN);
    return this.random() < 0.5 ? exact : exact - (exact % 900) + this.pick([0, 1, 899]);
  }

  event(logFile: string, position: number): TrackerEvent {
    // A third was delivered before: word for word, or with the same id and another user, time or content.
    if (this.made.length > 0 && this.random() < 0.3) {
      const known = this.pick(this.made);
      const change = this.pick<Partial<TrackerEvent>>([
        {},
        {},
        { eventTime: timeText(this.time()) },
        { userIdentity_userName: 'ann' },
        { awsRegion: 'x' },
      ]);
      return withId({ ...known, ...change, logFile, position });
    }
    const errorCode = this.pick(ERRORS);
    const session = this.pick(SESSIONS);
    const sourceIPAddress = this.pick(ADDRESSES);
    const event = withId({
      id: '',
      eventID:
        this.random() < 0.5
          ? String(Math.floor(this.random() * 1e6))
          : `${this.pick(NAMES)}${Math.floor(this.random() * 40)}`,
      eventTime: timeText(this.time()),
      eventName: this.pick(EVENTS),
      eventSource: this.pick(SOURCES),
      awsRegion: this.pick(REGIONS),
      account: this.pick(ACCOUNTS),
      userIdentity_userName: this.pick(NAMES),
      kind: this.pick(USER_KINDS),
      home: this.pick(ACCOUNTS),
      proof: session ? 'claimed' : 'proven',
      readOnly: this.random() < 0.5,
      outcome: outcomeOf(errorCode),
      ...(errorCode && { errorCode, errorMessage: `why ${this.pick(NAMES)}` }),
      ...(session && { session }),
      ...(sourceIPAddress && { sourceIPAddress }),
      ...(this.random() < 0.3 && { fromConsole: 'true' as const }),
      ...(this.random() < 0.4 && { requestParameters_instanceId: this.pick(RESOURCES) }),
      ...(this.random() < 0.4 && { resources: [...new Set([this.pick(RESOURCES), this.pick(RESOURCES)])] }),
      logFile,
      position,
    });
    this.made.push(event);
    return event;
  }

  file(length = Math.floor(this.random() * 40)): RandomFile {
    const number = ++this.files;
    const logFile = `111122223333_CloudTrail_us-east-1_2021032${number % 10}T0000Z_${number}.json.gz`;
    const events = Array.from({ length }, (_, position) => this.event(logFile, position));
    const [broken, dropped] = [this.pick([0, 0, 2]), this.pick([0, 3])];
    const records = events.length + broken + dropped;
    return {
      file: {
        name: `/logs/${number}/${logFile}`,
        size: 100 + number,
        modified: 1_616_000_000_000 + number,
        records,
        broken,
        dropped,
      },
      events,
    };
  }

  filter(): EventFilter {
    const fields: Record<string, readonly string[]> = {
      user: NAMES,
      kind: USER_KINDS,
      home: ACCOUNTS,
      service: ['ec2', 's3', 'odd'],
      eventName: EVENTS,
      account: ACCOUNTS,
      region: REGIONS,
      outcome: OUTCOMES,
      errorCode: ['', 'AccessDenied', 'NoSuchBucket'],
      readOnly: ['true', 'false'],
      eventSource: SOURCES,
      session: ['i-0123', 'Zoë', 'nobody'],
      sourceIPAddress: ['192.0.2.1', '192.0.'],
      fromConsole: ['true', 'false'],
      proof: ['claimed', 'proven'],
      requestParameters_instanceId: RESOURCES,
      resources: RESOURCES,
      errorMessage: ['why ann', 'why a"b', 'why \u{1f600}'],
    };
    const filter: EventFilter = {};
    while (this.random() < 0.6) {
      const [field, values] = this.pick(Object.entries(fields));
      filter[field] = this.condition(values);
    }
    return filter;
  }

  private condition(values: readonly string[]): Condition {
    const some = () => [this.pick(values), this.pick(values)];
    const start = (value: string) => value.slice(0, 1 + Math.floor(this.random() * 4));
    return this.pick<() => Condition>([
      () => ({ in: [this.pick(values)] }),
      () => ({ in: some() }),
      () => ({ not: some() }),
      () => ({ prefix: start(this.pick(values)) }),
      () => ({ in: some(), prefix: some().map(start), not: [this.pick(values)] }),
    ])();
  }

  /** Half of all periods keep to quarters, as the extension's do. */
  period(): Period {
    if (this.random() < 0.3) return { from: 0, to: Date.parse('2030-01-01T00:00:00Z') };
    const grain = this.random() < 0.5 ? 900_000 : 1;
    const [a, b] = [this.time() * 1000 + this.pick([0, 1, 500]), this.time() * 1000].map(
      (time) => time - (time % grain),
    );
    return { from: Math.min(a!, b!), to: Math.max(a!, b!) };
  }

  activityQuery(): ActivityQuery {
    const groupBy: string[] = [];
    const fields = [
      'user',
      'kind',
      'service',
      'eventName',
      'day',
      'hour',
      'quarter',
      'region',
      'outcome',
      'errorCode',
      'readOnly',
      'session',
      'sourceIPAddress',
      'fromConsole',
      'resources',
      'requestParameters_instanceId',
    ];
    while (this.random() < 0.6) groupBy.push(this.pick(fields));
    return { period: this.period(), filter: this.filter(), groupBy: [...new Set(groupBy)], tz: this.pick(ZONES) };
  }
}

export function withId(event: TrackerEvent): TrackerEvent {
  return { ...event, id: encode(event.kind, event.home, event.userIdentity_userName, event.eventTime, event.eventID) };
}
