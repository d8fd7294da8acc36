import assert from 'node:assert/strict';
import type { TrackerEvent } from '../../../../backend/core/event.ts';
import { eventOf } from '../../../../backend/core/eventOf.ts';
import type { JsonObject } from '../../../../backend/core/json.ts';
import { hideEvent } from '../../../../backend/core/pseudonyms/hideEvent.ts';
import { createHiding } from '../../../../backend/core/pseudonyms/hiding.ts';
import { createKnownNames } from '../../../../backend/core/pseudonyms/knownNames.ts';
import { createPseudonym } from '../../../../backend/core/pseudonyms/pseudonym.ts';
import { generateSample } from '../../../../backend/sample/generateSample.ts';
import type { SampleOptions } from '../../../../backend/sample/sampleOptions.ts';
import { describeRealLogs, rawRecords } from '../../../fixtures/realLogs.ts';

/** What AWS alone writes: there a name is chance (Backup is a user here and part of an event's name there). */
const VOCABULARY = [
  'awsRegion',
  'errorCode',
  'eventCategory',
  'eventName',
  'eventSource',
  'eventTime',
  'eventType',
  'kind',
  'outcome',
  'proof',
  'userIdentity_type',
];
const PEOPLE = ['iamUser', 'person', 'unknown'];

function sample(options: Partial<SampleOptions>): TrackerEvent[] {
  const files = [...generateSample({ end: new Date('2024-06-30T00:00:00Z'), days: 7, ...options })];
  const records = files.flatMap(({ content }) => (JSON.parse(JSON.stringify(content)) as { Records?: JsonObject[] }).Records ?? []);
  return eventsOf(records);
} // prettier-ignore

function eventsOf(records: readonly JsonObject[]): TrackerEvent[] {
  return records.flatMap((record, at) => {
    try {
      return [eventOf(record, 'log of carol.json', at)];
    } catch {
      return []; // Broken.
    }
  });
}

function checkNothingLeaks(events: readonly TrackerEvent[]): void {
  const people = events.filter(({ kind }) => PEOPLE.includes(kind)).map((event) => event.userIdentity_userName);
  const names = [...new Set(people)];
  const hiding = createHiding(createPseudonym(Buffer.from('key')), createKnownNames(names));
  const known = names
    .filter((name) => !/^(unknown|HIDDEN_DUE_TO_SECURITY_REASONS)$/.test(name))
    .flatMap((name) => [name, name.replace(/@.*/, '')])
    .map((name) => name.toLowerCase());
  assert.ok(known.length > 3);
  const anybody = new RegExp([...new Set(known)].map((name) => name.replaceAll(/[^a-z0-9]/g, '\\$&')).join('|'), 'i');
  let checked = 0;
  for (const event of events) {
    const hidden = hideEvent(event, hiding);
    const texts = Object.entries(hidden).flatMap(([field, value]) => {
      if (field === 'id') return [Buffer.from(String(value), 'base64url').toString()];
      return VOCABULARY.includes(field) ? [] : [value].flat().map(String);
    });
    // A code is not a name, though it may spell one.
    const text = texts
      .join('\n')
      .replaceAll(/\b(user|role|session|address|key|AKIA|ASIA|id|text|file|name)-[0-9a-z]{8}\b/g, '$1');
    assert.doesNotMatch(text, anybody);
    assert.doesNotMatch(text, /[\w.+-]+@[\w-]+\.\w|\b(?:AKIA|ASIA|AIDA|AROA)[A-Z0-9*]{6,}|carol/);
    const session = event.session ?? '-';
    if (!/^(i-[0-9a-f]+|[0-9a-f]{32}|-)$/.test(session))
      assert.ok(!texts.some((each) => each === session || each.endsWith(`/${session}`)), session);
    for (const address of text.match(/(?<![\w./])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])/g) ?? [])
      assert.match(address, /^(10|127|192\.168|172\.(1[6-9]|2\d|3[01])|0\.0)\./, JSON.stringify(hidden));
    checked++;
  }
  assert.equal(checked, events.length);
}

/** Equal values have equal pseudonyms, different ones different ones. */
function checkOneToOne(events: readonly TrackerEvent[]): void {
  const names = [...new Set(events.filter(({ kind }) => PEOPLE.includes(kind)).map((event) => event.userIdentity_userName))];
  const hiding = createHiding(createPseudonym(Buffer.from('key')), createKnownNames(names));
  const [there, back] = [new Map<string, string>(), new Map<string, string>()];
  for (const event of events) {
    for (const [field, values] of Object.entries(event)) {
      for (const value of [values].flat().map(String)) {
        const [from, to] = [`${field} ${value}`, `${field} ${hiding.value(field, value, event.kind)}`];
        assert.equal(there.get(from) ?? to, to);
        assert.equal(back.get(to) ?? from, from);
        there.set(from, to);
        back.set(to, from);
      }
    }
  }
} // prettier-ignore

describe('events with pseudonyms', () => {
  for (const [what, options] of [
    ['a class', {}],
    ['an organization', { organization: true }],
  ] as const) {
    it(`name nobody of ${what}`, () => checkNothingLeaks(sample(options)));
    it(`tell apart of ${what} what was different`, () => checkOneToOne(sample(options)));
  }
});

describeRealLogs('events of real logs with pseudonyms', (folder) => {
  it('name nobody', () => checkNothingLeaks(eventsOf(rawRecords(folder))));
  it('tell apart what was different', () => checkOneToOne(eventsOf(rawRecords(folder))));
});
