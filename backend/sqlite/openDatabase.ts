import type { DatabaseSync } from 'node:sqlite';
import { UserError } from '../core/userError.ts';
import { SCHEMA, SCHEMA_VERSION } from './schema.ts';

/** How long one process waits for another's transaction before it gives up for now, in milliseconds: queries wait meanwhile. */
const BUSY_TIMEOUT = 250;

/**
 * Opens the index of a source, or makes it. Throws UserErrors: where this Node has no SQLite, where the file is no index of
 * ours, and where it was made by another version of the index (nothing but a cache of log files, to be made anew).
 */
export async function openDatabase(path: string): Promise<DatabaseSync> {
  const { DatabaseSync } = await loadSqlite();
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    database.exec(`pragma busy_timeout = ${BUSY_TIMEOUT}; pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = normal;
      pragma cache_size = -32768; pragma temp_store = memory; pragma wal_autocheckpoint = 16000;`);
    prepareSchema(database);
    return database;
  } catch (error) {
    database?.close();
    throw explained(error, path);
  }
}

/** Whether an error says that another process is writing. */
export function isBusy(error: unknown): boolean {
  return sqliteCode(error) === SQLITE_BUSY;
}

/** Whether an error says that there is no room for what was to be written. */
export function isFull(error: unknown): boolean {
  return sqliteCode(error) === SQLITE_FULL;
}

/** An error of an index in a file as a UserError, where it is one that its user can do something about. */
export function explained(error: unknown, path: string): unknown {
  if (isFull(error)) {
    const message = `The disk with the index ${path} is full. What is indexed stays; make room and refresh to go on.`;
    return new UserError(message, { status: 503, cause: error });
  }
  if (isDamage(error)) {
    const message = `The index ${path} is damaged. Re-index the source to make it anew.`;
    return new UserError(message, { status: 409, cause: error });
  }
  return error;
}

function prepareSchema(database: DatabaseSync): void {
  const versionOf = () => database.prepare('pragma user_version').get()?.['user_version'];
  if (versionOf() === SCHEMA_VERSION) return;
  database.exec('begin immediate');
  const version = versionOf();
  if (version === 0) database.exec(`${SCHEMA}; pragma user_version = ${SCHEMA_VERSION}`);
  database.exec('commit');
  if (version !== 0 && version !== SCHEMA_VERSION) {
    throw new UserError(
      'The index was made by another version of CloudTrail Tracker. Re-index the source to make it anew.',
      { status: 409 },
    );
  }
}

const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_NOTADB = 26;

function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

/** SQLite's primary result code. */
function sqliteCode(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown }).errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}

/** Some builds of Electron lack the module, hence it is loaded only here. */
async function loadSqlite() {
  try {
    return await import('node:sqlite');
  } catch (error) {
    throw new UserError(
      'This editor cannot keep an index: its Node.js lacks node:sqlite. VS Code 1.103 or later has it.',
      { status: 409, cause: error },
    );
  }
}
