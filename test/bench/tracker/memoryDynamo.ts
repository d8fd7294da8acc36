import { compareBytes } from '../../../backend/core/eventId.ts';
import {
  itemSize,
  noUsage,
  readUnits,
  writeUnits,
  type Units,
  type Usage,
  type WireItem,
  type WireValue,
} from './capacity.ts';

/** The parts of the requests that the tracker makes. */
export interface WireInput {
  TableName: string;
  Key?: WireItem;
  Item?: WireItem;
  ConsistentRead?: boolean;
  ConditionExpression?: string;
  KeyConditionExpression?: string;
  ExpressionAttributeValues?: WireItem;
  ScanIndexForward?: boolean;
  Limit?: number;
  ExclusiveStartKey?: WireItem;
}

/** An answer: items are JSON already, because most of them go straight to a client. */
export interface WireOutput {
  items: string[];
  last?: string;
  units: number;
}

export class ConditionFailed extends Error {}

interface StoredItem {
  json: string;
  bytes: number;
}

/** Items by sort key, and the keys sorted where somebody has asked for a range since the last put. */
interface Partition {
  items: Map<string, StoredItem>;
  sorted: string[] | undefined;
}

/** A request ends at 1 MB. */
const PAGE_BYTES = 1 << 20;

/**
 * Stands in for DynamoDB where very many requests are made: the requests that the tracker makes on tables with the string keys
 * `pk` and `sk`, in memory, with the capacity that AWS would charge. checkCapacity.ts compares it with another.
 */
export class MemoryDynamo {
  readonly usage: Usage = noUsage();
  /** Units by what lies in a partition, as its key says behind the version. */
  readonly units = new Map<string, Units>();
  private readonly tables = new Map<string, Map<string, Partition>>();

  /** Throws ConditionFailed. */
  execute(operation: string, input: WireInput): WireOutput {
    switch (operation) {
      case 'GetItem':
        return this.get(input);
      case 'PutItem':
        return this.put(input);
      case 'DeleteItem':
        return this.delete(input);
      case 'Query':
        return this.query(input);
      default:
        throw new Error(`This request is not known here: ${operation}`);
    }
  }

  /** Bytes that a table is charged for: 100 besides each item ("Item sizes"). */
  storedBytes(tableName: string): { items: number; bytes: number } {
    let [items, bytes] = [0, 0];
    for (const partition of this.table(tableName).values()) {
      for (const item of partition.items.values()) bytes += item.bytes + 100;
      items += partition.items.size;
    }
    return { items, bytes };
  }

  private get({ TableName, Key, ConsistentRead = false }: WireInput): WireOutput {
    const { partition, sk } = this.place(TableName, Key);
    const found = partition?.items.get(sk);
    const units = readUnits(found?.bytes ?? 0, ConsistentRead);
    this.usage.get++;
    this.charge(Key!, { read: units, write: 0 });
    return { items: found ? [found.json] : [], units };
  }

  private put({ TableName, Item, ConditionExpression, ExpressionAttributeValues }: WireInput): WireOutput {
    const { pk, sk } = this.place(TableName, Item);
    const table = this.table(TableName);
    let partition = table.get(pk);
    if (!partition) table.set(pk, (partition = { items: new Map(), sorted: undefined }));
    const known = partition.items.get(sk);
    const bytes = itemSize(Item!);
    const units = writeUnits(Math.max(bytes, known?.bytes ?? 0));
    this.usage.put++;
    this.charge(Item!, { read: 0, write: units });
    if (ConditionExpression !== undefined && !holds(ConditionExpression, ExpressionAttributeValues, known)) {
      this.usage.refused++;
      throw new ConditionFailed();
    }
    if (!known) partition.sorted = undefined;
    partition.items.set(sk, { json: JSON.stringify(Item), bytes });
    return { items: [], units };
  }

  private delete({ TableName, Key }: WireInput): WireOutput {
    const { partition, sk } = this.place(TableName, Key);
    const units = writeUnits(partition?.items.get(sk)?.bytes ?? 0);
    this.usage.delete++;
    this.charge(Key!, { read: 0, write: units });
    if (partition?.items.delete(sk)) partition.sorted = undefined;
    return { items: [], units };
  }

  private query(input: WireInput): WireOutput {
    const { TableName, ConsistentRead = false, ScanIndexForward = true, Limit = Infinity } = input;
    const values = input.ExpressionAttributeValues ?? {};
    const { pk, from, to, isWithin } = rangeOf(input.KeyConditionExpression ?? '', values);
    const partition = this.table(TableName).get(pk);
    const keys = partition ? (partition.sorted ??= [...partition.items.keys()].sort(compareBytes)) : [];
    const start = input.ExclusiveStartKey && textOf(input.ExclusiveStartKey['sk']);
    const step = ScanIndexForward ? 1 : -1;
    let index = ScanIndexForward ? firstIndex(keys, start ?? from) : firstIndex(keys, start ?? to, true) - 1;
    if (start !== undefined && keys[index] === start) index += step;

    const page: StoredItem[] = [];
    let [bytes, sk] = [0, keys[index]];
    for (; sk !== undefined && isWithin(sk); sk = keys[(index += step)]) {
      if (page.length >= Limit || bytes >= PAGE_BYTES) break;
      const item = partition!.items.get(sk)!;
      page.push(item);
      bytes += item.bytes;
    }
    const isCut = page.length > 0 && (page.length >= Limit || bytes >= PAGE_BYTES);
    const last = isCut ? JSON.stringify({ pk: { S: pk }, sk: { S: keys[index - step] } }) : undefined;
    const units = readUnits(bytes, ConsistentRead);
    this.usage.query++;
    this.charge({ pk: { S: pk } }, { read: units, write: 0 });
    return { items: page.map(({ json }) => json), last, units };
  }

  private charge({ pk }: WireItem, { read, write }: Units): void {
    this.usage.readUnits += read;
    this.usage.writeUnits += write;
    const kind = textOf(pk).split('#')[1] ?? '';
    const sum = this.units.get(kind) ?? { read: 0, write: 0 };
    this.units.set(kind, { read: sum.read + read, write: sum.write + write });
  }

  private table(name: string): Map<string, Partition> {
    let table = this.tables.get(name);
    if (!table) this.tables.set(name, (table = new Map<string, Partition>()));
    return table;
  }

  private place(tableName: string, item: WireItem | undefined) {
    const [pk, sk] = [textOf(item?.['pk']), textOf(item?.['sk'])];
    return { pk, sk, partition: this.table(tableName).get(pk) };
  }
}

function textOf(value: WireValue | undefined): string {
  if (!value || !('S' in value)) throw new Error('A key is missing.');
  return value.S;
}

/** The first index whose key is not below a key; or, with `after`, above it. */
function firstIndex(keys: readonly string[], key: string, after = false): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compareBytes(keys[middle]!, key);
    if (order < 0 || (after && order === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sorts behind every key that is in use. */
const HIGHEST = '\uffff';

function rangeOf(condition: string, values: WireItem) {
  const [, pk = '', rest = ''] = /^pk = (:\w+)(?: AND (.*))?$/.exec(condition) ?? [];
  const value = (name: string | undefined) => textOf(values[name ?? '']);
  const between = /^sk BETWEEN (:\w+) AND (:\w+)$/.exec(rest);
  const begins = /^begins_with\(sk, (:\w+)\)$/.exec(rest);
  if (pk === '' || (rest !== '' && !between && !begins)) throw new Error(`This query is not known here: ${condition}`);
  if (begins) {
    const start = value(begins[1]);
    return { pk: value(pk), from: start, to: start + HIGHEST, isWithin: (sk: string) => sk.startsWith(start) };
  }
  const [from, to] = between ? [value(between[1]), value(between[2])] : ['', HIGHEST];
  const isWithin = (sk: string) => compareBytes(from, sk) <= 0 && compareBytes(sk, to) <= 0;
  return { pk: value(pk), from, to, isWithin };
}

/** Such conditions as the tracker makes: that an attribute is not there, or is what it was. */
function holds(expression: string, values: WireItem = {}, known: StoredItem | undefined): boolean {
  const item = known ? (JSON.parse(known.json) as WireItem) : {};
  return expression.split(' OR ').some((all) =>
    all.split(' AND ').every((test) => {
      const absent = /^attribute_not_exists\((\w+)\)$/.exec(test)?.[1];
      if (absent !== undefined) return item[absent] === undefined;
      const [, name = '', value = ''] = /^(\w+) = (:\w+)$/.exec(test) ?? [];
      if (!values[value]) throw new Error(`This condition is not known here: ${test}`);
      return JSON.stringify(item[name]) === JSON.stringify(values[value]);
    }),
  );
}
