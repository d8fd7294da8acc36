import assert from 'node:assert/strict';
import path from 'node:path';
import type { EventFilter } from '../../../../backend/core/filter.ts';
import { exportFileName, isTakenForLogFile } from '../../../../extension/export/exportFile.ts';

describe('a file of exported events', () => {
  const period = { from: Date.parse('2024-05-31T22:00:00Z'), to: Date.parse('2024-06-30T22:00:00Z') };
  const name = (source: string, filter: EventFilter, to = period.to) =>
    exportFileName({ source, filter, period: { ...period, to }, timeZone: 'Europe/Madrid', format: 'csv' });

  it('is named after source, filter and days', () => {
    assert.equal(name('class', {}), 'class 2024-06-01 2024-06-30.csv');
    assert.equal(name('class', { user: { in: ['alice'] } }), 'class alice 2024-06-01 2024-06-30.csv');
    assert.equal(name('class', {}, period.from + 1), 'class 2024-06-01.csv');
  });

  for (const hostile of [
    '../../etc/passwd',
    'a\\b:c*?"<>|',
    '[x](command:evil)',
    '\u0000\n\u202e',
    '.hidden',
    '\ud800',
  ]) {
    it(`is a plain name for ${JSON.stringify(hostile)}`, () => {
      const made = name(hostile, { user: { in: [hostile] } });
      assert.match(made, /^[\p{L}\p{N}_@][\p{L}\p{N} @._-]*\.csv$/u);
      assert.equal(path.basename(made), made);
    });
  }

  it('has a name that file systems take', () => {
    assert.ok(name('x'.repeat(1000), { user: { in: ['y'.repeat(1000)] } }).length < 200);
  });

  const places: [file: string, folders: string[], taken: boolean][] = [
    ['/logs/out.json', ['/logs'], true],
    ['/logs/a/b/out.JSON', ['/other', '/logs'], true],
    ['/logs/out.csv', ['/logs'], false],
    ['/logs/out.jsonl', ['/logs'], false],
    ['/logs2/out.json', ['/logs'], false],
    ['/out.json', ['/logs'], false],
    ['/logs/out.json', ['/logs/out.json'], true],
    ['/home/out.json', [], false],
  ];
  for (const [file, folders, taken] of places) {
    it(`at ${file} ${taken ? 'would' : 'would not'} be read as a log file of ${folders.join(', ') || 'nothing'}`, () =>
      assert.equal(isTakenForLogFile(file, folders), taken));
  }
});
