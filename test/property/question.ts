import fc from 'fast-check';
import { TIME_FIELDS } from '../../backend/core/activity.ts';
import { OUTCOMES, USER_KINDS, type TrackerEvent } from '../../backend/core/event.ts';
import { COUNTED_FIELDS, fieldValues, type Condition } from '../../backend/core/filter.ts';
import { ZONES } from '../parity/questions.ts';

/** A question by what it means; spelling.ts writes it down. */
export interface Question {
  route: 'scan' | 'user' | 'service' | 'activity' | 'userActivity';
  /** The user or service of the path; '' where the route has none. */
  of: string;
  /** Each must hold. A field may have several. */
  conditions: readonly FieldCondition[];
  from?: Moment;
  to?: Moment;
  tz?: string;
  limit?: number;
  count: boolean;
  groupBy: readonly string[];
}

export interface FieldCondition {
  field: string;
  condition: Condition;
}

/** A date of the question's zone, or a time in milliseconds since 1970. */
export type Moment = string | number;

/** Attributes of the generated events that no counter knows. */
const UNCOUNTED = ['session', 'sourceIPAddress', 'fromConsole', 'proof', 'requestParameters_instanceId', 'resources', 'errorMessage', 'eventID', 'eventTime', 'logFile'] as const; // prettier-ignore
const GROUPS = [...COUNTED_FIELDS, ...TIME_FIELDS, ...UNCOUNTED.slice(0, 7)];

/** The values of these are few and fixed: any other is refused. */
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  kind: USER_KINDS,
  outcome: OUTCOMES,
  readOnly: ['true', 'false'],
};

/** Random questions about these events: most find something, some ask for what nobody has done. */
export function questionOver(events: readonly TrackerEvent[]): fc.Arbitrary<Question> {
  const valuesOf = (field: string) => [...new Set(events.flatMap((event) => fieldValues(event, field)))];
  const fields = [...COUNTED_FIELDS, ...COUNTED_FIELDS, ...UNCOUNTED].map((field) => ({ field, values: valuesOf(field) })); // prettier-ignore
  const users = valuesOf('user').filter((name) => name !== '');
  const times = [...new Set(events.map(({ eventTime }) => Date.parse(eventTime)))];

  const time = fc
    .tuple(fc.constantFrom(...times), fc.constantFrom(-1, 0, 0, 1, 999, 1000, -86_400_000, 3_600_000))
    .map(([at, shift]) => at + shift);
  const date = time.map((at) => new Date(at).toISOString().slice(0, 10));
  const moment = fc.oneof(time, time, date);

  const condition = fc.constantFrom(...fields).chain(({ field, values }) => {
    const known = fc.constantFrom(...values);
    const value = CLOSED[field] ? fc.constantFrom(...CLOSED[field]) : fc.oneof({ weight: 9, arbitrary: known }, { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 5 }) }); // prettier-ignore
    const some = fc.array(value, { maxLength: 3 });
    const prefix = fc.tuple(known, fc.nat({ max: 5 })).map(([text, end]) => text.slice(0, end));
    const shapes: fc.Arbitrary<Condition>[] = [
      value.map((one) => ({ in: [one] })),
      value.map((one) => ({ in: [one] })),
      some.map((all) => ({ in: all })),
      some.map((all) => ({ not: all })),
      prefix.map((one) => ({ prefix: one })),
      fc.record({ in: some, prefix: fc.array(prefix, { maxLength: 2 }), not: some }, { requiredKeys: [] }),
    ];
    return fc.oneof(...shapes).map((made): FieldCondition => ({ field, condition: made }));
  });
  const conditions = fc.array(condition, { maxLength: 4, size: 'max' }).map((all) => all.filter(canBeSaid));

  const route = fc.constantFrom<Question['route']>('scan', 'scan', 'user', 'service', 'activity', 'activity', 'userActivity'); // prettier-ignore
  const user = fc.constantFrom(...users, 'nobody', '..', 'a/b');
  const service = fc.constantFrom(...valuesOf('service'), 'ec2.amazonaws.com', 'nothing');
  return route.chain((where) => {
    const ofUser = where === 'user' || where === 'userActivity';
    const pathField = ofUser ? 'user' : where === 'service' ? 'service' : '';
    return fc
      .record({
        of: ofUser ? user : where === 'service' ? service : fc.constant(''),
        // What the path names cannot be given again.
        conditions: conditions.map((all) => all.filter(({ field }) => field !== pathField)),
        bounds: fc.oneof(
          { weight: 8, arbitrary: fc.record({ from: moment, to: moment }) },
          { weight: 2, arbitrary: fc.constant({ from: '2000-01-01', to: '2030-12-31' }) },
          { weight: 2, arbitrary: fc.record({ from: moment, to: moment }, { requiredKeys: [] }) },
        ),
        tz: fc.option(fc.constantFrom(...ZONES), { nil: undefined }),
        limit: fc.constantFrom(undefined, undefined, 1, 7, 50, 10_000),
        count: fc.constantFrom(false, false, true),
        groupBy: fc.uniqueArray(fc.constantFrom(...GROUPS), { maxLength: 4, size: 'max' }),
      })
      .map(({ bounds, ...rest }): Question => ({ route: where, ...rest, ...inOrder(bounds) }));
  });
}

/** Whether the answer comes in pages. */
export function isPaged({ route, count }: Question): boolean {
  return !isActivity(route) && !count;
}

export function isActivity(route: Question['route']): boolean {
  return route === 'activity' || route === 'userActivity';
}

/** The one value that a condition asks for; undefined for any other condition. */
export function singleValue({ condition }: FieldCondition): string | undefined {
  return Object.keys(condition).length === 1 && condition.in?.length === 1 ? condition.in[0] : undefined;
}

/**
 * A field is once in a filter, and any number of times among `param` and `value`. Of several conditions on resources one and the same
 * value must meet all, which is no conjunction.
 */
function canBeSaid(each: FieldCondition, at: number, all: readonly FieldCondition[]): boolean {
  const before = all.slice(0, at).filter(({ field }) => field === each.field);
  if (each.field === 'resources') return before.length === 0;
  return singleValue(each) !== undefined || before.every((other) => singleValue(other) !== undefined);
}

/** Two times the earlier first; dates may come as they do, and then are refused. */
function inOrder<T extends { from?: Moment; to?: Moment }>(bounds: T): T {
  const { from, to } = bounds;
  return typeof from === 'number' && typeof to === 'number' && from > to ? { ...bounds, from: to, to: from } : bounds;
}
