import { createHash } from 'node:crypto';
import path from 'node:path';

/** Bytes of a name that every file system takes. */
const LONGEST_NAME = 200;
/** Bytes of a whole path below the folder; a key may have 1,024, and each of them may take three here. */
const LONGEST_PATH = 1000;

/** Names that Windows keeps for devices, and a folder that no listing of log files looks into. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)|^node_modules$/i;

/**
 * Where the object of a key is copied to: below `folder` whatever the key is, for whoever may write into the bucket may have chosen
 * it. Keys as CloudTrail makes them keep their form; no two keys share a path.
 */
export function pathOfKey(folder: string, key: string): string {
  const names = key.split('/').map(safeName);
  const whole = names.join('/');
  if (Buffer.byteLength(whole) <= LONGEST_PATH) return path.join(folder, ...names);
  return path.join(folder, '%long', digest(key), names.at(-1)!);
}

function safeName(part: string): string {
  // Nothing hidden, nothing that leads elsewhere, nothing that Windows would shorten. "%" is taken by what is encoded.
  const encoded = part
    .replaceAll(/[^\w.=@+,()~ -]/gu, encode)
    .replace(/^[. ~]/, encode)
    .replace(/[. ]$/, encode);
  const name = encoded === '' ? '%' : RESERVED.test(encoded) ? encode(encoded[0]!) + encoded.slice(1) : encoded;
  if (Buffer.byteLength(name) <= LONGEST_NAME) return name;
  const [suffix = ''] = /\.json(\.gz)?$/.exec(name) ?? [];
  return `%${name.slice(0, 100)}%${digest(part)}${suffix}`;
}

function encode(text: string): string {
  const bytes = [...Buffer.from(text)];
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
