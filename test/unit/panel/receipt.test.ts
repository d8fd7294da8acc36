import assert from 'node:assert/strict';
import { noSpending, type Spending } from '../../../backend/client/spending.ts';
import type { LogGaps } from '../../../backend/core/logGaps.ts';
import type { PanelState, Receipt } from '../../../extension/panel/protocol.ts';
import { createFormat } from '../../../media/panel/format.ts';
import { receiptParts, type Grounds, type PartId } from '../../../media/panel/receipt.ts';

const NOW = Date.parse('2026-11-25T17:00:00Z');
const [FROM, TO] = ['2026-11-18T17:00:00Z', '2026-11-25T17:00:00Z'];
const format = createFormat('en', 'UTC');

const gapsOf = (without: number, hours = 168): LogGaps => ({ from: FROM, to: TO, hours, without, gaps: [] });
const costOf = (more: Partial<Spending>, dollars = 0.0000016875): NonNullable<Receipt['cost']> => ({
  ...noSpending(),
  ...more,
  dollars,
  pricesOf: { region: 'us-east-1', year: 2025 },
});
const RECEIPT: Receipt = { gaps: gapsOf(2), claimed: { events: 14, names: [], more: 0 } };
const COUNTERS: Receipt = { gaps: gapsOf(2), claimed: { untold: 'counters' } };

function grounds(more: Partial<Grounds> = {}): Grounds {
  const status = { newestLogFile: '2026-11-25T16:57:00Z' } as PanelState['status'];
  return { count: 1240, status, receipt: RECEIPT, isReading: false, ...more };
}

function textOf(id: PartId, more: Partial<Grounds>): string | undefined {
  return receiptParts(grounds(more), format, NOW).find((part) => part.id === id)?.text;
}

describe('the line of a receipt', () => {
  it('has its parts in order, and no cost of what costs nothing', () => {
    assert.deepEqual(
      receiptParts(grounds(), format, NOW).map(({ text }) => text),
      ['1,240 events', 'newest log file 3 minutes ago', '2 hours without log files', '14 events of names only claimed'],
    );
  });

  const cases: [why: string, id: PartId, more: Partial<Grounds>, text: string][] = [
    ['one event', 'events', { count: 1 }, '1 event'],
    ['no log file at all', 'newest', { status: undefined }, 'no log file yet'],
    ['not told in the own view', 'newest', { status: { ownView: true } as PanelState['status'] }, 'newest log file: not known'],
    ['an old one by its day', 'newest', { status: { newestLogFile: '2017-11-05T10:00:00Z' } as PanelState['status'] }, 'newest log file Nov 5, 2017'],
    ['one of the future is new', 'newest', { status: { newestLogFile: '2026-11-25T17:01:00Z' } as PanelState['status'] }, 'newest log file 0 minutes ago'],
    ['while it is asked', 'gaps', { receipt: undefined }, 'hours without log files: …'],
    ['no gaps', 'gaps', { receipt: { ...RECEIPT, gaps: gapsOf(0) } }, 'no hour without log files'],
    ['one', 'gaps', { receipt: { ...RECEIPT, gaps: gapsOf(1) } }, '1 hour without log files'],
    ['many', 'gaps', { receipt: { ...RECEIPT, gaps: gapsOf(1234, 2000) } }, '1,234 hours without log files'],
    ['nothing to judge is not nothing missing', 'gaps', { receipt: { ...RECEIPT, gaps: gapsOf(0, 0) } }, 'hours without log files: none is over yet'],
    ['an older tracker', 'gaps', { receipt: { ...RECEIPT, gaps: { untold: 'version' } } }, 'hours without log files: not told by this tracker'],
    ['a failure', 'gaps', { receipt: { ...RECEIPT, gaps: { untold: 'failed', message: 'no' } } }, 'hours without log files: not known'],
    ['while it is asked', 'claimed', { receipt: undefined }, 'names only claimed: …'],
    ['all proven', 'claimed', { receipt: { ...RECEIPT, claimed: { events: 0, names: [], more: 0 } } }, 'no names only claimed'],
    ['one', 'claimed', { receipt: { ...RECEIPT, claimed: { events: 1, names: [], more: 0 } } }, '1 event of a name only claimed'],
    ['of what was read', 'claimed', { isReading: true }, '14 events of names only claimed so far'],
    ['counters do not know', 'claimed', { receipt: COUNTERS }, 'names only claimed: not counted'],
    ['but rows do', 'claimed', { receipt: COUNTERS, loaded: { events: 200, claimed: 3 } }, '3 events of names only claimed, in the 200 loaded'],
    ['and know all where all are there', 'claimed', { count: 200, receipt: COUNTERS, loaded: { events: 200, claimed: 3 } }, '3 events of names only claimed'],
    ['nobody did anything', 'claimed', { count: 0, receipt: COUNTERS }, 'no names only claimed'],
    ['a failure', 'claimed', { receipt: { ...RECEIPT, claimed: { untold: 'failed' } } }, 'names only claimed: not known'],
    ['read units and their price', 'cost', { receipt: { ...RECEIPT, cost: costOf({ asked: 9, kept: 3, read: 13.5 }) } }, '13.5 read units, $0.0000017'],
    ['write units too', 'cost', { receipt: { ...RECEIPT, cost: costOf({ asked: 9, read: 1213.5, write: 2 }, 0.0002) } }, '1,213.5 read and 2 write units, $0.0002'],
    ['all kept', 'cost', { receipt: { ...RECEIPT, cost: costOf({ asked: 4, kept: 4 }, 0) } }, 'no read units: answered from what was kept'],
    ['nothing told', 'cost', { receipt: { ...RECEIPT, cost: costOf({ asked: 4, kept: 1, untold: 3 }, 0) } }, 'read units: not told by this tracker'],
    ['not all told', 'cost', { receipt: { ...RECEIPT, cost: costOf({ asked: 4, untold: 1, read: 13.5 }) } }, 'at least 13.5 read units, $0.0000017'],
  ]; // prettier-ignore
  for (const [why, id, more, text] of cases) it(`${id}, ${why}: ${text}`, () => assert.equal(textOf(id, more), text));
});
