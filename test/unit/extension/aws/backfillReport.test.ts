import assert from 'node:assert/strict';
import type { BackfillSummary } from '../../../../backend/aws/backfillSummary.ts';
import { backfillReport, failedLines, failedSummary, summaryText } from '../../../../extension/aws/backfillReport.ts';
import { createFollowText } from '../../../../extension/aws/followText.ts';
import { madrid } from '../texts.ts';

const SUMMARY: BackfillSummary = {
  began: Date.parse('2026-03-01T10:05:30Z'),
  announced: 1200,
  read: 1000,
  known: 198,
  skipped: 0,
  records: 9000,
  stored: 5000,
  duplicates: 0,
  dropped: 4000,
  broken: 0,
  failed: [{ name: 'AWSLogs/bad.json.gz', state: 'rejected', reason: 'is cut off' }],
};

describe('how a backfill ended', () => {
  it('is said with what was stored, dropped, known and rejected', () => {
    assert.equal(
      summaryText(SUMMARY, madrid),
      '1,200 files were sent: 5,000 events stored, 4,000 dropped by rule; 198 files already known, 1 rejected.',
    );
    const tried = [...SUMMARY.failed, { name: 'x', state: 'unsettled' as const, reason: '' }];
    assert.match(summaryText({ ...SUMMARY, failed: tried }, madrid), /1 rejected\. Still tried: 1 file\.$/);
  });

  it('is reported file by file, and since when it was counted', () => {
    const report = backfillReport('Backfill', SUMMARY, madrid);
    assert.match(report, /AWSLogs\/bad\.json\.gz\n {4}rejected: is cut off/);
    assert.match(report, /counted from 2026-03-01 10:05 \(UTC\) to the end/);
  });
});

describe('what is said of files that failed', () => {
  const because = (reason: string) => ({ name: 'AWSLogs/a.json.gz', state: 'unsettled' as const, reason });

  it('is how many for which reason, the most frequent first, in a few lines', () => {
    const failed = ['x', 'y', 'y', '', 'z', 'z', 'z', '', ''].map(because);
    assert.deepEqual(failedSummary(failed, madrid), ['3 files: why is not known', '3 files: z', '2 files: y']);
  });

  it('is each with its reason, in lines that are not cut off', () => {
    const lines = failedLines([because('word '.repeat(60).trim())], madrid);
    assert.ok(lines.every((line) => line.length <= 86));
    assert.ok(lines.includes('  AWSLogs/a.json.gz'));
  });
});

describe('how far a queue is', () => {
  it('is said with the events that are stored a second, since it is followed', () => {
    let now = 0;
    const text = createFollowText(madrid, () => now);
    assert.equal(text({ left: 40, events: 1000 }), '40 messages left, 1,000 events stored');
    now = 10_000;
    assert.equal(text({ left: 20, events: 3000 }), '20 messages left, 3,000 events stored, 200/s');
    assert.equal(text({ left: 0, events: -1 }), '0 messages left, 0 events stored, 0/s');
  });
});
