import { GROUP, isAccountField } from '../../backend/core/filter.ts';
import type { FilterPart } from '../../backend/core/filterEdit.ts';
import type { Suggestion } from '../../extension/panel/protocol.ts';
import { accountNamed } from './accountNames.ts';
import { FILTER_FIELDS } from './fields.ts';
import { fieldLabel, partLabel, valueLabel, valueTitle } from './labels.ts';

/** What was typed into the filter: "user: ana", "-service: s3", "event: Delete*", or just "ana". */
export interface Typed {
  not: boolean;
  /** The field before the colon, where there is such a field. */
  field?: string;
  text: string;
}

/** A way to go on: a filter, or text that goes into the input. */
export interface Completion {
  label: string;
  /** Where it says more than the label. */
  title?: string;
  /** The field, of a filter. */
  detail?: string;
  count?: number;
  part?: FilterPart;
  insert?: string;
}

/** Fields with few values, which need not be asked for. */
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  kind: ['iamUser', 'person', 'role', 'root', 'service', 'account', 'unknown'],
  outcome: ['ok', 'denied', 'error'],
  readOnly: ['true', 'false'],
};

/** A group is no field of events, so that nothing is broken down by it. */
const FIELDS: readonly string[] = FILTER_FIELDS.toSpliced(1, 0, GROUP);
/** Fields named at most while their name is being typed. */
const MOST_FIELDS = 6;

export function readTyped(input: string, parameters: readonly string[]): Typed {
  const text = input.trim();
  const not = text.startsWith('-') || text.startsWith('!');
  const rest = not ? text.slice(1).trimStart() : text;
  // "arn" is what a field is called, too.
  const colon = /^arn:aws/.test(rest) ? -1 : rest.indexOf(':');
  const field = colon > 0 ? fieldNamed(rest.slice(0, colon).trim(), parameters) : undefined;
  return field === undefined ? { not, text: rest } : { not, field, text: rest.slice(colon + 1).trim() };
}

/** Whether values of the source would help: closed fields have theirs, and an empty input asks for nothing. */
export function wantsValues({ field, text }: Typed): boolean {
  return field === undefined ? text.length > 1 : !Object.hasOwn(CLOSED, field);
}

/** What can follow: values that were found, the text as it stands, and fields that begin so. */
export function completionsOf(typed: Typed, found: readonly Suggestion[], parameters: readonly string[]): Completion[] {
  const { field, text } = typed;
  // What was found for what was typed before may still be there.
  const wanted = text.replace(/\*$/, '').toLowerCase();
  const holds = (one: Suggestion) =>
    one.value.toLowerCase().includes(wanted) || valueLabel(one).toLowerCase().includes(wanted);
  const values = found
    .filter((one) => (field ?? one.field) === one.field && holds(one))
    .map((one) => counted(typed, one));
  if (field !== undefined) {
    const closed = closedValues(field, text);
    if (closed) return closed.map((value) => completion(typed, field, value));
    // Whoever types the asterisk means the beginning, and not the first value that has it.
    const written = asTyped(typed, field);
    return unique(text.endsWith('*') ? [...written, ...values] : [...values, ...written]);
  }
  const byName = text === '' ? [] : asTyped({ ...typed, text: text.replace(/\*?$/, '*') }, 'eventName');
  return unique([...values, ...byName, ...fieldsBeginning(typed, parameters)]);
}

/** The field that a name or label stands for. */
function fieldNamed(name: string, parameters: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  return [...FIELDS, ...parameters].find(
    (field) => field.toLowerCase() === wanted || fieldLabel(field).toLowerCase() === wanted,
  );
}

function fieldsBeginning({ not, text }: Typed, parameters: readonly string[]): Completion[] {
  const wanted = text.toLowerCase();
  const begins = (field: string) =>
    fieldLabel(field).toLowerCase().startsWith(wanted) || field.toLowerCase().startsWith(wanted);
  const fields = text === '' ? FIELDS : [...new Set([...FIELDS, ...parameters])].filter(begins);
  const shown = text === '' ? fields : fields.slice(0, MOST_FIELDS);
  return shown.map((field) => {
    const label = `${fieldLabel(field)}:`;
    return { label, insert: `${not ? '-' : ''}${label} ` };
  });
}

/** A text as it was typed is a value; with an asterisk at its end it is the beginning of values. */
function asTyped(typed: Typed, field: string): Completion[] {
  const { text } = typed;
  if (text === '' || text === '*') return [];
  // A filter can exclude values, not beginnings.
  if (text.endsWith('*') && !typed.not) return [completion(typed, field, text.slice(0, -1), 'startsWith')];
  if (text.endsWith('*')) return [];
  // Whoever types an account's name means the account.
  const account = isAccountField(field) ? accountNamed(text) : undefined;
  return [completion(typed, field, account ?? text)];
}

function closedValues(field: string, text: string): string[] | undefined {
  if (!Object.hasOwn(CLOSED, field)) return undefined;
  const wanted = text.toLowerCase();
  return CLOSED[field]?.filter((value) => `${value} ${valueLabel({ field, value })}`.toLowerCase().includes(wanted));
}

function counted(typed: Typed, { field, value, count }: Suggestion): Completion {
  return { ...completion(typed, field, value), count };
}

function completion(typed: Typed, field: string, value: string, test: FilterPart['test'] = 'is'): Completion {
  const part: FilterPart = { field, test: typed.not ? 'not' : test, value };
  const label = partLabel(part);
  const title = valueTitle(part);
  return { label: label.value, detail: label.field, part, ...(title !== valueLabel(part) && { title }) };
}

function unique(completions: readonly Completion[]): Completion[] {
  const seen = new Set<string>();
  return completions.filter(({ part, insert }) => {
    const key = JSON.stringify([part?.field, part?.test, part?.value, insert]);
    return !seen.has(key) && seen.add(key);
  });
}
