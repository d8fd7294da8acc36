import { compareBytes } from './eventId.ts';

/** One fixed language, so that a list has the same order wherever it is made. */
const collator = new Intl.Collator('en', { numeric: true });

/** Orders names as people do: student2 before student10. Different names are never equal. */
export function compareNaturally(a: string, b: string): number {
  return collator.compare(a, b) || compareBytes(a, b);
}
