import type { ActivityField, ActivityRow } from '../../backend/core/activity.ts';
import { activityFromEvents } from '../../backend/core/activityFromEvents.ts';
import type { TrackerEvent } from '../../backend/core/event.ts';
import { eventPages } from '../../backend/core/eventPages.ts';
import { countedPart, GROUP, type EventFilter } from '../../backend/core/filter.ts';
import { withoutField } from '../../backend/core/filterEdit.ts';
import { periodOf } from '../../backend/core/period.ts';
import type { EventsPage, TrackerApi } from '../../backend/core/trackerApi.ts';
import type { PanelPeriod } from './protocol.ts';

/** Events that a slice of the period has at most, where an hour does not have more: a tracker looks at as many in a call. */
const SLICE = 20_000;
/** Matching events that are kept at most. */
const MOST = 200_000;

/** What is asked, the scope included. */
export interface ReadingQuestion extends PanelPeriod {
  filter: EventFilter;
  tz: string;
}

export interface Slice extends PanelPeriod {
  events: number;
}

/**
 * The events behind a question that the counters cannot answer, read once, newest first, a slice of the period at a time: all
 * counts asked for are then made of them, and are right for the part of the period that was read.
 */
export class Reading {
  readonly question: ReadingQuestion;
  readonly of: number;
  readonly events: TrackerEvent[] = [];
  #slices: readonly Slice[];
  #read = 0;
  readonly #api: TrackerApi;

  private constructor(api: TrackerApi, question: ReadingQuestion, slices: readonly Slice[]) {
    this.#api = api;
    this.question = question;
    this.#slices = slices;
    this.of = slices.reduce((sum, { events }) => sum + events, 0);
  }

  /** Asks the counters how many events the question is about, and when they were. */
  static async plan(api: TrackerApi, question: ReadingQuestion, signal: AbortSignal): Promise<Reading> {
    const { from, to, tz, filter } = question;
    const hours = await api.activity({ from, to, tz, filter: countedPart(filter), groupBy: ['hour'] }, signal);
    return new Reading(api, question, slicesOf(hours, question));
  }

  /** Events gone through so far, of `of`. */
  get read(): number {
    return this.#read;
  }

  get finished(): boolean {
    return this.#slices.length === 0 || this.full;
  }

  /** Whether it ended for having too many. */
  get full(): boolean {
    return this.events.length >= MOST;
  }

  /** Reads the next slice, or nothing of it: what fails or is given up can be tried again. */
  async readOn(signal: AbortSignal): Promise<void> {
    const [slice, ...rest] = this.#slices;
    if (!slice || this.full) return;
    const found: TrackerEvent[] = [];
    const { tz, filter } = this.question;
    for await (const events of eventPages(this.#api, { from: slice.from, to: slice.to, tz, filter }, signal)) {
      for (const event of events) found.push(event);
      if (this.events.length + found.length >= MOST) break;
    }
    for (const event of found) this.events.push(event);
    this.#slices = rest;
    this.#read += slice.events;
  }

  activity(filter: EventFilter, groupBy: ActivityField[]): Promise<ActivityRow[]> {
    const { question } = this;
    const period = periodOf(question, Date.parse(question.to));
    // Events tell nothing of groups: of those asked for they were read.
    const told = withoutField(filter, GROUP);
    return activityFromEvents(this.events, { period, filter: told, groupBy, tz: question.tz });
  }

  /** A page of the events read; its cursor is a place among them. */
  page(limit: number, cursor = '0'): EventsPage {
    const from = Number(cursor);
    const events = this.events.slice(from, from + limit);
    const next = from + events.length;
    return { events, ...(next < this.events.length && { next: String(next) }) };
  }
}

/** The period in slices of whole hours, newest first, each of about SLICE events. Hours without an event join in. */
export function slicesOf(hours: readonly ActivityRow[], { from, to }: PanelPeriod, size = SLICE): Slice[] {
  const slices: Slice[] = [];
  let end = to;
  let events = 0;
  let begin = to;
  for (const { hour, count } of [...hours].reverse()) {
    if (events > 0 && events + count > size) {
      slices.push({ from: begin, to: end, events });
      end = begin;
      events = 0;
    }
    events += count;
    // The counters' first hour may begin before the period does.
    begin = later(String(hour), from);
  }
  if (events > 0) slices.push({ from, to: end, events });
  return slices;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
