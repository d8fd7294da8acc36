import { isObject, type Json, type JsonObject } from '../../../backend/core/json.ts';
import { valueSize, readUnits, writeUnits, type Units } from './capacity.ts';

/** The attributes that CloudTrail-Tracker (2017-2020) stored of a record, by their flattened names. */
const ATTRIBUTES = [
  'eventID',
  'userIdentity_userName',
  'awsRegion',
  'eventName',
  'eventSource',
  'eventTime',
  'eventType',
  'userAgent',
  'userIdentity_principalId',
  'requestParameters_bucketName',
  'requestParameters_dBInstanceIdentifier',
  'requestParameters_dBSecurityGroupName',
  'requestParameters_includeAllInstances',
  'requestParameters_includeDeleted',
  'requestParameters_instanceType',
  'requestParameters_roleSessionName',
  'requestParameters_volumeSet_items_0_volumeId',
  'responseElements_credentials_accessKeyId',
  'responseElements_credentials_expiration',
  'responseElements_credentials_sessionToken',
];

/**
 * What the predecessor's design would cost for the same events: an item for each, put without a condition; a global index that
 * repeats it whole; before that, one query for the catalogue, which is one item in the same index, and is written anew when an
 * event brings a new name. Assumed in its favour: no write is repeated, nothing is lost, and an event that is delivered again
 * changes nothing in the index.
 */
export class Predecessor {
  readonly units: Units = { write: 0, read: 0 };
  private readonly names = new Set<string>();
  /** Bytes of the catalogue: its keys and three maps, each with 3 bytes besides its entries ("DynamoDB item sizes"). */
  private catalogue = 60;

  /** Adds the records of a file. `share` says which part of them had not been delivered before. */
  add(records: readonly JsonObject[], share: number): void {
    for (const record of records) {
      const item = itemOf(record);
      const bytes = [...item].reduce((sum, [name, size]) => sum + name.length + size, 0);
      this.units.write += writeUnits(bytes) * (1 + share);
      this.units.read += readUnits(this.catalogue, false);
      if (this.addNames(record, item)) this.units.write += 2 * writeUnits(this.catalogue);
    }
  }

  private addNames(record: JsonObject, item: ReadonlyMap<string, number>): boolean {
    const before = this.names.size;
    const user = valueAt(record, ['userIdentity', 'userName']);
    const source = record['eventSource'];
    for (const name of [
      ...[...item.keys()].map((column) => `column ${column}`),
      `user ${typeof user === 'string' ? user : 'no_user'}`,
      `service ${typeof source === 'string' ? source.split('.')[0] : ''}`,
    ]) {
      if (this.names.has(name)) continue;
      this.names.add(name);
      this.catalogue += name.length - name.indexOf(' ') + 2;
    }
    return this.names.size > before;
  }
}

/** Sizes of the values that a record's item has. */
function itemOf(record: JsonObject): Map<string, number> {
  const item = new Map<string, number>();
  for (const attribute of ATTRIBUTES) {
    const value = valueAt(record, attribute.split('_'));
    if (typeof value === 'string') item.set(attribute, valueSize({ S: value }));
    else if (typeof value === 'number') item.set(attribute, valueSize({ N: String(value) }));
    else if (typeof value === 'boolean') item.set(attribute, 1);
  }
  if (!item.has('userIdentity_userName')) item.set('userIdentity_userName', 'no_user'.length);
  return item;
}

function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isObject(value)) value = value[step];
    else return undefined;
  }
  return value;
}
