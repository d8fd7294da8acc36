import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../backend/core/userError.ts';
import { DAY, MINUTE, type SampleOptions } from '../backend/sample/sampleOptions.ts';
import { writeSample } from '../backend/local/writeSample.ts';

const usage = `npm run sample -- FOLDER [options]
Writes realistic CloudTrail log files into FOLDER: a class of IAM users doing labs, or an organization.
The same options give the same files.

  --users N             students of the class (120), or people of the organization (150)
  --days N              how many days (30; organization: 14)
  --end YYYY-MM-DD      the last day, in UTC (today, until now)
  --seed N              another sample of the same kind (1)
  --organization        40 accounts, Identity Center people and 2,000 roles
  --events N            how many distinct events; at least what the labs and roles need
  --records-per-file N  cuts log files by size and not by time; real trails deliver about 17`;

async function sample(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      users: { type: 'string' },
      days: { type: 'string' },
      end: { type: 'string' },
      seed: { type: 'string' },
      organization: { type: 'boolean' },
      events: { type: 'string' },
      'records-per-file': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return console.log(usage);
  const [argument, ...tooMany] = positionals;
  if (argument === undefined || tooMany.length > 0) throw new UserError(usage);

  // npm runs scripts in the project's folder; a path is meant relative to where npm was called.
  const folder = path.resolve(process.env['INIT_CWD'] ?? process.cwd(), argument);
  const options: SampleOptions = {
    end: endOf(values.end, Date.now()),
    users: wholeNumber('users', values.users, 1, 100_000),
    days: wholeNumber('days', values.days, 1, 3650),
    seed: wholeNumber('seed', values.seed, 0, Number.MAX_SAFE_INTEGER),
    organization: values.organization,
    events: wholeNumber('events', values.events, 1, 100_000_000),
    recordsPerFile: wholeNumber('records-per-file', values['records-per-file'], 1, 100_000),
  };
  if (existsSync(path.join(folder, 'AWSLogs'))) console.error(`${folder} holds log files already; they stay.`);
  const begin = performance.now();
  const { logFiles, records, bytes } = await writeSample(folder, options);
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  const megabytes = (bytes / 1e6).toFixed(1);
  console.log(`Wrote ${records} records in ${logFiles} log files (${megabytes} MB) to ${folder} in ${seconds} s.`);
}

/** The end of the given day, but not after now where that day is today. Times of day are whole minutes, as CloudTrail's deliveries. */
function endOf(day: string | undefined, now: number): Date {
  const thisMinute = Math.floor(now / MINUTE) * MINUTE;
  if (day === undefined) return new Date(thisMinute);
  const begin = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : NaN;
  // Date.parse takes 30 February for 1 March.
  if (Number.isNaN(begin) || new Date(begin).toISOString().slice(0, 10) !== day) {
    throw new UserError(`--end ${day}: not a date such as 2026-01-31.`);
  }
  return new Date(begin <= now && now < begin + DAY ? thisMinute : begin + DAY);
}

function wholeNumber(name: string, text: string | undefined, from: number, to: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= from && number <= to) return number;
  throw new UserError(`--${name} ${text}: not a whole number from ${from} to ${to}.`);
}

/** parseArgs reports unknown options and missing values by errors with such codes. */
function isUsageError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

sample().catch((error: unknown) => {
  if (isUsageError(error)) console.error(`${error.message}\n\n${usage}`);
  else console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
});
