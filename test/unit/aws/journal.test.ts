import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openJournal } from '../../../backend/aws/journal.ts';

describe('the journal of a backfill', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-journal-'));
    file = path.join(folder, 'of/a/tracker.txt');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is known to the next run, whatever the entries are', () => {
    const entries = ['7 AWSLogs/a.json.gz', 'two\nlines', 'ñ "quoted"', ''];
    openJournal(file).add(entries.slice(0, 2));
    const second = openJournal(file);
    second.add(entries.slice(2));
    assert.deepEqual(entries.map((entry) => openJournal(file).has(entry)), [true, true, true, true]); // prettier-ignore
    assert.equal(second.has('7 AWSLogs'), false);
    assert.equal(statSync(file).mode & 0o077, 0);
  });

  it('does not believe a line that a kill has cut off, nor lose the next', () => {
    openJournal(file).add(['one']);
    appendFileSync(file, '"tw');
    const journal = openJournal(file);
    assert.deepEqual([journal.has('one'), journal.has('tw'), journal.has('two')], [true, false, false]);
    journal.add(['three']);
    assert.deepEqual([openJournal(file).has('one'), openJournal(file).has('three')], [true, true]);
  });

  it('is gone when all is done', () => {
    const journal = openJournal(file);
    journal.add(['one']);
    journal.end();
    assert.deepEqual([journal.has('one'), existsSync(file)], [false, false]);
    journal.end();
  });
});
