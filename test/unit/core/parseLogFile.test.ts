import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { TrackerEvent } from '../../../backend/core/event.ts';
import { keyOf } from '../../../backend/core/eventId.ts';
import { gunzipStream } from '../../../backend/core/gunzip.ts';
import { parseLogFile, parseLogStream, type LogFileContent } from '../../../backend/core/parseLogFile.ts';
import { readRecord } from '../../../backend/core/readRecord.ts';
import { UserError } from '../../../backend/core/userError.ts';

const LOG = '111122223333_CloudTrail_eu-west-1_20240501T0915Z_AbCdEfGhIjKlMnOp.json.gz';

function record(eventID: string, more: object = {}) {
  return {
    eventTime: '2024-05-01T09:10:11Z',
    eventName: 'RunInstances',
    eventSource: 'ec2.amazonaws.com',
    eventID,
    ...more,
  };
}

const lines = (...values: unknown[]) =>
  values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n');
const log = (more: Partial<Extract<LogFileContent, { kind: 'log' }>>): LogFileContent => ({
  kind: 'log',
  records: 0,
  dropped: 0,
  broken: 0,
  ...more,
});
const skipped = (reason: string): LogFileContent => ({ kind: 'skipped', reason });
const NOT_OURS = skipped('not a CloudTrail log file');
const insight = { eventTime: '2024-05-01T09:10:11Z', eventCategory: 'Insight', eventType: 'AwsCloudTrailInsight' };

// What a file holds → what is read of it; the ids of the events; the error that rejects it. The same for whole files and streams.
const TABLE: { what: string; name?: string; text: string; content?: LogFileContent; ids?: string[]; error?: RegExp }[] =
  [
    {
      what: 'a log file',
      text: JSON.stringify({ Records: [record('a'), record('b')] }),
      content: log({ records: 2 }),
      ids: ['a', 'b'],
    },
    {
      what: 'a pretty-printed one with a byte order mark',
      text: '\uFEFF' + JSON.stringify({ Records: [record('a')] }, null, 2),
      content: log({ records: 1 }),
      ids: ['a'],
    },
    { what: 'an empty one', text: '{"Records":[]}', content: log({}), ids: [] },
    {
      what: 'a bare array',
      name: 'mine.json',
      text: JSON.stringify([record('a'), record('b')]),
      content: log({ records: 2 }),
      ids: ['a', 'b'],
    },
    {
      what: 'JSON Lines',
      name: 'mine.json',
      text: lines(record('a'), record('b'), ''),
      content: log({ records: 2 }),
      ids: ['a', 'b'],
    },
    {
      what: 'a single record',
      name: 'mine.json',
      text: JSON.stringify(record('a')),
      content: log({ records: 1 }),
      ids: ['a'],
    },
    {
      what: 'JSON Lines with a broken line',
      name: 'mine.json',
      text: lines(record('a'), '{"eventTime": nonsense', record('c')),
      content: log({ records: 3, broken: 1, firstBroken: 'record 2 is not valid JSON' }),
      ids: ['a', 'c'],
    },
    {
      what: 'the output of aws cloudtrail lookup-events',
      name: 'history.json',
      text: JSON.stringify({
        Events: [
          { EventId: 'a', CloudTrailEvent: JSON.stringify(record('a')) },
          { EventId: 'b', CloudTrailEvent: '{' },
        ],
        NextToken: 'x',
      }),
      content: log({ records: 2, broken: 1, firstBroken: 'record 2 has a CloudTrailEvent that is no JSON' }),
      ids: ['a'],
    },
    {
      what: 'EventBridge envelopes',
      name: 'bridge.json',
      text: lines(
        { 'detail-type': 'AWS API Call via CloudTrail', detail: record('a') },
        { 'detail-type': 'x', detail: record('b') },
      ),
      content: log({ records: 2 }),
      ids: ['a', 'b'],
    },
    {
      what: 'broken records, each counted',
      text: JSON.stringify({
        Records: [
          record('a'),
          null,
          { eventID: 'x' },
          record('b', { eventTime: 'yesterday' }),
          record('c', { eventName: '' }),
          record('d'),
        ],
      }),
      content: log({ records: 6, broken: 4, firstBroken: 'record 2 is no JSON object' }),
      ids: ['a', 'd'],
    },
    {
      what: 'Insight events among others',
      text: JSON.stringify({ Records: [insight, record('a')] }),
      content: log({ records: 2, dropped: 1 }),
      ids: ['a'],
    },
    {
      what: 'Insight events alone',
      text: JSON.stringify({ Records: [insight, insight] }),
      content: skipped('Insight events only'),
    },
    {
      what: 'a digest file by its name',
      name: 'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2024/05/01/111122223333_CloudTrail-Digest_eu-west-1_t_eu-west-1_20240501T091500Z.json.gz',
      text: '{"digestStartTime":"2024-05-01T08:15:00Z"}',
      content: skipped('a digest file (hashes of log files, no events)'),
    },
    { what: 'another JSON file', name: 'package.json', text: '{"name":"x","version":"1.0.0"}', content: NOT_OURS },
    { what: 'a JSON file of strings', name: 'words.json', text: '["a","b"]', content: NOT_OURS },
    {
      what: 'a settings file with comments',
      name: 'tsconfig.json',
      text: '// comment\n{"compilerOptions":{}}',
      content: NOT_OURS,
    },
    { what: 'another JSON file, cut off', name: 'package.json', text: '{"name":"x","vers', content: NOT_OURS },
    {
      what: 'another settings file with comments',
      name: 'settings.json',
      text: '{ // it\'s a "comment\n"a": [1,], }',
      content: NOT_OURS,
    },
    { what: 'no JSON at all', name: 'noise.json', text: 'hello', content: NOT_OURS },
    {
      what: 'an S3 event notification',
      name: 'event.json',
      text: JSON.stringify({
        Records: [{ eventVersion: '2.1', eventSource: 'aws:s3', eventTime: 'x', eventName: 'ObjectCreated:Put' }],
      }),
      content: NOT_OURS,
    },
    {
      what: 'a log file cut off',
      text: '{"Records":[{"eventTime":"2024-05-01T09:10:11Z"},{"eve',
      error: /is cut off: its JSON ends early/,
    },
    { what: 'a log file that is none', text: '{"name":"x"}', error: /holds no "Records"/ },
    { what: 'a log file of text', text: 'AccessDenied', error: /is not valid JSON|holds no "Records"/ },
    {
      what: 'a log file with rubbish between records',
      text: '{"Records":[{"eventTime":"x"} secret {}]}',
      error: /is not valid JSON/,
    },
  ];

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield Promise.resolve(bytes.subarray(at, at + size));
}

describe('parseLogFile and parseLogStream', () => {
  for (const { what, name = LOG, text, content, ids, error } of TABLE) {
    for (const pack of [(bytes: Buffer) => bytes, gzipSync]) {
      const bytes = pack(Buffer.from(text));
      const how = pack === gzipSync ? 'gzip' : 'plain';
      it(`read ${what} (${how}, whole)`, () => {
        const events: TrackerEvent[] = [];
        const parse = () => parseLogFile(name, bytes, (event) => events.push(event));
        if (error) return assert.throws(parse, (thrown) => thrown instanceof UserError && error.test(thrown.message));
        assert.deepEqual(parse(), content);
        if (ids)
          assert.deepEqual(
            events.map((event) => event.eventID),
            ids,
          );
      });
      for (const size of [1, 7, 100_000]) {
        it(`read ${what} (${how}, chunks of ${size})`, async () => {
          const events: TrackerEvent[] = [];
          const parse = () => parseLogStream(name, inChunks(bytes, size), (event) => events.push(event));
          if (error)
            return assert.rejects(parse, (thrown) => thrown instanceof UserError && error.test(thrown.message));
          assert.deepEqual(await parse(), content);
          if (ids)
            assert.deepEqual(
              events.map((event) => event.eventID),
              ids,
            );
        });
      }
    }
  }

  it('never quote the file in an error: the quoted part may hold a secret', () => {
    const text = '{"Records":[{"sessionToken":"IQoJb3JpZ2luX2Vj" broken}]}';
    assert.throws(
      () => parseLogFile(LOG, Buffer.from(text), () => {}),
      (error) => !/IQoJ|sessionToken/.test((error as Error).message),
    );
  });

  it('reject gzip that is cut off or corrupt', async () => {
    const whole = gzipSync(JSON.stringify({ Records: Array.from({ length: 50 }, (_, i) => record(`event-${i}`)) }));
    const corrupt = Buffer.from(whole);
    corrupt[whole.length >> 1]! ^= 0xff;
    for (const [bytes, message] of [
      [whole.subarray(0, whole.length >> 1), /cut off/],
      [corrupt, /corrupt|cut off/],
    ] as const) {
      assert.throws(
        () => parseLogFile(LOG, bytes, () => {}),
        (error) => error instanceof UserError && message.test(error.message),
      );
      await assert.rejects(
        parseLogStream(LOG, inChunks(bytes, 100), () => {}),
        (error) => error instanceof UserError && message.test(error.message),
      );
    }
  });

  it('stop inflating at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(3 << 20));
    await assert.rejects(async () => {
      for await (const chunk of gunzipStream(inChunks(bomb, 1000), 1 << 20)) assert.ok(chunk.length > 0);
    }, /inflates to more than 1 MiB/);
  });

  it('tell where each record lies, and read it back with its secrets removed', async () => {
    const secret = { responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE', sessionToken: 'x'.repeat(300) } } };
    const bytes = gzipSync(JSON.stringify({ Records: [record('a'), null, record('c', secret)] }));
    const events: TrackerEvent[] = [];
    parseLogFile(`folder/${LOG}`, bytes, (event) => events.push(event));
    const last = events.at(-1)!;
    assert.deepEqual([last.logFile, last.position], [LOG, 2]);
    const readBack = (position: number, { eventID }: TrackerEvent) =>
      readRecord({ file: LOG, position, key: { ...keyOf(last), eventID } }, inChunks(bytes, 64));
    const read = await readBack(2, last);
    assert.deepEqual(
      read,
      record('c', { responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE', sessionToken: '(removed)' } } }),
    );
    for (const wrong of [readBack(3, last), readBack(1, last), readBack(2, events[0]!)])
      await assert.rejects(wrong, /no longer in/);
  });

  it('read random JSON alike, whole and in chunks', async () => {
    let seed = 42;
    const random = (n: number) => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) % n;
    const value = (depth: number): unknown => {
      const kind = random(depth > 3 ? 4 : 6);
      if (kind === 0) return random(1000) / 7;
      if (kind === 1) return random(2) === 0;
      if (kind < 4) return ['"Records":[', '\\"', ']}', 'ñ✓\u2028', '{[', '\\\\', 'plain', ''][random(8)];
      if (kind === 4) return Array.from({ length: random(4) }, () => value(depth + 1));
      return Object.fromEntries(Array.from({ length: random(4) }, (_, i) => [`k"${i}\\`, value(depth + 1)]));
    };
    for (let round = 0; round < 300; round++) {
      const records = Array.from({ length: random(5) }, (_, i) =>
        record(`e${i}`, { requestParameters: value(0), additionalEventData: value(0) }),
      );
      const carrier = [{ Records: records }, { first: 1, Records: records, last: [[]] }, records][random(3)];
      const bytes = Buffer.from(JSON.stringify(carrier, null, random(3)));
      const whole: TrackerEvent[] = [];
      const streamed: TrackerEvent[] = [];
      const content = parseLogFile(LOG, bytes, (event) => whole.push(event));
      assert.deepEqual(
        await parseLogStream(LOG, inChunks(bytes, 1 + random(40)), (event) => streamed.push(event)),
        content,
        `round ${round}`,
      );
      assert.deepEqual(streamed, whole, `round ${round}`);
      assert.equal(whole.length, records.length);
    }
  });
});
