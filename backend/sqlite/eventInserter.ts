import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/** Columns of `event`, in this order: seq first. */
const COLUMNS = ['seq', 'time', 'event_id', 'user', 'key', 'origin', 'details', 'file', 'position'];

/** Rows of one statement: to insert one by one takes half as long again. */
const GROUP = 16;

/** After a known event there are often more (a second trail delivers everything twice), so these many are tried singly. */
const SINGLY = 256;

/** Inserts events unless they are known, each under the number that comes next. */
export class EventInserter {
  private readonly insertOne: StatementSync;
  private readonly insertGroup: StatementSync;
  private readonly removeFrom: StatementSync;
  private readonly values: SQLInputValue[] = new Array<SQLInputValue>(GROUP * COLUMNS.length);
  private singly = 0;

  constructor(database: DatabaseSync) {
    const row = `(${COLUMNS.map(() => '?').join()})`;
    // Of an event that is there already, only its identity may be the reason not to add it.
    const insert = (rows: number) =>
      database.prepare(
        `insert into event (${COLUMNS.join()}) values ${Array.from({ length: rows }, () => row).join()}
         on conflict (time, event_id, user) do nothing`,
      );
    this.insertOne = insert(1);
    this.insertGroup = insert(GROUP);
    this.removeFrom = database.prepare('delete from event where seq >= ?');
  }

  /**
   * Inserts events 0 to count - 1. `rowOf` gives the columns of one behind its number, `onEvent` is told of each in turn whether it
   * was new. Answers the number that comes next.
   */
  insert(
    count: number,
    next: number,
    rowOf: (index: number) => SQLInputValue[],
    onEvent: (index: number, isNew: boolean) => void,
  ): number {
    for (let index = 0; index < count;) {
      if (this.singly === 0 && index + GROUP <= count && this.tryGroup(index, next, rowOf)) {
        for (let end = index + GROUP; index < end; index++) onEvent(index, true);
        next += GROUP;
      } else {
        const isNew = this.insertOne.run(next, ...rowOf(index)).changes === 1;
        onEvent(index++, isNew);
        if (isNew) next++;
        if (this.singly > 0) this.singly--;
      }
    }
    return next;
  }

  /** Inserts a group if all of it is new. */
  private tryGroup(index: number, next: number, rowOf: (index: number) => SQLInputValue[]): boolean {
    for (let row = 0, at = 0; row < GROUP; row++) {
      this.values[at++] = next + row;
      for (const value of rowOf(index + row)) this.values[at++] = value;
    }
    const { changes } = this.insertGroup.run(...this.values);
    if (changes === GROUP) return true;
    if (changes !== 0) this.removeFrom.run(next);
    this.singly = SINGLY;
    return false;
  }
}
