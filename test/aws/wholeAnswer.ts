import type { HttpAnswer } from '../fixtures/http.ts';

export interface WholeAnswer {
  status: number;
  /** Parsed; of all pages together. */
  body: unknown;
}

/** Asks a question and goes on as long as a Link header says that there is more. */
export async function wholeAnswer(ask: (target: string) => Promise<HttpAnswer>, target: string): Promise<WholeAnswer> {
  const { status, headers, body } = await ask(target);
  const parsed = JSON.parse(body) as unknown;
  const [, next] = /^<(\?.*)>; rel="next"$/.exec(String(headers['link'] ?? '')) ?? [];
  if (next === undefined) return { status, body: parsed };
  const rest = await wholeAnswer(ask, target.replace(/\?.*/, '') + next);
  return { status: rest.status, body: [parsed, rest.body].flat() };
}
