import { digestFile } from './digest.ts';
import { ORGANIZATION_ID } from './organizationTables.ts';
import { Random } from './random.ts';
import { recordOf, regionOf, type SampleRecord } from './record.ts';
import { LONGEST_DELAY, MINUTE, type SampleSettings } from './sampleOptions.ts';
import { dayFolder, fileTime, type SampleFile } from './sampleFile.ts';
import type { Call } from './visit.ts';

/** Calls of a slot are delivered together, two to ten minutes after they were made. */
const SHORTEST_DELAY = 2 * MINUTE;
const SLOT = LONGEST_DELAY - SHORTEST_DELAY;

/** Of the records, how many are delivered again in a later file. */
const REPEATED = 0.01;

/** What CloudTrail writes for one account and region. */
interface Stream {
  account: string;
  region: string;
  /** When its slots begin, so that not all streams deliver in the same minute. */
  phase: number;
  /** Not delivered yet. */
  fresh: SampleRecord[];
  /** Delivered, and to be delivered again. */
  again: SampleRecord[];
}

/** Turns calls into log files, keeping only the calls that wait for their delivery. */
export class Delivery {
  private readonly settings: SampleSettings;
  private readonly random: Random;
  private readonly streams = new Map<string, Stream>();
  private readonly slots = new Map<number, Map<Stream, Call[]>>();
  private nextSlot: number;
  /** The stream that has digest files, and what its next digest lists. */
  private digested: Stream | undefined;
  private digestLists: SampleFile[] = [];

  constructor(settings: SampleSettings) {
    this.settings = settings;
    this.random = new Random(`${settings.seed}/delivery`);
    this.nextSlot = Math.floor(settings.start / SLOT) - 1;
  }

  add(call: Call): void {
    const stream = this.stream(call.names.account, regionOf(call));
    const slot = Math.floor((call.at - stream.phase) / SLOT);
    let waiting = this.slots.get(slot);
    if (!waiting) this.slots.set(slot, (waiting = new Map<Stream, Call[]>()));
    const calls = waiting.get(stream);
    if (calls) calls.push(call);
    else waiting.set(stream, [call]);
  }

  /** The files of all slots that have ended, given that no call before `now` is still to come. */
  *filesUntil(now: number): Generator<SampleFile> {
    const last = Math.floor(Math.min(now, this.settings.end) / SLOT) - 2;
    for (; this.nextSlot <= last; this.nextSlot++) yield* this.filesOf(this.nextSlot);
  }

  /** All that is left. */
  *rest(): Generator<SampleFile> {
    for (; this.slots.size > 0; this.nextSlot++) yield* this.filesOf(this.nextSlot);
    for (const stream of this.streams.values()) {
      if (stream.fresh.length > 0) yield* this.deliver(stream, Infinity, this.settings.end);
    }
    if (this.digestLists.length > 0) yield this.digest(this.settings.end);
  }

  private *filesOf(slot: number): Generator<SampleFile> {
    const waiting = this.slots.get(slot);
    if (!waiting) return;
    this.slots.delete(slot);
    const limit = this.settings.recordsPerFile;
    for (const [stream, calls] of waiting) {
      const delivered = (slot + 1) * SLOT + stream.phase + SHORTEST_DELAY;
      for (const call of calls) stream.fresh.push(recordOf(call, this.random));
      if (limit === undefined) yield* this.deliver(stream, Infinity, delivered);
      else while (stream.fresh.length + stream.again.length >= limit) yield* this.deliver(stream, limit, delivered);
    }
  }

  /** A log file of at most so many records, and the digest file of the day before where it is due. */
  private *deliver(stream: Stream, limit: number, delivered: number): Generator<SampleFile> {
    const { again } = stream;
    const fresh = stream.fresh.splice(0, Math.max(1, limit - again.length));
    stream.again = fresh.filter(() => this.random.chance(REPEATED));
    const path = this.path(stream, delivered);
    const file: SampleFile = { path, content: { Records: this.shuffled([...again, ...fresh]) } };
    this.digested ??= stream;
    if (this.digested === stream) {
      const [first] = this.digestLists;
      if (first && dayOf(first) !== dayOf(file)) yield this.digest(delivered);
      this.digestLists.push(file);
    }
    yield file;
  }

  /** CloudTrail does not sort the records of a file. */
  private shuffled(records: SampleRecord[]): SampleRecord[] {
    for (let i = records.length - 1; i > 0; i--) {
      const other = this.random.int(i + 1);
      [records[i], records[other]] = [records[other]!, records[i]!];
    }
    return records;
  }

  private digest(at: number): SampleFile {
    const { account, region } = this.digested!;
    const listed = this.digestLists;
    this.digestLists = [];
    return digestFile(this.root(account), account, region, at, listed, this.random);
  }

  private stream(account: string, region: string): Stream {
    const key = `${account}/${region}`;
    let stream = this.streams.get(key);
    if (!stream) {
      const phase = new Random(key).int(SLOT / MINUTE) * MINUTE;
      this.streams.set(key, (stream = { account, region, phase, fresh: [], again: [] }));
    }
    return stream;
  }

  private root(account: string): string {
    return this.settings.organization ? `AWSLogs/${ORGANIZATION_ID}/${account}` : `AWSLogs/${account}`;
  }

  private path({ account, region }: Stream, delivered: number): string {
    const minute = fileTime(delivered).slice(0, -3);
    const name = `${account}_CloudTrail_${region}_${minute}Z_${this.random.letters(16)}.json.gz`;
    return `${this.root(account)}/CloudTrail/${region}/${dayFolder(delivered)}/${name}`;
  }
}

function dayOf({ path }: SampleFile): string {
  return path.slice(0, path.lastIndexOf('/'));
}
