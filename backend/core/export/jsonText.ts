import { UNSEEN } from '../visibleText.ts';

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
