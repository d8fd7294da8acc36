import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createHistoryCopy } from '../../../backend/aws/historyCopy.ts';
import type { CopyProgress } from '../../../backend/aws/copy.ts';
import { useEventHistoryServer, type LookupRequest } from '../../fixtures/eventHistoryServer.ts';
import { rawRecords } from '../../fixtures/realLogs.ts';
import { useTemporaryFolder } from '../../fixtures/temporaryFolder.ts';

const NOW = '2026-02-03T12:00:00Z';
const SECOND = 1000;
const HOUR = 3600 * SECOND;

describe('a copy of the event history', () => {
  const history = useEventHistoryServer(NOW);
  const folder = useTemporaryFolder();
  const copy = (regions = ['eu-west-1']) =>
    createHistoryCopy({ aws: history.aws, account: '111122223333', regions, folder: folder(), clock: history.clock });
  const run = async (of = copy(), besides: { signal?: AbortSignal; onFiles?: () => void } = {}) => {
    let last: CopyProgress | undefined;
    await of.run({ asked: false, onFiles: () => undefined, ...besides, onProgress: (each) => (last = each) });
    return last;
  };
  /** Events, one each so many milliseconds, the newest `ago` before now. */
  const record = (
    count: number,
    readOnly: boolean,
    { every = 60 * SECOND, ago = HOUR, awsRegion = 'eu-west-1' } = {},
  ) => {
    const made = Array.from({ length: count }, (_, i) => {
      const time = new Date(history.clock.time - ago - i * every);
      return {
        eventID: `${readOnly}-${time.getTime()}-${i}`,
        eventTime: `${time.toISOString().slice(0, 19)}Z`,
        readOnly,
        awsRegion,
      };
    });
    history.records.push(...made);
  };
  const ids = () => rawRecords(folder()).map(({ eventID }) => eventID as string);
  const expected = () => history.records.map(({ eventID }) => eventID).sort();

  it('has all events of 90 days as log files', async () => {
    record(130, false);
    record(120, true, { every: 17 * HOUR });
    await run();
    assert.deepEqual(ids().sort(), expected());
    const outside = 91 * 24 * HOUR;
    record(1, true, { ago: outside });
    await run();
    assert.equal(ids().length, 250);
  });

  it('asks for changes first, each newest first, 50 at a time', async () => {
    record(120, false);
    record(10, true);
    await run();
    assert.deepEqual(history.requests.map(({ readOnly, token }) => [readOnly, token?.split('/')[1]]), [
      [false, undefined], [false, '50'], [false, '100'], [true, undefined],
    ]); // prettier-ignore
  });

  it('makes at most two requests a second in each region', async () => {
    record(400, false);
    record(400, true, { awsRegion: 'us-east-1' });
    await run(copy(['eu-west-1', 'us-east-1']));
    for (const region of ['eu-west-1', 'us-east-1']) {
      const times = history.requests.filter((each) => each.region === region).map(({ time }) => time);
      assert.ok(times.length >= 9);
      times.slice(2).forEach((time, i) => assert.ok(time - times[i]! > SECOND, `${time - times[i]!} ms for two more`));
    }
    assert.equal(ids().length, 800);
  });

  it('waits longer and longer where CloudTrail is asked too often, and goes on', async () => {
    record(60, false);
    let refusals = 3;
    history.fault = () => (refusals-- > 0 ? 'ThrottlingException' : undefined);
    await run();
    const times = history.requests.map(({ time }) => time);
    assert.deepEqual([1, 2, 3].map((i) => times[i]! - times[i - 1]!), [1000, 2000, 4000]); // prettier-ignore
    assert.equal(ids().length, 60);
  });

  it('gives up with a sentence where that does not end', async () => {
    history.fault = () => 'ThrottlingException';
    await assert.rejects(run(), /AWS is asked too often at the moment \(cloudtrail:LookupEvents\)/);
    assert.ok(history.requests.length < 12);
  });

  for (const [title, stop] of [
    [
      'it was cancelled',
      (abort: () => void) => (history.fault = () => (history.requests.length > 4 ? (abort(), undefined) : undefined)),
    ],
    [
      'the credentials expired',
      () => (history.fault = () => (history.requests.length > 4 ? 'ExpiredTokenException' : undefined)),
    ],
  ] as const) {
    it(`goes on where it stopped when ${title}`, async () => {
      record(400, false);
      const controller = new AbortController();
      stop(() => controller.abort());
      await assert.rejects(
        run(copy(), { signal: controller.signal }),
        /aborted|credentials have expired: .* Sign in again/,
      );
      const before = ids().length;
      assert.equal(before, 200);
      assert.equal(await copy().isDue(false), true);
      history.fault = undefined;
      history.requests.splice(0);
      await run();
      assert.deepEqual(ids().sort(), expected());
      // Eight pages of 50, of which four were there; the newest are looked at again.
      const changes = history.requests.filter(({ readOnly }) => !readOnly);
      assert.ok(changes.length <= 6, `${changes.length} requests`);
    });
  }

  it('survives a kill between the file and its state: what comes twice is the same file', async () => {
    record(80, false, { ago: HOUR });
    await run();
    const before = ids();
    rmSync(path.join(folder(), '.eu-west-1.changes.json'));
    await run();
    assert.deepEqual(ids(), before);
  });

  it('begins anew where a state file is damaged', async () => {
    record(80, false);
    await run();
    writeFileSync(path.join(folder(), '.eu-west-1.changes.json'), '{"done":[{');
    writeFileSync(path.join(folder(), '.history.json'), '');
    await run();
    assert.deepEqual(ids().sort(), expected());
  });

  it('later asks only for what is newer, also for what came late', async () => {
    record(400, false);
    await run();
    record(1, false, { ago: 10 * 60 * SECOND });
    history.clock.time += 5 * 60 * SECOND;
    record(2, false, { ago: SECOND });
    history.requests.splice(0);
    await run();
    assert.deepEqual(ids().sort(), expected());
    assert.equal(history.requests.length, 2);
    history.clock.time += 5 * 60 * SECOND;
    await run();
    assert.deepEqual(ids().sort(), expected(), 'recent events were written again');
  });

  it('takes more events of one second than a page has', async () => {
    record(170, false, { every: 0 });
    await run();
    assert.deepEqual(ids().sort(), expected());
  });

  it('goes on by time where a token has expired', async () => {
    record(300, false);
    let expired = false;
    history.fault = ({ token }) => {
      if (expired || !token?.endsWith('/150')) return undefined;
      expired = true;
      return 'InvalidNextTokenException';
    };
    await run();
    assert.ok(expired);
    assert.deepEqual(new Set(ids()), new Set(expected()));
  });

  it('names the permission that is missing', async () => {
    history.fault = () => 'AccessDeniedException';
    await assert.rejects(run(), /may not do cloudtrail:LookupEvents on the event history of eu-west-1/);
  });

  it('is due every five minutes, when it is asked to, and for other regions', async () => {
    assert.equal(await copy().isDue(false), true);
    await run();
    assert.equal(await copy().isDue(false), false);
    assert.equal(await copy().isDue(true), true);
    assert.equal(await copy(['eu-west-1', 'us-east-1']).isDue(false), true);
    history.clock.time += 300 * SECOND;
    assert.equal(await copy().isDue(false), true);
  });

  it('says how far it is in days of all regions and passes', async () => {
    record(100, false);
    const last = await run();
    assert.equal(last?.found, 180);
    assert.equal(last?.done, 179);
  });

  it('takes no region that leads out of the folder', () => {
    assert.throws(() => copy(['../../x']), /is no account or region/);
  });

  it('keeps a record that is no JSON from breaking the others', async () => {
    record(3, false);
    history.records[1]!.raw = '{"eventID":"cut off]},{"Records":[';
    await run();
    assert.deepEqual(
      rawRecords(folder()).map((each) => typeof each),
      ['object', 'string', 'object'],
    );
  });

  it('ends its other regions when one fails', async () => {
    record(1000, false, { awsRegion: 'us-east-1' });
    history.fault = ({ region }: LookupRequest) => (region === 'eu-west-1' ? 'AccessDeniedException' : undefined);
    await assert.rejects(run(copy(['eu-west-1', 'us-east-1'])), /cloudtrail:LookupEvents/);
    const asked = history.requests.length;
    assert.ok(asked < 20, `${asked} requests`);
  });
});
