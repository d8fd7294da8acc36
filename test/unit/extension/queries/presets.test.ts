import assert from 'node:assert/strict';
import type { TrackerEvent } from '../../../../backend/core/event.ts';
import { eventOf } from '../../../../backend/core/eventOf.ts';
import { both, isCountedFilter, matches } from '../../../../backend/core/filter.ts';
import type { JsonObject } from '../../../../backend/core/json.ts';
import { readFilter } from '../../../../backend/core/savedFilter.ts';
import { presets } from '../../../../extension/queries/presets.ts';
import { scopeFilter } from '../../../../extension/scope/scope.ts';
import { rawRecords, describeRealLogs } from '../../../fixtures/realLogs.ts';
import { distinct, readSample } from '../../sample/readSample.ts';
import { english } from '../texts.ts';

/** What a record has in it, looked at without the project's own reading of it. */
interface Raw {
  eventName: string;
  eventSource: string;
  userAgent?: string;
  errorCode?: string;
  readOnly?: boolean;
  sessionCredentialFromConsole?: string;
  userIdentity?: { type?: string; invokedBy?: string };
  responseElements?: Record<string, unknown> | null;
  additionalEventData?: { MFAUsed?: string };
}

const failed = ({ errorCode, responseElements }: Raw) =>
  errorCode !== undefined || Object.values(responseElements ?? {}).includes('Failure');
const reads = ({ readOnly, eventName }: Raw) =>
  readOnly ?? /^(get|describe|list|info|decrypt|checkmfa|head|lookup|batchget|search|select|view)/i.test(eventName);
const changes = (raw: Raw) => !reads(raw);
const signsIn = ({ eventName }: Raw) => eventName === 'ConsoleLogin';

/** Each preset in other words. */
const byHand: Record<string, (raw: Raw) => boolean> = {
  errors: failed,
  root: ({ userIdentity }) => userIdentity?.type === 'Root',
  failedSignIns: (raw) =>
    raw.eventSource === 'signin.amazonaws.com' && /^(ConsoleLogin|CheckMfa)$/.test(raw.eventName) && failed(raw),
  signInsWithoutMfa: (raw) =>
    signsIn(raw) &&
    !failed(raw) &&
    raw.additionalEventData?.MFAUsed === 'No' &&
    /^(IAMUser|Root)$/.test(raw.userIdentity?.type ?? ''),
  iamChanges: (raw) => raw.eventSource === 'iam.amazonaws.com' && changes(raw),
  securityGroupChanges: (raw) =>
    /SecurityGroup/.test(raw.eventName) && !/DBSecurityGroup$/.test(raw.eventName) && changes(raw),
  consoleChanges: (raw) =>
    changes(raw) &&
    raw.eventSource !== 'signin.amazonaws.com' &&
    (raw.sessionCredentialFromConsole === 'true' ||
      raw.userIdentity?.invokedBy === 'signin.amazonaws.com' ||
      /^(console\.|signin\.|\[S3Console|\[AWS Console)/.test(raw.userAgent ?? '')),
  deletions: (raw) =>
    /^(Delete|Terminate|Purge)|^ReleaseAddress$|^DeregisterImage$|^DeregisterTaskDefinition$/.test(raw.eventName) &&
    changes(raw),
  leftRunning: (raw) =>
    !failed(raw) &&
    /^(RunInstances|CreateVolume|CreateSnapshot|CreateImage|CreateNatGateway|AllocateAddress|CreateBucket|CreateAutoScalingGroup|CreateTable|CreateCluster|CreateFunction20150331|CreateDBInstance|CreateLoadBalancer)$/.test(
      raw.eventName,
    ),
  trailTampering: (raw) => /^(StopLogging|DeleteTrail|UpdateTrail|PutEventSelectors)$/.test(raw.eventName),
};

const all = presets(english);

function compare(records: readonly Raw[], some: readonly string[]): void {
  const events = records.map((record, at) => eventOf(record as unknown as JsonObject, 'f', at));
  for (const { id, filter, scope } of all) {
    const name = id.replace('preset/', '');
    const found = events.filter((event) => matches(event, both(scopeFilter(scope), filter)));
    const named = (list: readonly (Raw | TrackerEvent)[]) => list.map((each) => each.eventName).sort();
    assert.deepEqual(named(found), named(records.filter(byHand[name]!)), name);
    if (some.includes(name)) assert.ok(found.length > 0, `${name} finds nothing`);
  }
}

describe('presets', () => {
  it('have an id and a name each, and something to say', () => {
    for (const key of ['id', 'name', 'description', 'icon'] as const) {
      assert.equal(new Set(all.map((query) => query[key])).size, all.length, key);
      assert.ok(all.every((query) => query[key] !== ''));
    }
  });

  it('ask for fields and values that there are, in the form that the counters know', () => {
    for (const { filter } of all) assert.deepEqual(readFilter(filter), filter);
  });

  it('cost no look at events, but for two', () => {
    const read = all.filter(({ filter }) => !isCountedFilter(filter)).map(({ id }) => id);
    assert.deepEqual(read, ['preset/signInsWithoutMfa', 'preset/consoleChanges']);
  });

  it('find in the sample of a class what is in its records', () => {
    const records = distinct(readSample({ users: 40, days: 10, end: new Date('2026-03-31T00:00:00Z') }));
    compare(records, [
      'errors',
      'root',
      'failedSignIns',
      'signInsWithoutMfa',
      'iamChanges',
      'securityGroupChanges',
      'consoleChanges',
      'deletions',
      'leftRunning',
    ]);
  });
});

describeRealLogs('presets over real logs', (folder) => {
  it('find what is in the records', () => {
    const records = rawRecords(folder) as unknown as Raw[];
    compare(
      records,
      Object.keys(byHand).filter((name) => name !== 'failedSignIns'),
    );
  });
});
