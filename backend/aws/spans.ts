/** A span of time, both ends included, in whole seconds since 1970. */
export interface Span {
  from: number;
  to: number;
}

/** Spans in order, those that touch made one. */
export function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    if (to < from) continue;
    const last = result.at(-1);
    if (last && from <= last.to + 1) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}

/** What of a span is in none of the others, the newest first. */
export function gapsIn({ from, to }: Span, done: readonly Span[]): Span[] {
  const gaps: Span[] = [];
  let begin = from;
  for (const span of joined(done)) {
    if (span.to < begin) continue;
    if (span.from > to) break;
    if (span.from > begin) gaps.push({ from: begin, to: span.from - 1 });
    begin = span.to + 1;
  }
  if (begin <= to) gaps.push({ from: begin, to });
  return gaps.reverse();
}

/** Seconds of a span that are in the others. */
export function coveredSeconds(span: Span, done: readonly Span[]): number {
  const missing = gapsIn(span, done).reduce((sum, { from, to }) => sum + to - from + 1, 0);
  return span.to - span.from + 1 - missing;
}
