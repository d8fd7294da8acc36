import assert from 'node:assert/strict';

/** Answers a call of the REST API, its body inflated. */
export type Ask = (target: string) => Promise<Answer>;

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

export interface WholeAnswer {
  status: number;
  type: unknown;
  /** Parsed; of pages, all events in their order. */
  body: unknown;
}

/** Asks a question and follows its Link headers to the end: pages may be cut anywhere, but not be larger than asked for. */
export async function wholeAnswer(ask: Ask, target: string): Promise<WholeAnswer> {
  const [path = '', query = ''] = target.split('?', 2);
  const limit = Number(new URLSearchParams(query).get('limit') ?? 1000);
  const first = await ask(target);
  let body = JSON.parse(first.body) as unknown;
  let next = nextQuery(first);
  if (next !== undefined) {
    const events: unknown[] = [];
    const add = (page: unknown) => {
      assert.ok(Array.isArray(page) && page.length <= limit, `${target}: the page is too large`);
      events.push(...(page as unknown[]));
    };
    add(body);
    for (let query: string | undefined = next; query !== undefined; query = next) {
      const page = await ask(`${path}?${query}`);
      assert.equal(page.status, first.status, `${path}?${query}: ${page.body}`);
      next = nextQuery(page);
      assert.notEqual(next, query, `${target} has a page that leads to itself`);
      add(JSON.parse(page.body));
    }
    body = events;
  }
  // What is said of single files, not every store has.
  if (path === '/status' && first.status === 200) delete (body as { problems?: unknown }).problems;
  return { status: first.status, type: first.headers['content-type'], body };
}

/** The query string of the next page, cursor and all. */
export function nextQuery({ headers }: Answer): string | undefined {
  const { link } = headers;
  if (link === undefined) return undefined;
  const [, query] = /^<\?(.+)>; rel="next"$/.exec(String(link)) ?? [];
  assert.ok(query !== undefined, `This is no Link header: ${String(link)}`);
  return query;
}
