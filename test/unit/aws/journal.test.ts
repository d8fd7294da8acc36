import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openJournal } from '../../../backend/aws/journal.ts';

const sent = (entries: readonly string[]) => new Map(entries.map((entry) => [entry, 1]));

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
    openJournal(file).add(sent(entries.slice(0, 2)));
    const second = openJournal(file);
    second.add(sent(entries.slice(2)));
    assert.deepEqual(entries.map((entry) => openJournal(file).filesOf(entry)), [1, 1, 1, 1]); // prettier-ignore
    assert.equal(second.filesOf('7 AWSLogs'), undefined);
    assert.equal(statSync(file).mode & 0o077, 0);
  });

  it('does not believe a line that a kill has cut off, nor lose the next', () => {
    openJournal(file).add(sent(['one']));
    appendFileSync(file, '"tw');
    const journal = openJournal(file);
    assert.deepEqual(['one', 'tw', 'two'].map(journal.filesOf), [1, undefined, undefined]);
    journal.add(sent(['three']));
    assert.deepEqual(['one', 'three'].map(openJournal(file).filesOf), [1, 1]);
  });

  it('is gone when all is done', () => {
    const journal = openJournal(file);
    journal.add(sent(['one']));
    journal.end();
    assert.deepEqual([journal.filesOf('one'), existsSync(file)], [undefined, false]);
    journal.end();
  });

  it('knows how things stood when the backfill of the same choices began', () => {
    const at = (time: number) => ({
      time,
      numbers: { files: time, skipped: 0, records: 0, events: 0, duplicates: 0, dropped: 0, broken: 0 },
    });
    assert.deepEqual(openJournal(file).begin('february', at(1)), at(1));
    openJournal(file).add(sent(['one']));
    assert.deepEqual(openJournal(file).begin('february', at(2)), at(1));
    // Others are another backfill; what was sent is not sent again.
    assert.deepEqual(openJournal(file).begin('march', at(3)), at(3));
    assert.deepEqual(openJournal(file).begin('march', at(4)), at(3));
    const journal = openJournal(file);
    assert.equal(journal.filesOf('one'), 1);
    journal.end();
    assert.deepEqual(journal.begin('march', at(5)), at(5));
  });

  it('does not believe what it did not write', () => {
    mkdirSync(path.dirname(file), { recursive: true });
    const lines = ['["one","many"]', '"two"', '[3]', '{"choices":"february","start":{"time":1,"numbers":{}}}', 'null'];
    writeFileSync(file, `${lines.join('\n')}\n`);
    const journal = openJournal(file);
    assert.deepEqual(['one', 'two'].map(journal.filesOf), [undefined, undefined]);
    const now = {
      time: 2,
      numbers: { files: 2, skipped: 0, records: 0, events: 0, duplicates: 0, dropped: 0, broken: 0 },
    };
    assert.deepEqual(journal.begin('february', now), now);
  });
});
