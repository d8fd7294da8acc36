import type { TrackerEvent } from '../../core/event.ts';
import type { TrackerApi } from '../../core/trackerApi.ts';
import { UserError } from '../../core/userError.ts';
import { whatOwnersAdd } from './checkFile.ts';
import { broken, good, unknown, type Finding, type Subject } from './link.ts';

type Api = Pick<TrackerApi, 'status' | 'scan' | 'record'>;

/** Whether the tracker answers a signed question. Needs execute-api:Invoke, as all of these do. */
export async function checkStatus(api: Api, signal?: AbortSignal): Promise<Finding> {
  const { version, events, oldestEvent, newestEvent } = await api.status({}, signal);
  const span = oldestEvent === undefined ? '' : `, from ${oldestEvent} to ${newestEvent}`;
  return good(`Version ${version} answers: ${events} events${span}.`);
}

/** Whether a whole record can be read back: that of an event of the newest file, else of the newest event stored. */
export async function checkRecord(
  { bucket, tracker }: Subject,
  api: Api,
  witness: TrackerEvent | undefined,
  signal?: AbortSignal,
): Promise<Finding> {
  const why: string[] = [];
  for (const event of [witness, await newestEvent(api, signal)]) {
    if (event === undefined) continue;
    try {
      await api.record({ user: event.userIdentity_userName, id: event.id }, signal);
      return good(`The whole record of ${event.eventName} at ${event.eventTime} was read back.`);
    } catch (error) {
      if (!(error instanceof Error) || error.name === 'AbortError') throw error;
      if (error instanceof UserError && error.status === 403) throw error;
      if (error instanceof UserError && error.status === 404) {
        // Not stored, which is the matter of the link before, or its file has expired.
        why.push(error.message);
        continue;
      }
      return broken(
        `The event ${event.eventName} at ${event.eventTime} is stored, but its whole record cannot be read back. ${error.message}`,
        ...whatOwnersAdd(tracker, bucket),
      );
    }
  }
  return unknown(why.at(-1) ?? 'Nothing is stored yet that could be read back.');
}

async function newestEvent(api: Api, signal: AbortSignal | undefined): Promise<TrackerEvent | undefined> {
  const { newestEvent: newest } = await api.status({}, signal);
  if (newest === undefined) return undefined;
  const to = new Date(Date.parse(newest) + 1000).toISOString();
  const page = await api.scan({ from: newest, to, limit: 1 }, signal);
  return typeof page === 'object' ? page.events[0] : undefined;
}
