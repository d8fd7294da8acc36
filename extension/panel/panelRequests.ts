import { isObject } from '../../backend/core/json.ts';
import type { Condition, EventFilter } from '../../backend/core/filter.ts';
import type { Page, PanelHost, PanelPeriod, PanelView, ProgressChoice, RecordAddress } from './protocol.ts';

const PAGES: readonly Page[] = ['overview', 'breakdown', 'events', 'progress'];

/**
 * Readers of the webview's messages: each returns the request, made of nothing but what it is meant to hold, or throws.
 * A message that does not fit is a fault of ours or an attack, never the user's mistake: a TypeError, not a UserError.
 */
export const requestReaders: { [Method in keyof PanelHost]: (argument: unknown) => Parameters<PanelHost[Method]>[0] } =
  {
    state: () => undefined,
    activity(argument) {
      const request = object(argument);
      return { filter: readFilter(request.filter), groupBy: groupBy(request.groupBy), ...periodIn(request) };
    },
    ranking(argument) {
      const request = object(argument);
      const { limit } = request;
      const fields = groupBy(request.groupBy);
      return { filter: readFilter(request.filter), groupBy: fields, limit: count(limit), ...periodIn(request) };
    },
    events(argument) {
      const request = object(argument);
      const cursor = request.cursor === undefined ? {} : { cursor: string(request.cursor) };
      return { filter: readFilter(request.filter), limit: count(request.limit), ...cursor, ...periodIn(request) };
    },
    reading(argument) {
      const request = object(argument);
      const { go } = request;
      if (typeof go !== 'boolean') throw new TypeError('not a yes or no');
      const period = readPeriod(request.period);
      return { filter: readFilter(request.filter), groupBy: groupBy(request.groupBy), period, go };
    },
    receipt(argument) {
      const { page, filter, groupBy: fields, period } = object(argument);
      return {
        page: readPage(page),
        filter: readFilter(filter),
        groupBy: groupBy(fields),
        period: readPeriod(period),
      };
    },
    sessionChain(argument) {
      const { accessKeyId, eventTime } = object(argument);
      return { accessKeyId: string(accessKeyId), eventTime: time(eventTime) };
    },
    sameRequest: (argument) => ({ event: address(object(argument).event) }),
    suggest(argument) {
      const { text, field, limit } = object(argument);
      return { text: string(text), limit: count(limit), ...(field !== undefined && { field: string(field) }) };
    },
    parameters: () => undefined,
    setView: (argument) => ({ view: readView(object(argument).view) }),
    setPeriod(argument) {
      const { period } = object(argument);
      return { period: period === 'previous' || period === 'whole' ? period : readPeriod(period) };
    },
    pickPeriod: () => undefined,
    pickScope: () => undefined,
    widenScope: () => undefined,
    openFolder: () => undefined,
    openSample: () => undefined,
    openRecord: (argument) => ({ event: address(object(argument).event) }),
    exportEvents: () => undefined,
    pickColumns: () => undefined,
    setColumns: (argument) => ({ columns: strings(object(argument).columns) }),
    copy: (argument) => ({ text: string(object(argument).text) }),
    progress(argument) {
      const { group, read } = object(argument);
      return { ...(group !== undefined && { group: string(group) }), ...(read === true && { read }) };
    },
    leftRunning: (argument) => ({ group: string(object(argument).group) }),
    openLink(argument) {
      const { lab, task } = object(argument);
      return { lab: string(lab), task: count(task) };
    },
    exportProgress: (argument) => ({ group: string(object(argument).group) }),
  };

/** What a panel shows; it also comes from the state that VS Code keeps of a panel over a reload. */
export function readView(value: unknown): PanelView {
  const view = object(value);
  const page = readPage(view.page);
  const fields = groupBy(view.groupBy);
  if (fields.length < 1 || fields.length > 2) throw new TypeError('not one field or two');
  const zoom = view.zoom === undefined ? {} : { zoom: readPeriod(view.zoom) };
  const progress = view.progress === undefined ? {} : { progress: readChoice(view.progress) };
  return { page, filter: readFilter(view.filter), groupBy: fields, ...zoom, ...progress };
}

function readChoice(value: unknown): ProgressChoice {
  const { group, student, lab } = object(value);
  return {
    ...(group !== undefined && { group: string(group) }),
    ...(student !== undefined && { student: string(student) }),
    ...(lab !== undefined && { lab: string(lab) }),
  };
}

function readPage(value: unknown): Page {
  const page = PAGES.find((one) => one === value);
  if (!page) throw new TypeError('not a page');
  return page;
}

/** An event filter of the right shape. */
export function readFilter(value: unknown): EventFilter {
  const filter: EventFilter = {};
  for (const [field, condition] of Object.entries(object(value))) {
    if (condition !== undefined) filter[field] = readCondition(condition);
  }
  return filter;
}

function readCondition(value: unknown): Condition {
  const { in: values, prefix, not, ...rest } = object(value);
  if (Object.keys(rest).length > 0) throw new TypeError('condition with unknown parts');
  return {
    ...(values === undefined ? {} : { in: strings(values) }),
    ...(prefix === undefined ? {} : { prefix: typeof prefix === 'string' ? prefix : strings(prefix) }),
    ...(not === undefined ? {} : { not: strings(not) }),
  };
}

function periodIn(request: Record<string, unknown>): { period?: PanelPeriod } {
  return request.period === undefined ? {} : { period: readPeriod(request.period) };
}

function readPeriod(value: unknown): PanelPeriod {
  const { from, to } = object(value);
  const period = { from: time(from), to: time(to) };
  if (period.from >= period.to) throw new TypeError('period without length');
  return period;
}

function address(value: unknown): RecordAddress {
  const event = object(value);
  return {
    id: string(event.id),
    userIdentity_userName: string(event.userIdentity_userName),
    eventName: string(event.eventName),
    eventTime: string(event.eventTime),
  };
}

function time(value: unknown): string {
  const text = string(value);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) throw new TypeError('not a time');
  return text;
}

function groupBy(value: unknown): string[] {
  const fields = strings(value);
  if (fields.length > 4) throw new TypeError('too many fields');
  return fields;
}

function count(value: unknown): number {
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > 10_000) {
    throw new TypeError('not a count');
  }
  return value as number;
}

function strings(value: unknown): string[] {
  if (!Array.isArray(value)) throw new TypeError('not a list');
  return value.map(string);
}

function string(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('not a string');
  return value;
}

function object(value: unknown): Record<string, unknown> {
  if (!isObject(value)) throw new TypeError('not an object');
  return value;
}
