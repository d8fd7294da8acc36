import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { DICTIONARY } from './dictionary.ts';

const dictionary = Buffer.from(DICTIONARY);

/** A value as JSON, compressed. Deflate with a dictionary, because items are too short to bring their own vocabulary. */
export function pack(value: unknown): Uint8Array {
  return deflateRawSync(JSON.stringify(value), { dictionary, level: 9 });
}

export function unpack(bytes: Uint8Array): unknown {
  return JSON.parse(inflateRawSync(bytes, { dictionary }).toString());
}
