/** Control characters, line separators, and marks that reorder the text around them (Unicode's bidirectional formatting). */
export const UNSEEN = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text from a log file as it may be shown beside other text: what cannot be seen, and could make the rest read otherwise than it
 * is, is replaced by its symbol (␛), or by �; half of a surrogate pair, too.
 */
export function visibleText(text: string): string {
  return text.replaceAll(UNSEEN, symbolOf).toWellFormed();
}

function symbolOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '␡' : '\ufffd';
}
