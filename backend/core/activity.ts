import { isCountedField, isCountedFilter, type CountedField, type EventFilter } from './filter.ts';

/** Time fields that activity can be grouped by. `day` is a date in the request's zone; `hour` and `quarter` are starts in UTC. */
export const TIME_FIELDS = ['day', 'hour', 'quarter'] as const;
export type TimeField = (typeof TIME_FIELDS)[number];

/** A time field, a counted field, or any stored attribute (which costs a look at the events). */
export type ActivityField = TimeField | CountedField | (string & {});

/**
 * How often something happened. Besides count, errors, denied, first and last it bears a string per field asked for:
 * `day` as YYYY-MM-DD, `hour` and `quarter` as YYYY-MM-DDTHH:MM:SSZ, all else as in filters. A `user` row also bears `kind` and `home`.
 */
export interface ActivityRow {
  count: number;
  /** Events with outcome denied or error. */
  errors: number;
  denied: number;
  /** eventTime of the first and last of them. */
  first: string;
  last: string;
  [group: string]: string | number;
}

export function isTimeField(field: string): field is TimeField {
  return (TIME_FIELDS as readonly string[]).includes(field);
}

/** Whether the counters can be grouped by these fields. */
export function isCountedGrouping(groupBy: readonly ActivityField[]): boolean {
  return groupBy.every((field) => isTimeField(field) || isCountedField(field));
}

/** Whether the counters know all that a question asks for: else events have to be read. */
export function isCountedQuestion(filter: EventFilter, groupBy: readonly ActivityField[]): boolean {
  return isCountedFilter(filter) && isCountedGrouping(groupBy);
}
