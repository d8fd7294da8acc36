import type { TrackerEvent } from '../event.ts';
import { csvLine } from './csv.ts';
import { EVENT_COLUMNS, eventCells } from './eventColumns.ts';
import { jsonText } from './jsonText.ts';

/** `json` is one array; `jsonl` (JSON Lines) has an event in each line, as the API gives it. */
export const EXPORT_FORMATS = ['csv', 'json', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** By this mark Excel knows that a file is UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/** The text of a CSV file with any table. */
export async function* tableText(lines: readonly (readonly string[])[]): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + lines.map(csvLine).join('');
}

/** The text of a file with events, in a piece for each page, so that it never is in memory as a whole. */
export async function* exportText(
  format: ExportFormat,
  pages: AsyncIterable<readonly TrackerEvent[]>,
): AsyncGenerator<string> {
  if (format === 'csv') yield BYTE_ORDER_MARK + csvLine(EVENT_COLUMNS);
  if (format === 'json') yield '[';
  let separator = '\n';
  for await (const events of pages) {
    if (events.length === 0) continue;
    switch (format) {
      case 'csv':
        yield events.map((event) => csvLine(eventCells(event))).join('');
        break;
      case 'json':
        yield separator + events.map(jsonText).join(',\n');
        separator = ',\n';
        break;
      case 'jsonl':
        yield events.map((event) => `${jsonText(event)}\n`).join('');
        break;
    }
  }
  if (format === 'json') yield '\n]\n';
}
