import type { Json, JsonObject } from './json.ts';
import { gunzipStream } from './gunzip.ts';
import { recordIn } from './records.ts';
import { RecordSplitter } from './recordSplitter.ts';
import { withoutSecrets } from './secrets.ts';
import { UserError } from './userError.ts';

/**
 * The whole record at a position of a log file, secrets replaced. `chunks` are the file's bytes as stored. Throws a
 * UserError (404) where the file no longer holds it, for example because it was replaced after it had been read.
 */
export async function readRecord(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  position: number,
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
  if (found === undefined) throw new UserError(`Record ${position + 1} is no longer in ${name}.`, { status: 404 });
  return withoutSecrets(recordIn(JSON.parse(found) as Json));
}
