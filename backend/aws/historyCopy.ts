import { createHash } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { UserError } from '../core/userError.ts';
import { LOOK_INTERVAL, type Copy, type CopyRun } from './copy.ts';
import { afterPage, readPassState, type PassState } from './historyState.ts';
import { lookUpEvents, type HistoryEvent } from './lookUpEvents.ts';
import type { Aws } from './openAws.ts';
import { createPace, type Clock, type Paced } from './pace.ts';
import { coveredSeconds, gapsIn, type Span } from './spans.ts';
import { readState, removeUnfinished, writeWhole } from './wholeFile.ts';

export interface HistoryCopyOptions {
  /** Asked for when AWS is, and not before. */
  aws: () => { in(region: string): Pick<Aws, 'cloudTrail' | 'region'> };
  account: string;
  regions: readonly string[];
  /** Where the files go. */
  folder: string;
  clock: Clock;
}

const DAY = 86_400;
/** CloudTrail keeps its event history for 90 days; a minute of it may be gone when the request arrives. */
const KEPT = 90 * DAY - 60;
/** Seconds after which no event comes late any more: what is younger is asked for again. */
const SETTLED = 20 * 60;
/** CloudTrail answers two requests a second and region; somewhat less leaves room for clocks that differ. */
const INTERVAL = 520;
/** Changes first: they are what most questions are about, and far fewer. */
const PASSES = [{ name: 'changes', readOnly: false }, { name: 'reads', readOnly: true }] as const; // prettier-ignore

/** The event history of an account in chosen regions, as log files such as CloudTrail itself would deliver. */
export function createHistoryCopy(options: HistoryCopyOptions): Copy {
  const { aws, account, regions, folder, clock } = options;
  const stateFile = (name: string) => path.join(folder, `.${name}.json`);

  async function lastRun(): Promise<number> {
    const { complete, regions: asked } = ((await readState(stateFile('history'))) ?? {}) as {
      complete?: number;
      regions?: string[];
    };
    return typeof complete === 'number' && regions.every((region) => asked?.includes(region)) ? complete : 0;
  }

  async function run({ signal, onProgress, onFiles }: CopyRun): Promise<void> {
    const began = clock.now();
    await removeUnfinished(folder, began);
    const to = Math.floor(began / 1000);
    const window = { from: to - KEPT, to };
    const covered = new Map<string, number>();
    const total = regions.length * PASSES.length;
    let bytes = 0;
    // A region that fails fails all: one question has one answer. But the others end their requests first.
    const failed = new AbortController();
    const either = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;

    const tell = (key: string, state: PassState, more: number) => {
      covered.set(key, coveredSeconds(window, state.done));
      const seconds = [...covered.values()].reduce((sum, each) => sum + each, 0);
      bytes += more;
      onProgress({ done: Math.floor(seconds / DAY), found: Math.ceil((total * KEPT) / DAY), bytes });
      if (more > 0) onFiles();
    };
    const results = await Promise.allSettled(
      regions.map(async (region) => {
        try {
          await copyRegion(region, { window, tell, signal: either });
        } catch (error) {
          if (!failed.signal.aborted) failed.abort(error);
          throw error;
        }
      }),
    );
    signal?.throwIfAborted();
    if (results.some(({ status }) => status === 'rejected')) throw failed.signal.reason;
    await writeWhole(folder, stateFile('history'), JSON.stringify({ complete: began, regions }));
  }

  async function copyRegion(region: string, { window, tell, signal }: RegionRun): Promise<void> {
    const pace = createPace(INTERVAL, clock);
    const client = aws().in(region);
    for (const { name, readOnly } of PASSES) {
      const key = `${region}.${name}`;
      const file = stateFile(key);
      let state = readPassState(await readState(file));
      tell(key, state, 0);
      for (const span of gapsIn(window, state.done)) {
        for await (const { events, complete } of pagesOf(client, { span, readOnly, pace, signal })) {
          const fresh = events.filter(({ id }) => id === '' || !Object.hasOwn(state.loose, id));
          // First the file, then the state: after a kill between them the page comes again, and events count once.
          const written = fresh.length > 0 ? await writeEvents(region, fresh) : 0;
          const settled = { from: complete.from, to: Math.min(complete.to, window.to - SETTLED) };
          state = afterPage(state, { span: settled, events }, window.from);
          await writeWhole(folder, file, JSON.stringify(state));
          tell(key, state, written);
        }
      }
    }
  }

  /** Answers the bytes. The same events make the same file, so that a page that comes twice leaves one. */
  async function writeEvents(region: string, events: readonly HistoryEvent[]): Promise<number> {
    const newest = new Date(Math.max(...events.map(({ time }) => time)) * 1000).toISOString();
    const [date = '', time = ''] = newest.split('T');
    const content = `{"Records":[${events.map(({ record }) => recordOf(record)).join(',\n')}]}\n`;
    const unique = createHash('sha256').update(content).digest('hex').slice(0, 16);
    const minute = `${date.replaceAll('-', '')}T${time.slice(0, 5).replace(':', '')}Z`;
    const name = `${account}_CloudTrail_${region}_${minute}_${unique}.json.gz`;
    const days = date.split('-');
    const file = path.join(folder, 'AWSLogs', account, 'CloudTrail', region, ...days, name);
    const bytes = await promisify(gzip)(content);
    return writeWhole(folder, file, bytes);
  }

  for (const name of [account, ...regions])
    if (!/^[\w-]+$/.test(name)) throw new UserError(`${JSON.stringify(name)} is no account or region.`);

  return {
    isDue: async (asked) => asked || clock.now() - (await lastRun()) >= LOOK_INTERVAL,
    failures: () => Promise.resolve([]),
    run,
  };
}

interface RegionRun {
  window: Span;
  tell: (key: string, state: PassState, bytes: number) => void;
  signal: AbortSignal;
}

/** The pages of a span, each with the part of the span that is known completely after it; at last one with all of it. */
async function* pagesOf(
  client: Pick<Aws, 'cloudTrail' | 'region'>,
  lookup: { span: Span; readOnly: boolean; pace: Paced; signal: AbortSignal },
): AsyncGenerator<{ events: HistoryEvent[]; complete: Span }> {
  const { span } = lookup;
  let oldest = span.to + 1;
  for await (const events of lookUpEvents(client, lookup)) {
    oldest = events.reduce((least, { time }) => Math.min(least, time), oldest);
    // The next page may have more of that second.
    yield { events, complete: { from: oldest + 1, to: span.to } };
  }
  yield { events: [], complete: span };
}

/** What is no JSON would break the file: as a text it is reported as a broken record. */
function recordOf(record: string): string {
  try {
    JSON.parse(record);
    return record;
  } catch {
    return JSON.stringify(record);
  }
}
