import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/** What a backfill has done, so that another run of it goes on there. */
export interface Journal {
  has(entry: string): boolean;
  /** Returns when it is written. */
  add(entries: readonly string[]): void;
  /** All is done: the next run begins anew. */
  end(): void;
}

/** A line for each entry. A line that a kill has cut off does not count. */
export function openJournal(file: string): Journal {
  const text = textOf(file);
  const done = new Set(text.slice(0, text.lastIndexOf('\n') + 1).split('\n'));
  // What is added next does not become the end of half a line.
  let isCut = text !== '' && !text.endsWith('\n');

  return {
    has: (entry) => done.has(JSON.stringify(entry)),
    add(entries) {
      const lines = entries.map((entry) => JSON.stringify(entry));
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      appendFileSync(file, `${isCut ? '\n' : ''}${lines.map((line) => `${line}\n`).join('')}`, { mode: 0o600 });
      isCut = false;
      for (const line of lines) done.add(line);
    },
    end() {
      rmSync(file, { force: true });
      done.clear();
    },
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
