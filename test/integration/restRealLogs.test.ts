import assert from 'node:assert/strict';
import type { ActivityRow } from '../../backend/core/activity.ts';
import type { TrackerEvent } from '../../backend/core/event.ts';
import { objectAt, stringAt, type JsonObject } from '../../backend/core/json.ts';
import type { TrackerStatus } from '../../backend/core/trackerApi.ts';
import { openEmbedded, type Embedded } from '../fixtures/embedded.ts';
import { call } from '../fixtures/http.ts';
import { describeRealLogs, rawRecords } from '../fixtures/realLogs.ts';

const ALL = 'from=2000-01-01&to=2040-01-01';

type Counts = Map<string, number>;

describeRealLogs('the REST API over real log files agrees with a count made from the files', (folder) => {
  let embedded: Embedded;
  let records: JsonObject[];

  before(async () => {
    const byId = new Map(rawRecords(folder).map((record) => [`${stringAt(record, 'eventID')} ${stringAt(record, 'eventTime')}`, record]));
    records = [...byId.values()];
    embedded = await openEmbedded([folder]);
  }); // prettier-ignore

  after(() => embedded?.close());

  async function json<T>(target: string): Promise<T> {
    const { status, body } = await call(embedded.url, target, { headers: { 'accept-encoding': 'gzip' } });
    assert.equal(status, 200, `${target}: ${body}`);
    return JSON.parse(body) as T;
  }

  function count(valueOf: (record: JsonObject) => string | undefined): Counts {
    const counts: Counts = new Map();
    for (const record of records) {
      const value = valueOf(record);
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return counts;
  }

  const service = (record: JsonObject) => stringAt(record, 'eventSource')?.replace(/\.amazonaws\.com.*/, '');
  const day = (record: JsonObject) => stringAt(record, 'eventTime')?.slice(0, 10);
  const sorted = (counts: Counts) => [...counts].sort(([a], [b]) => (a < b ? -1 : 1));

  it('in all', async () => {
    assert.ok(records.length > 0);
    assert.equal(await json(`/scan?${ALL}&count=true`), records.length);
    const status = await json<TrackerStatus>('/status');
    assert.equal(status.events, records.length);
    assert.equal(status.records, status.events + status.duplicates + status.dropped + status.broken);
  });

  const groups: [groupBy: string, valueOf: (record: JsonObject) => string | undefined][] = [
    ['service', service],
    ['eventName', (record) => stringAt(record, 'eventName')],
    ['region', (record) => stringAt(record, 'awsRegion') ?? ''],
    ['day', day],
    ['hour', (record) => `${stringAt(record, 'eventTime')?.slice(0, 13)}:00:00Z`],
    ['userAgent', (record) => stringAt(record, 'userAgent')?.slice(0, 256) ?? ''],
  ];
  for (const [groupBy, valueOf] of groups) {
    it(`by ${groupBy}`, async () => {
      const rows = await json<ActivityRow[]>(`/activity?${ALL}&groupBy=${groupBy}`);
      assert.deepEqual(rows.map((row) => [row[groupBy], row.count]), sorted(count(valueOf))); // prettier-ignore
    });
  }

  it('by IAM user', async () => {
    const named = count((record) => {
      const identity = objectAt(record, 'userIdentity');
      // A federated user acts with the rights of the IAM user who issued the session, and is counted as that user.
      const issuer = objectAt(objectAt(identity, 'sessionContext'), 'sessionIssuer');
      if (identity['type'] === 'FederatedUser' && issuer['type'] === 'IAMUser') return stringAt(issuer, 'userName');
      return identity['type'] === 'IAMUser' ? stringAt(identity, 'userName') : undefined;
    });
    assert.ok(named.size > 0);
    for (const [name, expected] of named) {
      const target = `/users/${encodeURIComponent(name)}?${ALL}&kind=iamUser`;
      assert.equal(await json(`${target}&count=true`), expected, name);
      assert.equal((await json<TrackerEvent[]>(`${target}&limit=10000`)).length, expected, name);
    }
  });

  it('by service and day', async () => {
    for (const [key, expected] of count((record) => `${service(record)} ${day(record)}`)) {
      const [name = '', date = ''] = key.split(' ');
      assert.equal(await json(`/services/${name}?from=${date}&to=${date}&count=true`), expected, key);
    }
  });

  it('of errors', async () => {
    const failed = records.filter(
      (record) =>
        stringAt(record, 'errorCode') ?? Object.values(objectAt(record, 'responseElements')).includes('Failure'),
    );
    const [total] = await json<ActivityRow[]>(`/activity?${ALL}`);
    assert.equal(total!.errors, failed.length);
    assert.ok(total!.denied > 0 && total!.denied < total!.errors);
  });

  it('page by page, in order, each event once', async () => {
    const events: TrackerEvent[] = [];
    let query: string | undefined = `${ALL}&limit=100`;
    while (query !== undefined) {
      const { headers, body } = await call(embedded.url, `/scan?${query}`);
      events.push(...(JSON.parse(body) as TrackerEvent[]));
      query = /^<\?(.*)>; rel="next"$/.exec(String(headers['link'] ?? ''))?.[1];
    }
    assert.equal(events.length, records.length);
    assert.equal(new Set(events.map(({ id }) => id)).size, events.length);
    const order = events.map(({ eventTime, eventID }) => `${eventTime} ${eventID}`);
    assert.deepEqual(order, order.toSorted().reverse());
    assert.deepEqual(new Set(events.map(({ eventID }) => eventID)), new Set(records.map((record) => stringAt(record, 'eventID'))));
  }); // prettier-ignore

  it('record by record', async () => {
    const raw = new Map(records.map((record) => [stringAt(record, 'eventID'), record]));
    const events = await json<TrackerEvent[]>(`/scan?${ALL}&limit=10000`);
    for (const { id, eventID, userIdentity_userName } of events.filter((_, at) => at % 40 === 0)) {
      const record = await json<JsonObject>(`/users/${encodeURIComponent(userIdentity_userName)}/events/${id}`);
      const expected = raw.get(eventID)!;
      assert.deepEqual(Object.keys(record).sort(), Object.keys(expected).sort());
      assert.deepEqual(record['userIdentity'], expected['userIdentity']);
    }
  });
});
