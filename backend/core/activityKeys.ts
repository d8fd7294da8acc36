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
const ALIASES: Readonly<Record<string, string>> = { awsRegion: 'region', userIdentity_userName: 'user', eventSource: 'eventSource' };

/** Whether a field is a function of the key alone. */
export function isKeyField(field: FilterField): boolean {
  return isCountedField(field) || Object.hasOwn(ALIASES, field);
}

type KeyTuple = [kind: UserKind, home: string, name: string, account: string, region: string, source: string, event: string, readOnly: 0 | 1, error: string];

/** The key of an event as text, under which it is stored. */
export function activityKeyText(event: TrackerEvent): string {
  const { kind, home, userIdentity_userName, account, awsRegion, eventSource, eventName, readOnly, errorCode = '' } = event;
  const tuple: KeyTuple = [kind, home, userIdentity_userName, account, awsRegion, eventSource, eventName, readOnly ? 1 : 0, errorCode];
  return JSON.stringify(tuple);
}

/** Whether two keys, as text, are of one user. */
export function haveSameUser(a: string, b: string): boolean {
  return userText(JSON.parse(a) as KeyTuple) === userText(JSON.parse(b) as KeyTuple);
}

/** The dictionary of all keys, numbered from 0. */
export class ActivityKeys {
  /** Numbers users: two of one name and different kind or home are two. */
  readonly users = new ValueColumn();
  readonly outcomes: Column;
  private readonly account = new ValueColumn();
  private readonly region = new ValueColumn();
  private readonly eventSource = new ValueColumn();
  private readonly eventName = new ValueColumn();
  private readonly readOnly = new ValueColumn();
  private readonly errorCode = new ValueColumn();
  private readonly columns: Readonly<Record<string, Column>>;
  private readonly numbers = new Map<string, number>();

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
    return this.numbers.size;
  }

  /** The number of a key by its text; a new one if it was never seen. */
  intern(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const tuple = JSON.parse(text) as KeyTuple;
    const [, , , account, region, eventSource, eventName, readOnly, errorCode] = tuple;
    this.users.push(userText(tuple));
    this.account.push(account);
    this.region.push(region);
    this.eventSource.push(eventSource);
    this.eventName.push(eventName);
    this.readOnly.push(String(readOnly === 1));
    this.errorCode.push(errorCode);
    const number = this.numbers.size;
    this.numbers.set(text, number);
    return number;
  }

  at(key: number): ActivityKey {
    const value = (column: Column) => column.values[column.at(key)]!;
    return {
      user: readUser(value(this.users)),
      account: value(this.account),
      awsRegion: value(this.region),
      eventSource: value(this.eventSource),
      eventName: value(this.eventName),
      readOnly: value(this.readOnly) === 'true',
      errorCode: value(this.errorCode),
      outcome: value(this.outcomes) as Outcome,
    };
  }

  /** The column of a key field. */
  column(field: FilterField): Column {
    return this.columns[Object.hasOwn(ALIASES, field) ? ALIASES[field]! : field]!;
  }

  /** The value of a key field of a key. */
  value(key: number, field: FilterField): string {
    const column = this.column(field);
    return column.values[column.at(key)]!;
  }

  userOf(key: number): User {
    return readUser(this.users.values[this.users.at(key)]!);
  }

  /** Undefined for a user without a key. */
  userNumber({ kind, home, name }: User): number | undefined {
    return this.users.numberOf(JSON.stringify([kind, home, name]));
  }

  /** For every key 1 if it passes the filter, whose fields must all be key fields, else 0. */
  matching(filter: EventFilter): Uint8Array {
    const matching = new Uint8Array(this.size).fill(1);
    for (const [field, condition] of Object.entries(filter)) {
      if (!condition) continue;
      const column = this.column(field);
      const passes = column.values.map((value) => meets(value, condition));
      for (let key = 0; key < matching.length; key++) if (!passes[column.at(key)]) matching[key] = 0;
    }
    return matching;
  }
}

function userText([kind, home, name]: KeyTuple): string {
  return JSON.stringify([kind, home, name]);
}

function readUser(text: string): User {
  const [kind, home, name] = JSON.parse(text) as [UserKind, string, string];
  return { kind, home, name };
}
