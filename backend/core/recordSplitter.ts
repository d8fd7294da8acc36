import { UserError } from './userError.ts';

/** CloudTrail's largest event is 256 KB (1 MB in event data stores); what comes before "Records" is shorter still. */
const MAX_ELEMENT = 16 << 20;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const NEWLINE = 0x0a;
const SPACE = 0x20;

/** What a text was cut out of: a list of records, JSON Lines, or nothing: a document without a list, perhaps the first line. */
export type Carrier = 'list' | 'lines' | 'document';

/**
 * Cuts a stream of bytes into the texts of its records, holding no more than one of them: {"Records": […]},
 * {"Events": […]}, a bare array, and JSON Lines. It finds where values begin and end; whether they are JSON, JSON.parse
 * tells afterwards. JSON Lines are told by a first value that is an object without such a list.
 */
export class RecordSplitter {
  private readonly onRecord: (text: string, from: Carrier) => void;
  private mode: 'json' | 'lines' | 'foreign' = 'json';
  private depth = 0;
  /** The depth inside the list of records: 1 in a bare array, 2 in {"Records": […]}; 0 until it is found, -1 after its end. */
  private listDepth = 0;
  private inString = false;
  private escaped = false;
  private ended = false;
  private found = 0;
  /** What stands before the list of records, and its opening bracket. */
  private beforeList = '';
  private offset = 0;
  /** What is kept of earlier chunks: the text since the beginning, before the list is found, then that of the record at hand, then what follows the list. */
  private kept: Uint8Array[] = [];
  private keptLength = 0;
  /** Where in the current chunk the text to be kept begins; -1 outside of records. */
  private start = -1;

  constructor(onRecord: (text: string, from: Carrier) => void) {
    this.onRecord = onRecord;
  }

  /** Set as soon as it is plain that the bytes are no log file. */
  get isForeign(): boolean {
    return this.mode === 'foreign';
  }

  /** Whether a list of records has begun. */
  get hasList(): boolean {
    return this.listDepth !== 0;
  }

  /** Throws a UserError where the file is not the JSON that it begins as. */
  write(chunk: Uint8Array): void {
    this.start = this.mode === 'lines' || this.listDepth <= 0 || this.keptLength > 0 ? 0 : -1;
    for (let at = 0; at < chunk.length && this.mode !== 'foreign'; at++) {
      const byte = chunk[at]!;
      if (this.mode === 'lines') {
        if (byte === NEWLINE) this.emit(chunk, at + 1);
      } else if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === BACKSLASH) this.escaped = true;
        else if (byte === QUOTE) this.inString = false;
      } else if (byte > SPACE || !isWhiteSpace(byte)) this.step(chunk, byte, at);
    }
    if (this.start >= 0) this.keep(chunk.subarray(this.start));
    this.offset += chunk.length;
  }

  /** Throws a UserError where the end is missing. */
  end(): void {
    if (this.mode === 'lines') {
      this.start = 0;
      this.emit(new Uint8Array(0), 0);
    } else if (this.mode === 'json' && !this.ended) {
      if (this.depth === 0) this.mode = 'foreign';
      else throw new UserError('is cut off: its JSON ends early');
    } else if (this.mode === 'json' && this.listDepth < 0) {
      this.start = 0;
      // The records have been handed out, each by itself; this is all the rest.
      if (!isJson(this.beforeList + this.text(new Uint8Array(0), 0))) throw new UserError('is not valid JSON');
    }
  }

  /** One byte outside of strings and white space. */
  private step(chunk: Uint8Array, byte: number, at: number): void {
    if (this.depth === 0 && byte !== OPEN_BRACE && byte !== OPEN_BRACKET) return this.outside(byte, at);
    const inList = this.listDepth > 0 && this.depth === this.listDepth;
    if (inList && (byte === COMMA || byte === CLOSE_BRACKET)) this.endElement(chunk, byte, at);
    else if (inList && this.start < 0) this.start = at;
    if (byte === QUOTE) this.inString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.open(chunk, byte, at);
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.close(chunk, at);
  }

  private outside(byte: number, at: number): void {
    const byteOrderMark = this.offset + at < 3 && (byte === 0xef || byte === 0xbb || byte === 0xbf);
    if (byteOrderMark) this.start = at + 1;
    else if (this.ended) throw this.invalid(at);
    else this.mode = 'foreign';
  }

  private open(chunk: Uint8Array, byte: number, at: number): void {
    if (this.ended) throw this.invalid(at);
    this.depth++;
    if (this.listDepth !== 0 || byte !== OPEN_BRACKET) return;
    if (this.depth === 1 || (this.depth === 2 && /"(Records|Events)"\s*:\s*$/.test(this.text(chunk, at)))) {
      this.listDepth = this.depth;
      this.beforeList = this.text(chunk, at + 1);
      this.forget();
    }
  }

  private close(chunk: Uint8Array, at: number): void {
    this.depth--;
    if (this.listDepth > 0 && this.depth < this.listDepth) {
      this.listDepth = -1;
      this.forget();
      this.start = at;
    }
    if (this.depth > 0) return;
    this.ended = true;
    if (this.listDepth === 0) {
      this.emit(chunk, at + 1);
      this.mode = 'lines';
      this.start = at + 1;
    }
  }

  /** A comma has a record before it, and so has the bracket behind a comma. */
  private endElement(chunk: Uint8Array, byte: number, at: number): void {
    const { found } = this;
    this.emit(chunk, at);
    if (this.found === found && (byte === COMMA || found > 0)) throw this.invalid(at);
  }

  private emit(chunk: Uint8Array, to: number): void {
    const text = this.start < 0 ? '' : this.text(chunk, to);
    this.forget();
    if (this.mode === 'lines') this.start = to;
    if (text.trim() === '') return;
    this.found++;
    this.onRecord(text, this.mode === 'lines' ? 'lines' : this.listDepth === 0 ? 'document' : 'list');
  }

  private text(chunk: Uint8Array, to: number): string {
    const last = chunk.subarray(this.start, to);
    return Buffer.concat([...this.kept, last]).toString('utf8');
  }

  private forget(): void {
    this.kept = [];
    this.keptLength = 0;
    this.start = -1;
  }

  private keep(bytes: Uint8Array): void {
    // A copy, for the giver may use the chunk's memory again.
    this.kept.push(bytes.slice());
    this.keptLength += bytes.length;
    if (this.keptLength <= MAX_ELEMENT) return;
    if (this.found === 0) this.mode = 'foreign';
    else throw new UserError(`holds a record of more than ${MAX_ELEMENT >> 20} MiB`);
  }

  private invalid(at: number): UserError {
    return new UserError(`is not valid JSON (byte ${this.offset + at})`);
  }
}

/** What JSON takes for white space; other control characters are none. */
function isWhiteSpace(byte: number): boolean {
  return byte === SPACE || byte === NEWLINE || byte === 0x0d || byte === 0x09;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
