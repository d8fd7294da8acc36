/**
 * Lines of CSV (RFC 4180) whose content is hostile: it was written into a log by whoever called AWS, and is opened by a
 * spreadsheet, printed in a terminal, or split by lines.
 */

/** What no cell may bring along: control characters, line separators, and marks that reorder the text around them. */
const UNSEEN = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

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
  const safe = text.replaceAll(FORMULA, "$1'$2").replaceAll(UNSEEN, symbolOf).toWellFormed();
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function symbolOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '␡' : '\ufffd';
}
