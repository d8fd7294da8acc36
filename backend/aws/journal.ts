import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isObject } from '../core/json.ts';
import { startOf, type BackfillStart } from './backfillStart.ts';

/** What a backfill has done, so that another run of it goes on there. */
export interface Journal {
  /** How many files were sent under an entry; undefined where it is not noted. */
  filesOf(entry: string): number | undefined;
  /** Notes how many files were sent under some entries. Returns when it is written. */
  add(sent: ReadonlyMap<string, number>): void;
  /**
   * How things stood when the backfill of these choices began: as an earlier run has noted it, else as it is now, which is noted.
   * Of other choices it is another backfill, which begins now.
   */
  begin(choices: string, now: BackfillStart): BackfillStart;
  /** All is done: the next run begins anew. */
  end(): void;
}

/** A line of JSON for each entry and each begin. A line that a kill has cut off does not count. */
export function openJournal(file: string): Journal {
  const text = textOf(file);
  const done = new Map<string, number>();
  let begun: { choices: string; start: BackfillStart } | undefined;
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) read(line);
  // What is added next does not become the end of half a line.
  let isCut = text !== '' && !text.endsWith('\n');

  /** A file may be edited: what cannot be believed is done once more, which changes nothing. */
  function read(line: string): void {
    const value = valueOf(line);
    if (Array.isArray(value)) {
      const [entry, files] = value as unknown[];
      if (typeof entry === 'string' && Number.isSafeInteger(files)) done.set(entry, files as number);
    } else if (isObject(value)) {
      const start = startOf(value['start']);
      if (typeof value['choices'] === 'string' && start) begun = { choices: value['choices'], start };
    }
  }

  function write(values: readonly unknown[]): void {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const lines = values.map((value) => `${JSON.stringify(value)}\n`).join('');
    appendFileSync(file, `${isCut ? '\n' : ''}${lines}`, { mode: 0o600 });
    isCut = false;
  }

  return {
    filesOf: (entry) => done.get(entry),
    add(sent) {
      write([...sent]);
      for (const [entry, files] of sent) done.set(entry, files);
    },
    begin(choices, now) {
      if (begun?.choices !== choices) {
        begun = { choices, start: now };
        write([begun]);
      }
      return begun.start;
    },
    end() {
      rmSync(file, { force: true });
      done.clear();
      begun = undefined;
    },
  };
}

function valueOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
