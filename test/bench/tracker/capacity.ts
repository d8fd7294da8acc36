/** An attribute as it is sent: bytes are base64. Items of this store have no other types. */
export type WireValue = { S: string } | { N: string } | { B: string };
export type WireItem = Record<string, WireValue>;

export interface Units {
  write: number;
  read: number;
}

/** What requests have cost. */
export interface Usage {
  get: number;
  query: number;
  put: number;
  /** Of the puts, those whose condition did not hold: AWS charges them as if it had. */
  refused: number;
  delete: number;
  readUnits: number;
  writeUnits: number;
  /** Objects read from the bucket. */
  object: number;
}

const NONE: Usage = { get: 0, query: 0, put: 0, refused: 0, delete: 0, readUnits: 0, writeUnits: 0, object: 0 };

export function noUsage(): Usage {
  return { ...NONE };
}

/** What came to it since. */
export function usageSince(before: Usage, after: Usage): Usage {
  const names = Object.keys(NONE) as (keyof Usage)[];
  return Object.fromEntries(names.map((name) => [name, after[name] - before[name]])) as unknown as Usage;
}

/** Requests to DynamoDB. */
export function requestsOf({ get, query, put, delete: deleted }: Usage): number {
  return get + query + put + deleted;
}

/** Bytes of an item by DynamoDB's rules ("DynamoDB item sizes and formats"): names and values, UTF-8 and bytes as they are. */
export function itemSize(item: WireItem): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);
}

export function valueSize(value: WireValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('N' in value) return 1 + Math.ceil(value.N.replace(/\D|^0+|0+$/g, '').length / 2);
  throw new Error(`The size of this value is not known here: ${JSON.stringify(value)}`);
}

/** Write units of an item of so many bytes: 1 KB each. */
export function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}

/** Read units of a request that reads so many bytes: 4 KB each, half of that where the read may be a moment behind. */
export function readUnits(bytes: number, consistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);
}
