import { activityKeyText } from '../core/activityKeys.ts';
import type { TrackerEvent } from '../core/event.ts';
import { hashOf, HashTable } from './hashTable.ts';
import { originOf, originText, type Origin } from './storedEvent.ts';

/** Numbers the activity keys of events. */
export class KeyNumbering {
  /** By number. */
  readonly texts: string[] = [];
  private readonly keys: KeyParts[] = [];
  private readonly table = new HashTable();

  of(event: TrackerEvent): number {
    const hash = hashOf(event.userIdentity_userName, event.eventName, event.awsRegion, event.account);
    const known = this.table.find(hash, (number) => isSameKey(this.keys[number]!, event));
    if (known >= 0) return known;
    this.keys.push(keyParts(event));
    this.texts.push(activityKeyText(event));
    return this.table.add(hash);
  }

  haveSameUser(a: number, b: number): boolean {
    return isSameUser(this.keys[a]!, this.keys[b]!);
  }
}

/** Numbers the origins of events. */
export class OriginNumbering {
  /** By number. */
  readonly texts: string[] = [];
  private readonly origins: Origin[] = [];
  private readonly table = new HashTable();

  of(event: TrackerEvent): number {
    const { userIdentity_accessKeyId = '', session = '', sourceIPAddress = '', via = '' } = event;
    const hash = hashOf(userIdentity_accessKeyId, session, sourceIPAddress, via);
    const known = this.table.find(hash, (number) => isSameOrigin(this.origins[number]!, event));
    if (known >= 0) return known;
    const origin = originOf(event);
    this.origins.push(origin);
    this.texts.push(originText(origin));
    return this.table.add(hash);
  }
}

type UserParts = Pick<TrackerEvent, 'kind' | 'home' | 'userIdentity_userName'>;
type KeyParts = UserParts &
  Pick<TrackerEvent, 'account' | 'awsRegion' | 'eventSource' | 'eventName' | 'readOnly' | 'errorCode'>;

/** Not the event itself, which would keep all of it in memory. */
function keyParts(event: TrackerEvent): KeyParts {
  const { kind, home, userIdentity_userName, account, awsRegion, eventSource, eventName, readOnly, errorCode } = event;
  return { kind, home, userIdentity_userName, account, awsRegion, eventSource, eventName, readOnly, errorCode };
}

function isSameKey(a: KeyParts, b: KeyParts): boolean {
  return (
    isSameUser(a, b) &&
    a.eventName === b.eventName &&
    a.eventSource === b.eventSource &&
    a.awsRegion === b.awsRegion &&
    a.account === b.account &&
    a.readOnly === b.readOnly &&
    a.errorCode === b.errorCode
  );
}

function isSameUser(a: UserParts, b: UserParts): boolean {
  return a.userIdentity_userName === b.userIdentity_userName && a.kind === b.kind && a.home === b.home;
}

function isSameOrigin(a: Origin, b: Origin): boolean {
  return (
    a.userAgent === b.userAgent &&
    a.sourceIPAddress === b.sourceIPAddress &&
    a.session === b.session &&
    a.userIdentity_accessKeyId === b.userIdentity_accessKeyId &&
    a.userIdentity_principalId === b.userIdentity_principalId &&
    a.userIdentity_arn === b.userIdentity_arn &&
    a.userIdentity_type === b.userIdentity_type &&
    a.role === b.role &&
    a.via === b.via &&
    a.sourceIdentity === b.sourceIdentity &&
    a.eventType === b.eventType &&
    a.eventCategory === b.eventCategory &&
    a.fromConsole === b.fromConsole &&
    a.proof === b.proof
  );
}
