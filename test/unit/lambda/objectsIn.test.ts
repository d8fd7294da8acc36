import assert from 'node:assert/strict';
import { objectsIn, type NotifiedObject } from '../../../backend/lambda/objectsIn.ts';
import { eventBridgeEvent, NOTIFIED_AT, S3_TEST_EVENT, s3Event, throughSns } from '../../fixtures/notifications.ts';
import { refusal } from '../../fixtures/userErrors.ts';

const KEY =
  'AWSLogs/111122223333/CloudTrail/eu-west-1/2023/07/10/111122223333_CloudTrail_eu-west-1_20230710T1955Z_a.json.gz';
const ODD = 'class of 2023/1+1=2 & 100 % ünïcode 漢/"log".json.gz';
const time = Date.parse(NOTIFIED_AT);

describe('objectsIn', () => {
  const object = (key: string, size = 1024): NotifiedObject => ({ bucket: 'trail', key, size, time });
  const bare = (key: string): NotifiedObject => ({ bucket: 'trail', key });
  const text = (value: unknown) => JSON.stringify(value);
  const named = (key: string, eventName?: string) => ({ bucket: 'trail', key, eventName });
  const several = ['a.json.gz', ODD, KEY];

  const table: [what: string, body: string, objects: NotifiedObject[]][] = [
    ["S3's notification", text(s3Event(named(KEY))), [object(KEY)]],
    ['one with an odd key', text(s3Event(named(ODD))), [object(ODD)]],
    ['one of several objects', text(s3Event(...several.map((key) => named(key)))), several.map((key) => object(key))],
    ['a completed upload in parts', text(s3Event(named(KEY, 'ObjectCreated:CompleteMultipartUpload'))), [object(KEY)]],
    ['the name as filters spell it', text(s3Event(named(KEY, 's3:ObjectCreated:Copy'))), [object(KEY)]],
    ['a removal', text(s3Event(named(KEY, 'ObjectRemoved:Delete'))), []],
    ['a restoration', text(s3Event(named(KEY, 'ObjectRestore:Completed'))), []],
    ['a creation among removals', text(s3Event(named('a', 'ObjectRemoved:Delete'), named(KEY), named('b', 'LifecycleExpiration:Delete'))), [object(KEY)]],
    ['no object at all', text({ Records: [] }), []],
    ['an empty object', text(s3Event({ ...named(KEY), size: 0 })), [object(KEY, 0)]],
    ["S3's notification through SNS", text(throughSns(text(s3Event(named(ODD))))), [object(ODD)]],
    ["EventBridge's event", text(eventBridgeEvent(named(KEY))), [object(KEY)]],
    ['one with an odd key, which is not encoded', text(eventBridgeEvent(named('a+b%20c d.json.gz'))), [object('a+b%20c d.json.gz')]],
    ["EventBridge's event through SNS", text(throughSns(text(eventBridgeEvent(named(KEY))))), [object(KEY)]],
    ["EventBridge's event of a removal", text(eventBridgeEvent(named(KEY), 'Object Deleted')), []],
    ["S3's test message", text(S3_TEST_EVENT), []],
    ["S3's test message through SNS", text(throughSns(text(S3_TEST_EVENT))), []],
    ["CloudTrail's notification", text({ s3Bucket: 'trail', s3ObjectKey: [KEY, 'a+b%20c.json.gz'] }), [bare(KEY), bare('a+b%20c.json.gz')]],
    ["CloudTrail's notification through SNS", text(throughSns(text({ s3Bucket: 'trail', s3ObjectKey: [KEY] }))), [bare(KEY)]],
    ["CloudTrail's validation", 'CloudTrail validation message.', []],
    ["CloudTrail's validation through SNS", text(throughSns('CloudTrail validation message.')), []],
  ]; // prettier-ignore
  for (const [what, body, objects] of table) {
    it(what, () => assert.deepEqual(objectsIn(body), objects));
  }

  const broken = (key: unknown) => text({ Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'trail' }, object: { key } } }] }); // prettier-ignore
  const SECRET = 'SECRET';
  const wrong: [what: string, body: string, says: RegExp][] = [
    ['nothing', '', /no JSON object/],
    ['a word', SECRET, /no JSON object/],
    ['a cut off notification', text(s3Event(named(SECRET))).slice(0, -5), /no JSON object/],
    ['a list', text([s3Event(named(KEY))]), /no JSON object/],
    ['null', 'null', /no JSON object/],
    ['another object', text({ hello: SECRET }), /no notification of S3, SNS, EventBridge or CloudTrail/],
    ['an event of another source', text({ source: 'aws.ec2', 'detail-type': SECRET }), /no notification of/],
    ['records of a log file', text({ Records: [{ eventSource: 'ec2.amazonaws.com', eventName: SECRET }] }), /no notification of S3/],
    ['records that are none', text({ Records: [SECRET] }), /no notification of S3/],
    ['a subscription to confirm', text(throughSns(`visit ${SECRET}`, 'SubscriptionConfirmation')), /confirm a subscription/],
    ['no key', broken(undefined), /without saying its bucket and key/],
    ['an empty key', broken(''), /without saying its bucket and key/],
    ['a key that is badly encoded', broken(`%E9${SECRET}`), /not percent-encoded/],
    ['no bucket', text({ s3ObjectKey: [KEY] }), /without saying its bucket and key/],
    ['a key that is no text', text({ s3Bucket: 'trail', s3ObjectKey: [7] }), /without saying its bucket and key/],
  ]; // prettier-ignore
  for (const [what, body, says] of wrong) {
    it(`refuses ${what}, and quotes nothing of it`, () => {
      assert.throws(() => objectsIn(body), (error) => refusal(undefined)(error) && says.test((error as Error).message) && !String(error).includes(SECRET)); // prettier-ignore
    });
  }
});
