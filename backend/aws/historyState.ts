import { joined, type Span } from './spans.ts';

/** What is known of earlier runs of one region and pass. Times are in seconds since 1970. */
export interface PassState {
  /** Spans whose events are all copied. */
  done: Span[];
  /** Events that were copied and may come again, because they lie in no such span: their times by id. */
  loose: Record<string, number>;
}

/** State outlives versions of the extension, and a file may be edited: what cannot be believed is looked up anew. */
export function readPassState(value: unknown): PassState {
  const { done, loose } = (value ?? {}) as Partial<Record<keyof PassState, unknown>>;
  const spans = Array.isArray(done) ? done.filter(isSpan).map(({ from, to }) => ({ from, to })) : [];
  const times = typeof loose === 'object' && loose !== null ? Object.entries(loose).filter(isTime) : [];
  return { done: joined(spans), loose: Object.fromEntries(times) };
}

/** The state after a page. Spans before `from` are of no use any more: CloudTrail has forgotten those events. */
export function afterPage(
  state: PassState,
  page: { span: Span; events: readonly { id: string; time: number }[] },
  from: number,
): PassState {
  const done = joined([...state.done, page.span]).filter(({ to }) => to >= from);
  const isLoose = (time: number) => !done.some((span) => span.from <= time && time <= span.to);
  const entries = [...Object.entries(state.loose), ...page.events.map(({ id, time }) => [id, time] as const)];
  return { done, loose: Object.fromEntries(entries.filter(([, time]) => time >= from && isLoose(time))) };
}

function isSpan(value: unknown): value is Span {
  const { from, to } = (value ?? {}) as Partial<Span>;
  return Number.isSafeInteger(from) && Number.isSafeInteger(to);
}

function isTime(entry: [string, unknown]): entry is [string, number] {
  return Number.isSafeInteger(entry[1]);
}
