import { S3Client } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3_SETTINGS } from '../../../backend/lambda/clientSettings.ts';
import { createObjectReader, type ObjectReader } from '../../../backend/lambda/objectReader.ts';
import { keyOf } from '../../../backend/core/eventId.ts';
import { eventOf } from '../../../backend/core/eventOf.ts';
import type { JsonObject } from '../../../backend/core/json.ts';
import type { WantedRecord } from '../../../backend/core/readRecord.ts';
import { createRecordReader } from '../../../backend/lambda/createRecordReader.ts';
import { UserError } from '../../../backend/core/userError.ts';
import { CLASSROOM } from '../../fixtures/classroom.ts';
import { refusal } from '../../fixtures/userErrors.ts';
import { logFile, openObject } from './useIngest.ts';

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return read;
}

/** The record of an event that was stored of a file. */
function wanted(record: JsonObject, position: number): WantedRecord {
  return { file: 'a.json.gz', position, key: keyOf(eventOf(record, 'a.json.gz', position)) };
}

/** Against a server that answers as S3 does. */
describe('createObjectReader', () => {
  let server: Server;
  let client: S3Client;
  let reader: ObjectReader;
  let respond: RequestListener;

  before(async () => {
    server = createServer((request, response) => respond(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    client = new S3Client({
      ...S3_SETTINGS,
      maxAttempts: 1,
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
    });
    reader = createObjectReader(client);
  });
  after(() => {
    client.destroy();
    server.close();
    server.closeAllConnections();
  });

  function answerWith(bytes: Uint8Array): void {
    respond = (_request, response) => {
      response.setHeader('last-modified', 'Mon, 20 Nov 2017 15:25:00 GMT').setHeader('content-length', bytes.length).end(bytes);
    };
  } // prettier-ignore

  function refuseWith(status: number, code: string): void {
    respond = (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}!</Message><RequestId>R1</RequestId></Error>`);
    };
  } // prettier-ignore

  it('asks for one object, whatever its key', async () => {
    const key = 'class of 2023/1+1=2 & 100 % ünïcode/a?b#c.json.gz';
    const paths: (string | undefined)[] = [];
    respond = (request, response) => {
      paths.push(`${request.method} ${request.url}`);
      response.end();
    };
    await reader.open('trail', key);
    const [path = ''] = paths;
    assert.equal(decodeURIComponent(path.replace('?x-id=GetObject', '')), `GET /trail/${key}`);
    assert.match(path, /\?x-id=GetObject$/);
  });

  it('gives its bytes as stored, its size and when it was written', async () => {
    const bytes = logFile(CLASSROOM);
    answerWith(bytes);
    const { size, modified, chunks } = await reader.open('trail', 'a.json.gz');
    assert.deepEqual([size, modified], [bytes.length, Date.parse('2017-11-20T15:25:00Z')]);
    assert.ok(Buffer.concat(await all(chunks)).equals(bytes));
  });

  const refused: [status: number, code: string, says: RegExp][] = [
    [404, 'NoSuchKey', /no longer in the bucket: it has expired, or was deleted \(a\.json\.gz\)/],
    [403, 'InvalidObjectState', /has been archived.*\(a\.json\.gz\)/],
  ];
  for (const [status, code, says] of refused) {
    it(`says what ${code} means`, async () => {
      refuseWith(status, code);
      await assert.rejects(reader.open('trail', 'a.json.gz'), (error) => refusal(undefined, 404)(error) && says.test(String(error))); // prettier-ignore
    });
  }

  const KEY = 'arn:aws:kms:eu-west-1:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const denials: [message: string, head: Record<string, string> | undefined, says: RegExp][] = [
    ['Access Denied', undefined, /^s3:GetObject was refused in the bucket trail: /],
    [
      `User: arn:aws:sts::111122223333:assumed-role/r/s is not authorized to perform: kms:Decrypt on resource: ${KEY} because no resource-based policy allows the kms:Decrypt action`,
      undefined,
      new RegExp(`^kms:Decrypt was refused on ${KEY}: `),
    ],
    [
      'User: x is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext',
      { 'x-amz-server-side-encryption-aws-kms-key-id': KEY },
      new RegExp(`^kms:Decrypt was refused on ${KEY}: `),
    ],
    ['x may not kms:Decrypt SECRET', undefined, /^kms:Decrypt was refused on the key that the file is encrypted with: (?!.*SECRET)/],
  ]; // prettier-ignore
  for (const [message, head, says] of denials) {
    it(`names what is missing where S3 says "${message.slice(0, 90)}"`, async () => {
      respond = (request, response) => {
        if (request.method === 'HEAD') return void response.writeHead(head ? 200 : 403, head).end();
        response.writeHead(403, { 'content-type': 'application/xml' });
        response.end(`<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`);
      };
      await assert.rejects(reader.open('trail', 'a.json.gz'), (error) => {
        assert.ok(error instanceof UserError && error.status === 409);
        assert.match(error.message, says);
        return true;
      });
    });
  }

  for (const [status, code] of [[404, 'NoSuchBucket'], [503, 'SlowDown'], [500, 'InternalError']] as const) {
    it(`passes ${code} on as the fault that it is`, async () => {
      refuseWith(status, code);
      await assert.rejects(reader.open('trail', 'a.json.gz'), { name: code });
    });
  } // prettier-ignore

  it('fails when a connection breaks in the middle', async () => {
    respond = (_request, response) => {
      response.setHeader('content-length', 1000).write('{"Records":[');
      setImmediate(() => response.destroy());
    };
    const { chunks } = await reader.open('trail', 'a.json');
    await assert.rejects(all(chunks), { code: 'ECONNRESET' });
  });

  it('can be broken off, before an answer and in the middle of it', async () => {
    respond = () => {};
    const before = new AbortController();
    const opening = reader.open('trail', 'a.json', before.signal);
    before.abort();
    await assert.rejects(opening, { name: 'AbortError' });

    respond = (_request, response) => void response.setHeader('content-length', 1000).write('{"Records":[');
    const during = new AbortController();
    const { chunks } = await reader.open('trail', 'a.json', during.signal);
    setImmediate(() => during.abort());
    await assert.rejects(all(chunks), { name: 'AbortError' });
  });

  it('serves to read a record back', async () => {
    // Without an id it is told by its content, secrets and all.
    const { eventID: _none, ...rest } = CLASSROOM[0]!;
    const secret = (sessionToken: string) => ({ ...rest, responseElements: { credentials: { sessionToken } } });
    answerWith(logFile([...CLASSROOM, secret('SECRET')]));
    const readRecord = createRecordReader(reader, ['trail']);
    assert.deepEqual(await readRecord(wanted(CLASSROOM[2]!, 2)), CLASSROOM[2]);
    const last = await readRecord(wanted(secret('SECRET'), CLASSROOM.length));
    assert.deepEqual(last, secret('(removed)'));
    await assert.rejects(readRecord(wanted(CLASSROOM[2]!, 99)), refusal(undefined, 404));
    refuseWith(404, 'NoSuchKey');
    await assert.rejects(readRecord(wanted(CLASSROOM[2]!, 2)), refusal(undefined, 404));
  });

  describe('reads a record back from the first bucket that has it', () => {
    const contents: Record<string, JsonObject[]> = {
      short: CLASSROOM.slice(0, 1),
      other: CLASSROOM.slice(3, 6),
      broken: [{}, {}, {}],
    };

    /** Which buckets hold the file, and which were asked. */
    function bucketsWith(...holding: string[]) {
      const asked: string[] = [];
      const readRecord = createRecordReader(
        {
          open: async (bucket) => {
            asked.push(bucket);
            if (bucket === 'closed') throw new Error('AccessDenied');
            if (!holding.includes(bucket)) throw new UserError(`It is no longer in ${bucket}.`, { status: 404 });
            return openObject(logFile(contents[bucket] ?? CLASSROOM.slice(0, 3)));
          },
        },
        ['trail', 'short', 'other', 'broken', 'uploads', 'closed'],
      );
      return { asked, read: (position: number) => readRecord(wanted(CLASSROOM[position]!, position)) };
    }

    it('the trail’s before the uploads', async () => {
      const { asked, read } = bucketsWith('trail', 'uploads');
      assert.deepEqual(await read(1), CLASSROOM[1]);
      assert.deepEqual(asked, ['trail']);
    });

    it('the uploads, where the trail’s has it no longer, or holds another file by that name', async () => {
      const { asked, read } = bucketsWith('short', 'other', 'broken', 'uploads');
      assert.deepEqual(await read(2), CLASSROOM[2]);
      assert.deepEqual(asked, ['trail', 'short', 'other', 'broken', 'uploads']);
    });

    it('and fails as it fails, but for files that are gone', async () => {
      await assert.rejects(bucketsWith().read(0), { message: 'AccessDenied' });
    });

    it('says so of the first where it has expired everywhere', async () => {
      const readRecord = createRecordReader(
        {
          open: async (bucket) => {
            throw new UserError(`It is no longer in ${bucket}.`, { status: 404 });
          },
        },
        ['trail', 'uploads'],
      );
      await assert.rejects(readRecord(wanted(CLASSROOM[0]!, 0)), { message: 'It is no longer in trail.' });
    });
  });
});
