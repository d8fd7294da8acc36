/** Beyond what JSON.stringify escapes: what terminals obey, what some take for the end of a line, and marks that reorder text. */
const UNSEEN = /[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** A value as JSON on one line, in which nothing is written but what can be seen. Read again it is the same value. */
export function jsonText(value: unknown): string {
  let text = JSON.stringify(value);
  // Half a surrogate pair is written as \ud…, which strict readers refuse. Few texts have one, so only those are written again.
  if (text.includes('\\ud')) text = JSON.stringify(value, (_key, item: unknown) => wellFormed(item));
  return text.replaceAll(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function wellFormed(value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}
