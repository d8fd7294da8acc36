import type { TrackerEvent } from './event.ts';
import type { EventsRequest, TrackerApi } from './trackerApi.ts';

/** Events a page, unless told otherwise. A deployed tracker's answer must stay below 6 MB, which a Lambda function can give. */
const PAGE = 1_000;

/** All events of a question, newest first, page by page: the next one is asked for when somebody wants it. */
export async function* eventPages(
  api: Pick<TrackerApi, 'scan'>,
  question: Omit<EventsRequest, 'cursor' | 'count'>,
  signal?: AbortSignal,
): AsyncGenerator<TrackerEvent[]> {
  let cursor: string | undefined;
  do {
    const page = await api.scan({ limit: PAGE, ...question, ...(cursor !== undefined && { cursor }) }, signal);
    if (typeof page === 'number') throw new TypeError('a page was asked for, not a count');
    yield page.events;
    cursor = page.next;
  } while (cursor !== undefined);
}
