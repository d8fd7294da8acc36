import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { UserError } from '../backend/core/userError.ts';
import { audit } from '../backend/dynamodb/audit.ts';
import { createTable } from '../backend/dynamodb/table.ts';

/** Counts the events of a deployed tracker anew, and compares its counters with them. Credentials and region as for the AWS CLI. */

const USAGE = `npm run audit -- --table NAME --from YYYY-MM-DD --to YYYY-MM-DD [--repair]
  --table      the tracker's table (output TableName)
  --from, --to days of UTC, both inclusive
  --repair     writes the counters that differ`;

function readOptions() {
  const { table, from, to, repair } = readArguments();
  if (table === undefined) throw new UserError(`--table is missing.\n${USAGE}`);
  return { table, from: dayOf('--from', from), to: dayOf('--to', to), repair };
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        table: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        repair: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    throw new UserError(`${(cause as Error).message}\n${USAGE}`, { cause });
  }
}

function dayOf(option: string, text: string | undefined): string {
  if (text === undefined) throw new UserError(`${option} is missing.\n${USAGE}`);
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text))
    throw new UserError(`${option}: ${text} is not a day. Write it as 2026-03-01.`);
  return text;
}

try {
  const { table, from, to, repair } = readOptions();
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const { events, rows, differences, unsettled } = await audit(createTable(new DynamoDBClient({}), table), {
    from,
    to,
    repair,
    now: Date.now,
    signal: stop.signal,
    onDay: (day) => console.error(day),
  });
  for (const { day, hour, file, counted, stored, repaired } of differences)
    console.log(
      `${day} ${String(hour).padStart(2, '0')}h ${file}: counted ${counted}, stored ${stored}${repaired ? ', repaired' : ''}`,
    );
  for (const file of unsettled) console.log(`${file}: never settled; send its message again`);
  console.log(`${events} events, ${rows} rows, ${differences.length} differ, ${unsettled.length} files not settled`);
  if (unsettled.length > 0 || differences.some(({ repaired }) => !repaired)) process.exitCode = 2;
} catch (error) {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
}
