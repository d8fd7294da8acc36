import { encodeEventId } from './eventId.ts';
import { eventOf } from './eventOf.ts';
import type { EventKey, RecordLocation } from './eventStore.ts';
import type { Json, JsonObject } from './json.ts';
import { gunzipStream } from './gunzip.ts';
import { recordIn } from './records.ts';
import { RecordSplitter } from './recordSplitter.ts';
import { withoutSecrets } from './secrets.ts';
import { UserError } from './userError.ts';

/** The record of an event, and where it lay when the event was stored. */
export interface WantedRecord extends RecordLocation {
  key: EventKey;
}

/**
 * The whole record of an event, secrets replaced. `chunks` are the file's bytes as stored. Throws a UserError (404) where
 * another record, or none, lies at its place: the file was replaced after it had been read, or is another one by that name.
 */
export async function readRecord(
  { file, position, key }: WantedRecord,
  chunks: AsyncIterable<Uint8Array>,
): Promise<JsonObject> {
  let at = 0;
  let found: string | undefined;
  const splitter = new RecordSplitter((text) => {
    if (at++ === position) found = text;
  });
  for await (const chunk of gunzipStream(chunks)) {
    splitter.write(chunk);
    if (found !== undefined || splitter.isForeign) break;
  }
  if (found === undefined && !splitter.isForeign) splitter.end();
  const record = found === undefined ? undefined : recordOf(key, JSON.parse(found) as Json);
  if (!record) throw new UserError(`Record ${position + 1} is no longer in ${file}.`, { status: 404 });
  return withoutSecrets(record);
}

/** The record in an element, if it is that of an event. */
function recordOf(key: EventKey, element: Json): JsonObject | undefined {
  try {
    const record = recordIn(element);
    return eventOf(record, '', 0).id === encodeEventId(key) ? record : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
