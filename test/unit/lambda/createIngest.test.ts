import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { KEEP_ALL } from '../../../backend/core/dropRule.ts';
import { createLog } from '../../../backend/lambda/jsonLog.ts';
import { CLASSROOM, NOW, record } from '../../fixtures/classroom.ts';
import { S3_TEST_EVENT, s3Event } from '../../fixtures/notifications.ts';
import {
  breaking,
  BUCKET,
  chunksOf,
  logFile,
  logKey,
  message,
  MODIFIED,
  naming,
  openObject,
  UPLOADS,
  useIngest,
} from './useIngest.ts';

const [A, B, C, D] = ['aaa', 'bbb', 'ccc', 'ddd'].map(logKey) as [string, string, string, string];
const RECORDS = CLASSROOM.slice(0, 3);

function awsError(name: string, message = 'Rate of requests exceeds the allowed throughput.'): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400, requestId: 'AWS1' } });
}

describe('the ingest function', () => {
  it('stores the events of each file, and logs numbers that add up', async () => {
    const tested = useIngest();
    const records = [
      ...RECORDS,
      record('read', '2017-11-20T10:00:00Z', 'DescribeInstances'),
      record('read-2', '2017-11-20T10:00:01Z', 'GetObject', { readOnly: true }),
      record('delivery', '2017-11-20T10:00:02Z', 'PutObject', { userIdentity: { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' } }),
      record('insight', '2017-11-20T10:00:03Z', 'RunInstances', { eventCategory: 'Insight' }),
      { eventName: 'RunInstances', eventSource: 'ec2.amazonaws.com' },
    ];
    const bytes = logFile(records);
    tested.files.set(A, bytes);
    assert.deepEqual(await tested.deliver([naming([A])]), []);
    assert.deepEqual(tested.calls, [`open ${A}`, `ingest ${A}`]);
    const { file, events } = tested.ingested.get(A)!;
    assert.deepEqual(file, { name: A, size: bytes.length, modified: MODIFIED, records: 8, dropped: 4, broken: 1, contentHash: undefined });
    assert.deepEqual(events.map(({ eventID, position }) => [eventID, position]), RECORDS.map(({ eventID }, at) => [eventID, at]));
    assert.deepEqual(tested.log, [
      {
        level: 'warn',
        message: 'file',
        file: A,
        requestId: 'request-1',
        bytes: bytes.length,
        records: 8,
        stored: 3,
        duplicates: 0,
        dropped: { readOnly: 2, logDelivery: 1, nonActivity: 1 },
        broken: 1,
        firstBroken: 'record 8 has no eventTime',
        milliseconds: 0,
      },
    ]);
  }); // prettier-ignore

  it('drops by its own settings', async () => {
    const tested = useIngest({ dropSettings: { ...KEEP_ALL, prefixes: ['run'] } });
    tested.files.set(A, logFile(CLASSROOM));
    await tested.deliver([naming([A])]);
    const isRun = ({ eventName }: { eventName?: unknown }) => String(eventName).startsWith('Run');
    assert.deepEqual(tested.log[0]!['dropped'], { prefix: CLASSROOM.filter(isRun).length });
    assert.equal(tested.ingested.get(A)!.events.some(isRun), false);
  });

  it('drops what is older than the retention', async () => {
    const oldest = new Date(NOW - 30 * 86_400_000);
    const second = (milliseconds: number) => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
    const tested = useIngest({ retentionDays: 30 });
    tested.files.set(A, logFile([
      record('too-old', second(oldest.getTime() - 1000), 'RunInstances'),
      record('just', second(oldest.getTime()), 'RunInstances'),
      record('old-read', second(oldest.getTime() - 1000), 'DescribeInstances'),
    ]));
    await tested.deliver([naming([A])]);
    assert.deepEqual(tested.ingested.get(A)!.events.map(({ eventID }) => eventID), ['just']);
    assert.deepEqual(tested.log[0]!['dropped'], { expired: 1, readOnly: 1 });
  }); // prettier-ignore

  it('takes several files of a message, and several messages', async () => {
    const tested = useIngest();
    for (const key of [A, B, C]) tested.files.set(key, logFile(RECORDS));
    assert.deepEqual(await tested.deliver([naming([A, B]), message('test', S3_TEST_EVENT), naming([C])]), []);
    assert.deepEqual([...tested.ingested.keys()].sort(), [A, B, C]);
  });

  it('hands over the hash of a file whose name does not tell it from others', async () => {
    const tested = useIngest();
    const bytes = logFile(RECORDS);
    tested.files.set('copies/events.json.gz', bytes).set('copies/plain.json', Buffer.from(JSON.stringify({ Records: RECORDS })));
    await tested.deliver([naming(['copies/events.json.gz']), naming(['copies/plain.json'])]);
    for (const [key, content] of tested.files) {
      assert.equal(tested.ingested.get(key)!.file.contentHash, createHash('sha256').update(content).digest('hex'));
    }
  }); // prettier-ignore

  it('skips by its name what is no log file, without reading it', async () => {
    const digest = 'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2017/11/20/111122223333_CloudTrail-Digest_eu-west-1_trail_eu-west-1_20171120T152500Z.json.gz';
    const tested = useIngest();
    assert.deepEqual(await tested.deliver([naming([digest], { receiveCount: 2 })]), []);
    assert.deepEqual(tested.calls, [`skipped ${digest}`]);
    assert.match(tested.asideReasons.get(digest)!, /digest/);
    assert.deepEqual([tested.log[0]!.message, tested.log[0]!['file']], ['skipped', digest]);
  }); // prettier-ignore

  it('skips by its content what is no log file', async () => {
    const tested = useIngest();
    tested.files.set('photo.json.gz', Buffer.from('GIF89a')).set('config.json', Buffer.from('{"a":1}'));
    assert.deepEqual(await tested.deliver([naming(['photo.json.gz']), naming(['config.json'])]), []);
    assert.deepEqual([...tested.asideReasons], [['photo.json.gz', 'not a CloudTrail log file'], ['config.json', 'not a CloudTrail log file']]);
    assert.equal(tested.ingested.size, 0);
  }); // prettier-ignore

  describe('when something fails', () => {
    const cut = logFile(CLASSROOM);
    const rejected: [what: string, bytes: Uint8Array, reason: RegExp][] = [
      ['is cut off', cut.subarray(0, cut.length - 20), /cut off/],
      ['is corrupt', Buffer.concat([cut.subarray(0, 60), Buffer.alloc(cut.length - 60, 7)]), /corrupt|cut off/],
      ['is no JSON', gzipSync('{"Records":[{]}'), /not valid JSON|cut off/],
      ['is empty', Buffer.alloc(0), /no "Records"/],
    ];
    for (const [what, bytes, reason] of rejected) {
      it(`rejects a file that ${what}, and it alone`, async () => {
        const tested = useIngest();
        tested.files.set(A, logFile(RECORDS)).set(B, bytes).set(C, logFile(RECORDS));
        assert.deepEqual(await tested.deliver([naming([A]), naming([B]), naming([C])]), [B]);
        assert.deepEqual([...tested.ingested.keys()].sort(), [A, C]);
        assert.match(tested.asideReasons.get(B)!, reason);
        assert.equal(tested.unsettledReasons.size, 0);
        const { level, reason: logged } = tested.log.find(({ message }) => message === 'rejected')!;
        assert.equal(level, 'error');
        assert.equal(logged, tested.asideReasons.get(B));
      });
    }

    const isB = (key: string) => key === B;
    /** The last is what stands in the status, where that itself does not fail. */
    const faults: [what: string, options: Parameters<typeof useIngest>[0], reason: RegExp | undefined][] = [
      ['S3 is throttled', (tested) => ({ s3: { open: async (_, key) => {
        if (isB(key)) throw awsError('SlowDown');
        return openObject(tested.files.get(key)!);
      } } }), /^SlowDown$/],
      ['a file is no longer there', (tested) => ({ s3: { open: async (_, key) => {
        tested.files.delete(B);
        if (isB(key)) throw awsError('NoSuchKey');
        return openObject(tested.files.get(key)!);
      } } }), /^NoSuchKey$/],
      ['the connection breaks', (tested) => ({ s3: { open: async (_, key) => {
        const object = openObject(tested.files.get(key)!);
        return isB(key) ? { ...object, chunks: breaking(tested.files.get(key)!) } : object;
      } } }), /^Error$/],
      ['the connection ends early', (tested) => ({ s3: { open: async (_, key) => {
        const object = openObject(tested.files.get(key)!);
        return isB(key) ? { ...object, chunks: chunksOf(tested.files.get(key)!.subarray(0, 90)) } : object;
      } } }), /^Error$/],
      ['the table is throttled', store((name, next) => (isB(name) ? Promise.reject(awsError('ThrottlingException')) : next)), /^ThrottlingException$/],
      ['no failure can be noted', (tested) => ({ store: {
        ingest: async ({ name }) => {
          if (isB(name)) throw awsError('InternalServerError');
          tested.ingested.set(name, { file: { name, size: 0, modified: 0, records: 0, dropped: 0, broken: 0 }, events: [] });
          return { stored: 3, duplicates: 0 };
        },
        setAside: () => Promise.reject(awsError('InternalServerError')),
        setUnsettled: () => Promise.reject(awsError('InternalServerError')),
        sumUp: async () => {},
      } }), undefined],
    ]; // prettier-ignore
    for (const [what, options, reason] of faults) {
      it(`reports only the message concerned where ${what}`, async () => {
        const tested = useIngest(options);
        for (const key of [A, B, C]) tested.files.set(key, logFile(CLASSROOM));
        assert.deepEqual(await tested.deliver([naming([A]), naming([B]), naming([C])]), [B]);
        assert.deepEqual([...tested.ingested.keys()].filter((key) => !isB(key)).sort(), [A, C]);
        if (reason) assert.match(tested.unsettledReasons.get(B)!, reason);
        const failure = tested.log.find(({ message }) => message === 'failed')!;
        assert.deepEqual([failure.level, failure['file'], failure['requestId']], ['error', B, 'request-1']);
      });
    }

    it('goes on with the other files of a message, which stays in the queue', async () => {
      const tested = useIngest();
      tested.files.set(A, logFile(RECORDS)).set(C, logFile(RECORDS));
      assert.deepEqual(await tested.deliver([naming([A, B, C])]), [A]);
      assert.deepEqual([...tested.ingested.keys()], [A, C]);
      assert.match(tested.unsettledReasons.get(B)!, /no longer in the bucket/);
    });

    it('reports a message of another kind, and one of another bucket, which it does not read', async () => {
      const tested = useIngest();
      tested.files.set(A, logFile(RECORDS));
      const foreign = message('foreign', s3Event({ bucket: 'elsewhere', key: A }));
      const messages = [message('odd', { hello: 'world' }), foreign, naming([A])];
      assert.deepEqual(await tested.deliver(messages), ['odd', 'foreign']);
      assert.deepEqual(tested.calls, [`open ${A}`, `ingest ${A}`]);
      const failures = tested.log.filter(({ level }) => level === 'error');
      assert.deepEqual(failures.map(({ messageId }) => messageId), ['odd', 'foreign']);
      assert.match(failures[1]!['reason'] as string, /an object of elsewhere; this tracker reads trail and uploads only/);
    }); // prettier-ignore

    it('reads the bucket that the message names, of the two that it may', async () => {
      const opened: string[] = [];
      const tested = useIngest(({ files }) => ({
        s3: {
          open: async (bucket, key) => {
            opened.push(`${bucket}/${key}`);
            return openObject(files.get(key)!);
          },
        },
      }));
      tested.files.set(A, logFile(RECORDS));
      const uploaded = message('uploaded', s3Event({ bucket: UPLOADS, key: A }));
      assert.deepEqual(await tested.deliver([naming([A]), uploaded]), []);
      assert.deepEqual(opened.sort(), [`${BUCKET}/${A}`, `${UPLOADS}/${A}`]);
    });

    it('notes from the second attempt on that a file is begun, before it is opened', async () => {
      const tested = useIngest();
      tested.files.set(A, logFile(RECORDS)).set(B, logFile(RECORDS));
      await tested.deliver([naming([A], { receiveCount: 2 })]);
      await tested.deliver([naming([B], { receiveCount: 1 })]);
      assert.deepEqual(tested.calls, [`unsettled ${A}`, `open ${A}`, `ingest ${A}`, `open ${B}`, `ingest ${B}`]);
    });

    it('logs nothing that a file or an error quotes', async () => {
      const TOKEN = `FwoGZXIvYXdz${'SECRET'.repeat(20)}`;
      const lines: string[] = [];
      const options = { log: createLog((line) => lines.push(line)) };
      const text = JSON.stringify({ Records: [{ responseElements: { credentials: { sessionToken: TOKEN } } }, TOKEN, record(TOKEN, TOKEN, TOKEN)] });
      const whole = useIngest(options);
      whole.files.set(A, gzipSync(text));
      whole.files.set(B, gzipSync(text.slice(0, -30)));
      whole.files.set(C, gzipSync(text.replace('},', '},]')));
      whole.files.set('lines.json', Buffer.from(`${JSON.stringify(record('e', TOKEN, 'x'))}\n{"sessionToken":"${TOKEN}"\n`));
      await whole.deliver([naming([A]), naming([B]), naming([C]), naming(['lines.json']), message('odd', TOKEN)]);
      for (const error of [awsError('ValidationException', TOKEN), new SyntaxError(`Unexpected token in ${TOKEN}\n    at ${TOKEN}`), TOKEN] as Error[]) {
        const failing = useIngest((tested) => ({ ...options, ...store(() => Promise.reject(error))(tested) }));
        failing.files.set(A, logFile(RECORDS));
        await failing.deliver([naming([A])]);
        assert.doesNotMatch(failing.unsettledReasons.get(A)!, /SECRET/);
      }
      for (const line of lines) {
        assert.doesNotMatch(line, /SECRET/);
        assert.equal(line.indexOf('\n'), line.length - 1);
        assert.ok((JSON.parse(line) as { level: string }).level);
      }
      assert.ok(lines.some((line) => line.includes('ValidationException') && line.includes('"awsRequestId":"AWS1"')));
      assert.ok(lines.some((line) => line.includes('SyntaxError') && line.includes('createIngest.test.ts')));
      assert.equal(lines.length, 8);
      assert.doesNotMatch([...whole.asideReasons.values(), ...whole.unsettledReasons.values()].join(), /SECRET/);
    }); // prettier-ignore
  });

  describe('when time runs out', () => {
    it('begins no other file, and reports it', async () => {
      let remaining = 60_000;
      const tested = useIngest(store((_name, next) => {
        remaining = 19_000;
        return next;
      }));
      const keys = ['1', '2', '3', '4', '5', '6'].map(logKey);
      for (const key of keys) tested.files.set(key, logFile(RECORDS));
      const left = await tested.deliver(keys.map((key) => naming([key])), { getRemainingTimeInMillis: () => remaining });
      assert.deepEqual(left, keys.slice(4));
      assert.deepEqual(tested.log.filter(({ message }) => message === 'postponed').map(({ file }) => file), keys.slice(4));
      assert.equal(tested.unsettledReasons.size, 0);
    }); // prettier-ignore

    it('begins the first in any case', async () => {
      const tested = useIngest();
      for (const key of [A, B]) tested.files.set(key, logFile(RECORDS));
      const context = { getRemainingTimeInMillis: () => 10_000 };
      assert.deepEqual(await tested.deliver([naming([A]), naming([B])], context), [B]);
    });

    const hanging: [what: string, options: Parameters<typeof useIngest>[0]][] = [
      ['a store that does not answer', store((name, next) => (name === B ? new Promise(() => {}) : next))],
      ['a bucket that does not answer', (tested) => ({ s3: { open: (_, key, signal) => (key === B ? untilAborted(signal!) : Promise.resolve(openObject(tested.files.get(key)!))) } })],
      ['a file that does not end', (tested) => ({ s3: { open: async (_, key, signal) => ({ ...openObject(tested.files.get(key)!), ...(key === B && { chunks: endless(signal!) }) }) } })],
    ]; // prettier-ignore
    for (const [what, options] of hanging) {
      it(`breaks off ${what}, and notes it`, async () => {
        const tested = useIngest(options);
        for (const key of [A, B, C]) tested.files.set(key, logFile(RECORDS));
        const context = { getRemainingTimeInMillis: () => 5_050 };
        assert.deepEqual(await tested.deliver([naming([B]), ...[A, C].map((key) => naming([key]))], context), [
          B,
          A,
          C,
        ]);
        assert.equal(tested.unsettledReasons.get(B), 'OutOfTime');
      });
    }

    it('leaves no timer behind', async () => {
      const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
      // Mocha starts a timer of its own at the first pause.
      await useIngest().deliver([message('test', S3_TEST_EVENT)]);
      const before = timers();
      await useIngest().deliver([message('test', S3_TEST_EVENT)]);
      assert.equal(timers(), before);
    });

    it('makes summaries when all else is done, and fails no message with them', async () => {
      const sumUp = () => Promise.reject(awsError('ThrottlingException'));
      const tested = useIngest((each) => {
        const options = store((_name, next) => next)(each);
        return { store: { ...options.store!, sumUp } };
      });
      tested.files.set(A, logFile(RECORDS));
      assert.deepEqual(await tested.deliver([naming([A])]), []);
      assert.deepEqual(
        [tested.log.at(-1)!.message, tested.log.at(-1)!['error']],
        ['not summed up', 'ThrottlingException'],
      );
    });

    it('answers even where nothing answers', async () => {
      const never = () => new Promise<never>(() => {});
      const tested = useIngest({ store: { ingest: never, setAside: never, setUnsettled: never, sumUp: never } });
      tested.files.set(A, logFile(RECORDS));
      const context = { getRemainingTimeInMillis: () => 1_050 };
      assert.deepEqual(await tested.deliver([naming([A], { receiveCount: 2 })], context), [A]);
      assert.equal(tested.log.at(-1)!['error'], 'OutOfTime');
    });
  });

  describe('reads at once', () => {
    async function mostAtOnce(sizes: (number | undefined)[]): Promise<number> {
      let [open, most] = [0, 0];
      const tested = useIngest(store(async (_name, next) => {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setTimeout(resolve, 5));
        open--;
        return next;
      }));
      const messages = sizes.map((size, at) => {
        const key = logKey(String(at));
        tested.files.set(key, logFile(RECORDS));
        return size === undefined ? message(key, { s3Bucket: BUCKET, s3ObjectKey: [key] }) : naming([key], { size });
      });
      assert.deepEqual(await tested.deliver(messages), []);
      assert.equal(tested.ingested.size, sizes.length);
      return most;
    } // prettier-ignore

    const MIB = 2 ** 20;
    const table: [what: string, sizes: (number | undefined)[], most: number][] = [
      ['some small files', Array<number>(10).fill(MIB), 4],
      ['one large file', Array<number>(10).fill(MIB + 1), 1],
      ['one file of unknown size', Array<undefined>(10).fill(undefined), 1],
    ];
    for (const [what, sizes, most] of table) it(what, async () => assert.equal(await mostAtOnce(sizes), most));
  });

  it('goes on with large files after one of them failed', async () => {
    const tested = useIngest();
    for (const key of [B, D]) tested.files.set(key, logFile(RECORDS));
    const large = [A, B, C, D].map((key) => naming([key], { size: 2 ** 30 }));
    assert.deepEqual(await tested.deliver(large), [A, C]);
  });
});

/** A store whose `ingest` is decided on by the test. */
function store(
  decide: (name: string, result: Promise<{ stored: number; duplicates: number }>) => Promise<{ stored: number; duplicates: number }>,
): Extract<Parameters<typeof useIngest>[0], (...args: never[]) => unknown> {
  return (tested) => ({
    store: {
      ingest: (file, events) => {
        tested.calls.push(`ingest ${file.name}`);
        tested.ingested.set(file.name, { file, events });
        return decide(file.name, Promise.resolve({ stored: events.length, duplicates: 0 }));
      },
      setAside: async ({ name }, _state, reason) => void tested.asideReasons.set(name, reason),
      setUnsettled: async ({ name }, reason) => void tested.unsettledReasons.set(name, reason),
      sumUp: async () => {},
    },
  });
} // prettier-ignore

async function* endless(signal: AbortSignal): AsyncGenerator<Uint8Array> {
  yield Buffer.from('{"Records":[');
  await untilAborted(signal);
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
}
