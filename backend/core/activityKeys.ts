import type { Outcome, TrackerEvent, User, UserKind } from './event.ts';
import { isCountedField, meets, type EventFilter, type FilterField } from './filter.ts';
import { outcomeOf } from './outcome.ts';
import { serviceOf } from './service.ts';
import { derivedColumn, ValueColumn, type Column } from './valueColumn.ts';

/**
 * What the activity counters tell events apart by. Of millions of events only some thousands differ in it, so events and
 * counters bear its number, and a filter is evaluated once per key (mostly, once per value) instead of once per event.
 */
export type ActivityKey = Pick<TrackerEvent, 'account' | 'awsRegion' | 'eventSource' | 'eventName' | 'readOnly'> & {
  user: User;
  /** '' where there was no error. */
  errorCode: string;
  outcome: Outcome;
};

/** Attributes that are functions of the key but no counted fields, and the column of each. */
const ALIASES: Readonly<Record<string, string>> = {
  awsRegion: 'region',
  userIdentity_userName: 'user',
  eventSource: 'eventSource',
};

/** Whether a field is a function of the key alone. */
export function isKeyField(field: FilterField): boolean {
  return isCountedField(field) || Object.hasOwn(ALIASES, field);
}

/** A key as it is stored, as JSON. */
export type KeyTuple = [
  kind: UserKind,
  home: string,
  name: string,
  account: string,
  region: string,
  eventSource: string,
  eventName: string,
  readOnly: 0 | 1,
  errorCode: string,
];

/** The key of an event as text. */
export function activityKeyText(event: TrackerEvent): string {
  const {
    kind,
    home,
    userIdentity_userName,
    account,
    awsRegion,
    eventSource,
    eventName,
    readOnly,
    errorCode = '',
  } = event;
  const tuple: KeyTuple = [
    kind,
    home,
    userIdentity_userName,
    account,
    awsRegion,
    eventSource,
    eventName,
    readOnly ? 1 : 0,
    errorCode,
  ];
  return JSON.stringify(tuple);
}

/** The dictionary of all keys, numbered from 0. */
export class ActivityKeys {
  /** Numbers users: two of one name and different kind or home are two. */
  readonly users = new ValueColumn();
  private readonly outcomes: Column;
  private readonly account = new ValueColumn();
  private readonly region = new ValueColumn();
  private readonly eventSource = new ValueColumn();
  private readonly eventName = new ValueColumn();
  private readonly readOnly = new ValueColumn();
  private readonly errorCode = new ValueColumn();
  private readonly columns: Readonly<Record<string, Column>>;

  constructor() {
    const { users, account, region, eventSource, eventName, readOnly, errorCode } = this;
    this.outcomes = derivedColumn(errorCode, outcomeOf);
    this.columns = {
      user: derivedColumn(users, (text) => readUser(text).name),
      kind: derivedColumn(users, (text) => readUser(text).kind),
      home: derivedColumn(users, (text) => readUser(text).home),
      service: derivedColumn(eventSource, serviceOf),
      outcome: this.outcomes,
      account,
      region,
      eventSource,
      eventName,
      readOnly,
      errorCode,
    };
  }

  get size(): number {
    return this.users.numbers.length;
  }

  /** Adds a key that is not there yet; answers its number. */
  add([kind, home, name, account, region, eventSource, eventName, readOnly, errorCode]: KeyTuple): number {
    this.users.push(userText({ kind, home, name }));
    this.account.push(account);
    this.region.push(region);
    this.eventSource.push(eventSource);
    this.eventName.push(eventName);
    this.readOnly.push(readOnly ? 'true' : 'false');
    this.errorCode.push(errorCode);
    return this.size - 1;
  }

  at(key: number): ActivityKey {
    return {
      user: this.userOf(key),
      account: valueAt(this.account, key),
      awsRegion: valueAt(this.region, key),
      eventSource: valueAt(this.eventSource, key),
      eventName: valueAt(this.eventName, key),
      readOnly: valueAt(this.readOnly, key) === 'true',
      errorCode: valueAt(this.errorCode, key),
      outcome: this.outcomeOf(key),
    };
  }

  userOf(key: number): User {
    return { kind: this.value(key, 'kind') as UserKind, home: this.value(key, 'home'), name: this.value(key, 'user') };
  }

  outcomeOf(key: number): Outcome {
    return valueAt(this.outcomes, key) as Outcome;
  }

  /** The column of a key field. */
  column(field: FilterField): Column {
    return this.columns[Object.hasOwn(ALIASES, field) ? ALIASES[field]! : field]!;
  }

  /** The value of a key field of a key. */
  value(key: number, field: FilterField): string {
    return valueAt(this.column(field), key);
  }

  /** Undefined for a user without a key. */
  userNumber(user: User): number | undefined {
    return this.users.numberOf(userText(user));
  }

  /** For every key 1 if it passes the filter, whose fields must all be key fields, else 0. */
  matching(filter: EventFilter): Uint8Array {
    const matching = new Uint8Array(this.size).fill(1);
    for (const [field, condition] of Object.entries(filter)) {
      if (!condition) continue;
      const {
        numbers: { values: numbers },
        values,
      } = this.column(field);
      const passes = Uint8Array.from(values, (value) => (meets(value, condition) ? 1 : 0));
      for (let key = 0; key < matching.length; key++) matching[key]! &= passes[numbers[key]!]!;
    }
    return matching;
  }
}

function valueAt({ numbers, values }: Column, key: number): string {
  return values[numbers.values[key]!]!;
}

/** A user as one text, from which its parts can be told again whatever they contain. */
function userText({ kind, home, name }: User): string {
  return `${kind} ${home.length} ${home}${name}`;
}

function readUser(text: string): User {
  const [kind, length] = text.split(' ', 2) as [UserKind, string];
  const home = kind.length + length.length + 2;
  const name = home + Number(length);
  return { kind, home: text.slice(home, name), name: text.slice(name) };
}
