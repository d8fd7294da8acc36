import assert from 'node:assert/strict';
import { createSpendingMeter } from '../../../backend/client/spending.ts';
import type { ActivityRow } from '../../../backend/core/activity.ts';
import type { LogGaps } from '../../../backend/core/logGaps.ts';
import type { ActivityRequest, TrackerApi } from '../../../backend/core/trackerApi.ts';
import { UserError } from '../../../backend/core/userError.ts';
import { createMeter } from '../../../extension/panel/meter.ts';
import type { PanelSource } from '../../../extension/panel/panelDeps.ts';
import { receiptOf, type ReceiptQuestion } from '../../../extension/panel/receipt.ts';
import type { Readings } from '../../../extension/panel/readings.ts';

const { signal } = new AbortController();
const GAPS: LogGaps = { from: '', to: '', hours: 3, without: 0, gaps: [] };
const QUESTION: ReceiptQuestion = {
  page: 'overview',
  filter: { readOnly: { in: ['false'] } },
  groupBy: [],
  from: '2026-11-01T00:00:00Z',
  to: '2026-11-08T00:00:00Z',
  tz: 'Europe/Madrid',
};

function row(user: string, session: string, sourceIdentity: string, count: number): ActivityRow {
  return { user, session, sourceIdentity, count, errors: 0, denied: 0, first: '', last: '' };
}

function sourceOver(more: Partial<PanelSource>, rows: ActivityRow[] = [], gaps?: () => Promise<LogGaps>) {
  const asked: ActivityRequest[] = [];
  const api: Partial<TrackerApi> = {
    gaps: gaps ?? (() => Promise.resolve(GAPS)),
    activity(request) {
      asked.push(request);
      return Promise.resolve(rows);
    },
  };
  const source: PanelSource = { name: 'x', description: '/x', api: api as TrackerApi, metered: false, ...more };
  const none: Readings = { current: undefined, look: () => Promise.resolve(undefined) };
  const meter = createMeter(() => source);
  return {
    asked,
    source,
    meter,
    receipt: (question = QUESTION) => receiptOf({ meter, readings: none }, question, signal),
  };
}

describe('a receipt', () => {
  it('names what is claimed: the session, else the source identity, else the user; the most frequent first', async () => {
    // The role Deploy lives in two accounts.
    const deploy = [row('Deploy', 'carol', 'c', 1), row('Deploy', 'carol', 'd', 1)];
    const rows = [deploy[0]!, row('Admin', '', 'dora', 3), deploy[1]!, row('eve', '', '', 5)];
    const { receipt, asked } = sourceOver({}, rows);
    const { claimed, gaps, cost } = (await receipt())!;
    assert.deepEqual(claimed, {
      events: 10,
      names: [
        { user: 'eve', field: 'user', value: 'eve', count: 5 },
        { user: 'Admin', field: 'sourceIdentity', value: 'dora', count: 3 },
        { user: 'Deploy', field: 'session', value: 'carol', count: 2 },
      ],
      more: 0,
    });
    assert.deepEqual(asked[0]?.filter, { readOnly: { in: ['false'] }, proof: { in: ['claimed'] } });
    assert.deepEqual([gaps, cost], [GAPS, undefined]);
  });

  it('names ten, and says how many more there are', async () => {
    const rows = Array.from({ length: 25 }, (_, index) => row('Deploy', `s${index}`, '', 1));
    const { claimed } = (await sourceOver({}, rows).receipt())!;
    assert.ok('names' in claimed);
    assert.deepEqual([claimed.events, claimed.names.length, claimed.more], [25, 10, 15]);
  });

  it('does not make a tracker read events for it', async () => {
    const { receipt, asked } = sourceOver({ metered: true });
    assert.deepEqual((await receipt())?.claimed, { untold: 'counters' });
    assert.deepEqual(asked, []);
  });

  it('says what a tracker of an earlier version lacks, and what has failed', async () => {
    const lacking = () => Promise.reject(new UserError('no such address', { status: 403, parameter: 'path' }));
    assert.deepEqual((await sourceOver({}, [], lacking).receipt())?.gaps, { untold: 'version' });
    const failing = () => Promise.reject(new UserError('too long', { status: 504 }));
    assert.deepEqual((await sourceOver({}, [], failing).receipt())?.gaps, { untold: 'failed', message: 'too long' });
    const broken = () => Promise.reject(new TypeError('a fault of ours'));
    await assert.rejects(sourceOver({}, [], broken).receipt(), TypeError);
  });

  it('bills each question once, whatever others ask meanwhile', async () => {
    const meter = createSpendingMeter();
    const {
      source,
      meter: panel,
      receipt,
    } = sourceOver({ metered: true, measure: (...given) => meter.measure(...given) });
    const costing = (read: number) => () => {
      meter.came({ read, write: 0 });
      return Promise.resolve(GAPS);
    };
    source.api = { ...source.api, gaps: costing(0.5), activity: () => costing(10)().then(() => []) };
    await panel.source()!.api.activity({}, signal);
    // The trees ask past the panel.
    await source.api.activity({}, signal);
    meter.kept();
    const first = (await receipt())!.cost!;
    assert.deepEqual([first.asked, first.read, first.kept], [2, 10.5, 0]);
    assert.ok(Math.abs(first.dollars - (10.5 * 0.125) / 1e6) < 1e-12);
    // More of the same question comes to it; another begins with what was asked since.
    await panel.source()!.api.activity({}, signal);
    assert.equal((await receipt())!.cost!.read, 21);
    await panel.source()!.api.activity({}, signal);
    assert.equal((await receipt({ ...QUESTION, page: 'events' }))!.cost!.read, 10.5);
  });

  it('counts answers that were kept, and such as do not tell', async () => {
    const meter = createSpendingMeter();
    const { source, receipt } = sourceOver({ metered: true, measure: (...given) => meter.measure(...given) });
    source.api = { ...source.api, gaps: () => (meter.kept(), meter.came(undefined), Promise.resolve(GAPS)) };
    const { asked, kept, untold, read } = (await receipt())!.cost!;
    assert.deepEqual([asked, kept, untold, read], [2, 1, 1, 0]);
  });
});
