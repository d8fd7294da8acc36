import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ActivityRow } from '../../backend/core/activity.ts';
import { DEFAULT_DROP, KEEP_ALL, parseDropSettings, type DropSettings } from '../../backend/core/dropRule.ts';
import type { JsonObject } from '../../backend/core/json.ts';
import type { TrackerStatus } from '../../backend/core/trackerApi.ts';
import { CLASSROOM, record } from '../fixtures/classroom.ts';
import { openEmbedded } from '../fixtures/embedded.ts';
import { call } from '../fixtures/http.ts';
import { describeRealLogs, rawRecords } from '../fixtures/realLogs.ts';

/** What the rules drop, written anew on raw records. */
const RULES: [name: string, settings: DropSettings, drops: (record: JsonObject) => boolean][] = [
  ['none', KEEP_ALL, () => false],
  ['predecessor', parseDropSettings('predecessor'), (each) => /^(get|describe|list|info|decrypt|checkmfa|head)/i.test(nameOf(each))],
  ['default', DEFAULT_DROP, (each) => reads(each) && !failed(each) && !KEPT.test(nameOf(each))],
]; // prettier-ignore

const KEPT = /^(AssumeRole|GetParameter|GetSessionToken$|GetFederationToken$|GetSecretValue$|GetPasswordData$)/;
const READS = /^(get|describe|list|info|decrypt|checkmfa|head|lookup|batchget|search|select|view)/i;

const nameOf = (each: JsonObject) => each['eventName'] as string;
const reads = (each: JsonObject) => {
  const { readOnly } = each;
  return readOnly === undefined ? READS.test(nameOf(each)) : readOnly === true || readOnly === 'true';
};
const failed = ({ errorCode, responseElements }: JsonObject) =>
  errorCode !== undefined || (responseElements as JsonObject | null)?.['ConsoleLogin'] === 'Failure';

/** Asks the embedded server for what it holds of a folder, and compares it with a count made from the records. */
async function compare(
  folder: string,
  records: readonly JsonObject[],
  drop: DropSettings,
  drops: (record: JsonObject) => boolean,
): Promise<TrackerStatus> {
  const counts = new Map<string, number>();
  const kept = new Map(records.map((each) => [JSON.stringify([each['eventID'], each['eventTime']]), each]));
  for (const each of kept.values()) {
    const name = nameOf(each);
    if (!drops(each)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const embedded = await openEmbedded([folder], { drop });
  try {
    const ask = async <T>(target: string) => JSON.parse((await call(embedded.url, target)).body) as T;
    const rows = await ask<ActivityRow[]>('/activity?from=2000-01-01&to=2040-01-01&groupBy=eventName');
    assert.deepEqual(
      Object.fromEntries(rows.map(({ eventName, count }) => [eventName, count])),
      Object.fromEntries(counts),
    );
    const status = await ask<TrackerStatus>('/status');
    assert.equal(status.dropped, records.filter(drops).length);
    assert.equal(status.records, records.length);
    assert.equal(status.records, status.events + status.duplicates + status.dropped + status.broken);
    return status;
  } finally {
    await embedded.close();
  }
}

describe('the embedded mode with a drop rule', () => {
  let folder: string;

  const records = [
    ...CLASSROOM,
    record('again', '2017-11-20T10:00:00Z', 'RunInstances'),
    record('read', '2017-11-20T10:00:01Z', 'GetObject', { readOnly: true }),
    record('denied', '2017-11-20T10:00:02Z', 'GetObject', { readOnly: true, errorCode: 'AccessDenied' }),
    record('role', '2017-11-20T10:00:03Z', 'AssumeRole', { readOnly: true }),
  ];

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-test-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function write(name: string, own: readonly JsonObject[]): string {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ Records: own }));
    return path.dirname(file);
  }

  for (const [name, drop, drops] of RULES) {
    it(`counts as one does by hand: ${name}`, async () => {
      write('small/a.json', records);
      const { duplicates } = await compare(write('small/b.json', records.slice(-4)), [...records, ...records.slice(-4)], drop, drops); // prettier-ignore
      assert.equal(duplicates, records.slice(-4).filter((each) => !drops(each)).length);
    });

    it(`counts a large file so, which is read in parts: ${name}`, async () => {
      const padding = 'x'.repeat(250_000);
      const many = Array.from({ length: 6 }, (_, at) =>
        records.map((each) => ({ ...each, eventID: `${each['eventID'] as string}-${at}`, padding })),
      );
      await compare(write('large/a.json', many.flat()), many.flat(), drop, drops);
    });
  }
});

describeRealLogs('the embedded mode with a drop rule, over real log files', (folder) => {
  for (const [name, drop, drops] of RULES) {
    it(`counts as one does by hand: ${name}`, () => compare(folder, rawRecords(folder), drop, drops));
  }
});
