import assert from 'node:assert/strict';
import type { TrackerEvent } from '../../../../backend/core/event.ts';
import { EXPORT_FORMATS, exportText, type ExportFormat } from '../../../../backend/core/export/exportText.ts';
import { RandomEvents } from '../../../contract/randomEvents.ts';
import { readCsv } from '../../../fixtures/readCsv.ts';
import { trackerEvent } from '../../../fixtures/trackerEvents.ts';

const HOSTILE = '=1+1,"\u001b[31m\u061c\u200e\u202e\u2028\u0085\n<b>';

async function* pagesOf(...pages: TrackerEvent[][]): AsyncGenerator<TrackerEvent[]> {
  for (const page of pages) yield page;
}

async function textOf(format: ExportFormat, ...pages: TrackerEvent[][]): Promise<string> {
  let text = '';
  for await (const piece of exportText(format, pagesOf(...pages))) text += piece;
  return text;
}

const rowsOf = async (...pages: TrackerEvent[][]) => {
  const text = await textOf('csv', ...pages);
  assert.equal(text[0], '\ufeff');
  return readCsv(text.slice(1));
};

describe('events as CSV', () => {
  const HEAD = [
    'eventTime',
    'user',
    'kind',
    'home',
    'role',
    'session',
    'sourceIdentity',
    'proof',
    'via',
    'service',
    'eventName',
    'region',
    'account',
    'outcome',
    'errorCode',
    'errorMessage',
    'readOnly',
    'sourceIPAddress',
    'userAgent',
    'fromConsole',
    'accessKeyId',
    'resources',
    'eventID',
    'parameters',
  ];

  it('have these columns, in this order', async () => assert.deepEqual(await rowsOf(), [HEAD]));

  it('have a line each, a cell for each column, and all parameters in one', async () => {
    const full = trackerEvent({
      kind: 'role',
      userIdentity_userName: 'Lab',
      role: 'Lab',
      session: 'carol',
      sourceIdentity: 'dave',
      proof: 'claimed',
      via: 'cloudformation.amazonaws.com',
      outcome: 'denied',
      errorCode: 'AccessDenied',
      errorMessage: 'no, "never"',
      sourceIPAddress: '192.0.2.1',
      userAgent: 'aws-cli/2',
      fromConsole: 'true',
      userIdentity_accessKeyId: 'ASIAEXAMPLE',
      resources: ['i-1', 'i-2'],
      requestParameters_instanceType: 't2.micro',
      responseElements_groupId: 'sg-1',
      additionalEventData_MFAUsed: 'No',
    });
    const [head = [], row = [], plain = []] = await rowsOf([full], [], [trackerEvent()]);
    assert.deepEqual(Object.fromEntries(head.map((name, at) => [name, row[at]])), {
      eventTime: '2024-06-15T12:00:00Z',
      user: 'Lab',
      kind: 'role',
      home: '111122223333',
      role: 'Lab',
      session: 'carol',
      sourceIdentity: 'dave',
      proof: 'claimed',
      via: 'cloudformation.amazonaws.com',
      service: 'ec2',
      eventName: 'RunInstances',
      region: 'eu-west-1',
      account: '111122223333',
      outcome: 'denied',
      errorCode: 'AccessDenied',
      errorMessage: 'no, "never"',
      readOnly: 'false',
      sourceIPAddress: '192.0.2.1',
      userAgent: 'aws-cli/2',
      fromConsole: 'true',
      accessKeyId: 'ASIAEXAMPLE',
      resources: 'i-1; i-2',
      eventID: '11111111-2222-4333-8444-555555555555',
      parameters:
        '{"requestParameters_instanceType":"t2.micro","responseElements_groupId":"sg-1","additionalEventData_MFAUsed":"No"}',
    });
    assert.equal(plain[1], 'alice');
    assert.equal(plain.at(-1), '');
  });

  it('of hostile content stay one line each, without formulas', async () => {
    const event = trackerEvent({ userAgent: HOSTILE, requestParameters_description: HOSTILE, resources: [HOSTILE] });
    const [head = [], row = []] = await rowsOf([event]);
    assert.equal(row[head.indexOf('userAgent')], '\'=1+1,"␛[31m�����␊<b>');
    assert.equal((await textOf('csv', [event])).split(/\r\n|[\r\n\u0085\u2028]/).length, 3);
  });
});

describe('events as JSON', () => {
  it('are an array, also where there are none', async () => {
    const [one, two, three] = ['1', '2', '3'].map((eventID) => trackerEvent({ eventID }));
    const pages = [[one!, two!], [], [three!]];
    assert.deepEqual(JSON.parse(await textOf('json', ...pages)), pages.flat());
    assert.deepEqual(JSON.parse(await textOf('json', [])), []);
  });

  it('are a line each in JSON Lines', async () => {
    const events = ['1', '2'].map((eventID) => trackerEvent({ eventID, userAgent: HOSTILE }));
    const lines = (await textOf('jsonl', events)).split('\n');
    assert.equal(lines.pop(), '');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line) as unknown),
      events,
    );
  });

  for (const format of ['json', 'jsonl'] as const) {
    it(`show nothing in ${format} that terminals obey or that reorders text`, async () => {
      const text = await textOf(format, [trackerEvent({ userAgent: HOSTILE })]);
      assert.doesNotMatch(
        text.replaceAll('\n', ''),
        /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/,
      );
    });

    it(`have no half of a surrogate pair in ${format}`, async () => {
      const text = await textOf(format, [trackerEvent({ userAgent: 'C:\\ud83d \ud83d' })]);
      const [event] = [JSON.parse(text.trim())].flat() as TrackerEvent[];
      assert.equal(event!.userAgent, 'C:\\ud83d �');
    });
  }
});

describe('an export', () => {
  it('takes a page when the one before is written', async () => {
    const asked: number[] = [];
    async function* pages(): AsyncGenerator<TrackerEvent[]> {
      for (let page = 1; ; page++) {
        asked.push(page);
        yield [trackerEvent()];
      }
    }
    for (const format of EXPORT_FORMATS) {
      asked.length = 0;
      const text = exportText(format, pages());
      await text.next();
      await text.next();
      assert.ok(asked.length <= 2, `${format}: ${asked.join()}`);
      await text.return(undefined);
    }
  });

  it('loses no random event, in any format', async () => {
    const random = new RandomEvents(7);
    const pages = Array.from({ length: 5 }, () => random.file(30).events);
    const events = JSON.parse(JSON.stringify(pages.flat())) as TrackerEvent[];
    assert.deepEqual(JSON.parse(await textOf('json', ...pages)), events);
    const lines = (await textOf('jsonl', ...pages)).trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line) as unknown),
      events,
    );
    const [head = [], ...rows] = await rowsOf(...pages);
    const column = (name: string) => rows.map((row) => row[head.indexOf(name)]);
    assert.deepEqual(
      column('eventTime'),
      events.map(({ eventTime }) => eventTime),
    );
    assert.deepEqual(
      column('user'),
      events.map(({ userIdentity_userName }) => userIdentity_userName),
    );
  });
});
