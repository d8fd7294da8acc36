import { createHmac } from 'node:crypto';
import { createRecent } from './recent.ts';

/** Makes the pseudonym of a value: a word that says what it is, and a code that is the same for the same value, whatever the word. */
export type Pseudonym = (word: Word, value: string) => string;

export const WORDS = [
  'user',
  'role',
  'session',
  'address',
  'key',
  'AKIA',
  'ASIA',
  'id',
  'text',
  'file',
  'name',
] as const;
export type Word = (typeof WORDS)[number];

/** 40 bits: of 100,000 values two have the same code once in 200 times, of a class practically never. */
const LENGTH = 8;
/** Without letters that are taken for each other, so that codes can be read out. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

const KEPT = 50_000;

/** Codes cannot be told from names, nor guessed by trying names, without the key. */
export function createPseudonym(key: Uint8Array): Pseudonym {
  const codes = createRecent<string>(KEPT);
  return (word, value) => {
    let code = codes.get(value);
    if (code === undefined) codes.set(value, (code = codeOf(key, value)));
    return `${word}-${code}`;
  };
}

const ANYWHERE = new RegExp(`(?:^|[/:])(?:${WORDS.join('|')})-[${LETTERS}]{${LENGTH}}(?:$|[/:])`);

/** Whether a text may be, or hold, one of ours. */
export function hasPseudonym(text: string): boolean {
  return ANYWHERE.test(text);
}

function codeOf(key: Uint8Array, value: string): string {
  const bytes = createHmac('sha256', key).update(value).digest();
  return Array.from(bytes.subarray(0, LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join('');
}
