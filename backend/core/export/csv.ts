import { visibleText } from '../visibleText.ts';

/**
 * Lines of CSV (RFC 4180) whose content is hostile: it was written into a log by whoever called AWS, and is opened by a
 * spreadsheet, printed in a terminal, or split by lines.
 */

/**
 * Where a spreadsheet would begin to calculate (OWASP, "CSV Injection"): at the beginning of a cell, be it after spaces or
 * apostrophes, in full width too. After a semicolon as well, because where that separates the columns (Excel in Spanish) it ends a
 * cell whatever quotes are around.
 */
const FORMULA = /(^|;)('*(?:[\s\p{C}]*[=+\-@＝＋－＠﹦﹢﹣﹫]|[\t\r\n]))/gu;

const NEEDS_QUOTES = /[",;]|^\s|\s$/;

/** One line, its end included. Whatever the cells hold, it is one line of the file. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** A formula is made text by an apostrophe; what cannot be seen is replaced by its symbol (␛), or by �. */
function csvCell(text: string): string {
  const safe = visibleText(text.replaceAll(FORMULA, "$1'$2"));
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
