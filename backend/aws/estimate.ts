import { DEFAULT_DROP, type DropSettings } from '../core/dropRule.ts';
import { UserError } from '../core/userError.ts';
import { monthlyBill, total, type BillLine } from './bill.ts';
import { expectedDay } from './expectedDay.ts';
import type { Aws } from './openAws.ts';
import { sampleDay, type SampledDay } from './sampleDay.ts';

/** What a tracker will have to do and what that costs, as far as one day of its trail tells. */
export interface Estimate {
  /** Undefined where there is nothing to sample, or it may not be read. */
  day: SampledDay | undefined;
  /** Why there is no day, where reading it was refused. */
  refused?: string;
  /** Dollars a month by line, without those that cost nothing worth saying; without a day, of a tracker that has nothing to do. */
  lines: BillLine[];
  dollars: number;
}

export interface EstimateOptions {
  bucket: string;
  /** Of the trail, where it is known. */
  prefix?: string;
  /** Of the stack, by their short names; the rest is as the template has it. */
  parameters: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  now: number;
}

/** Reads 40 files and 20 MB at most. A refusal is part of the answer: a tracker can be deployed by who may not read the log files. */
export async function estimate(
  aws: Pick<Aws, 's3'>,
  { bucket, prefix, parameters, now }: EstimateOptions,
  signal?: AbortSignal,
): Promise<Estimate> {
  const { retention = '0' } = parameters;
  try {
    const day = await sampleDay(aws, { bucket, prefix, drop: dropSettingsOf(parameters), now }, signal);
    return { day, ...costs(day, Number(retention)) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { day: undefined, refused: error.message, ...costs(undefined, Number(retention)) };
  }
}

/** As serverless.yml hands them to the ingest function. */
export function dropSettingsOf(parameters: Readonly<Record<string, string>>): DropSettings {
  const { dropReadOnly, keep, dropLogDeliveries, dropPrefixes } = parameters;
  const list = (text: string) => text.split(',').filter((name) => name !== '');
  return {
    readOnly: dropReadOnly === undefined ? DEFAULT_DROP.readOnly : dropReadOnly === 'true',
    keep: keep === undefined ? DEFAULT_DROP.keep : list(keep),
    logDeliveries: dropLogDeliveries === undefined ? DEFAULT_DROP.logDeliveries : dropLogDeliveries === 'true',
    prefixes: dropPrefixes === undefined ? DEFAULT_DROP.prefixes : list(dropPrefixes),
  };
}

function costs(day: SampledDay | undefined, retention: number): { lines: BillLine[]; dollars: number } {
  const nothing = { files: 0, records: 0, stored: 0 };
  const lines = monthlyBill(expectedDay(day ?? nothing, retention));
  return { lines: lines.filter(({ dollars }) => dollars >= 0.005), dollars: total(lines) };
}
