import { isObject, type JsonObject } from '../../backend/core/json.ts';
import { readFilter } from '../../backend/core/savedFilter.ts';
import type { EventFilter } from '../../backend/core/filter.ts';
import type { L10n } from '../format.ts';
import { FileReading, isName, LONGEST_NAME, type Language, type TextProblem } from '../workspaceFiles/fileReading.ts';
import { conditionProblem } from '../workspaceFiles/clientFilter.ts';
import type { Path } from '../workspaceFiles/textPlaces.ts';
import type { Lab, Task } from './lab.ts';
import { readSpan } from './readSpan.ts';

export interface LabFile {
  /** Undefined where nothing can be done with the file. */
  lab?: Omit<Lab, 'id'>;
  /** Which numbers its tasks have in the list of the file. */
  at: number[];
  problems: TextProblem[];
}

/** Enough for a course's longest lab. */
export const MOST_TASKS = 100;
/** Events that a task may require. */
export const HIGHEST_COUNT = 100_000;

/** The group says who it is about. */
const WHO: ReadonlySet<string> = new Set(['group', 'user', 'userIdentity_userName']);

/**
 * Reads a lab checklist: `{"title", "description", "opens", "due", "exclusive", "tasks": [{"title", "filter", "count", "explanation",
 * "link"}]}`. Strict: whatever it does not know is a problem. A task with a problem is left out, the others are not.
 * media/schemas/lab.json says the same to the editor.
 */
export function readLabFile(text: string, language: Language, l10n: L10n): LabFile {
  const reading = new FileReading(l10n);
  const content = reading.parse(text, language);
  const read = content === undefined ? undefined : readLab(reading, content);
  return { at: [], ...read, problems: reading.problems };
}

function readLab(reading: FileReading, content: unknown): Omit<LabFile, 'problems'> | undefined {
  const { l10n } = reading;
  const fail = (key: string, message: string) => reading.fail([key], message);
  const { $schema: _, ...known } = isObject(content) ? content : {};
  const { title, description = '', opens, due, exclusive = false, tasks, ...others } = known;
  if (!reading.knowsAll([], others)) return undefined;
  if (!isName(title)) return fail('title', l10n.t('A lab needs a title of at most {0} characters.', LONGEST_NAME));
  if (typeof description !== 'string') return fail('description', l10n.t('A description is a text.'));
  const open = readSpan(reading, [], { opens, due });
  if (!open) return undefined;
  if (typeof exclusive !== 'boolean') return fail('exclusive', l10n.t('This is either true or false.'));
  if (!Array.isArray(tasks) || tasks.length === 0) return fail('tasks', l10n.t('A lab needs a list of tasks.'));
  if (tasks.length > MOST_TASKS)
    fail('tasks', l10n.t('There are more than {0} tasks; the rest is left out.', MOST_TASKS));
  const read = tasks.slice(0, MOST_TASKS).map((task, at) => readTask(reading, ['tasks', at], task, exclusive));
  const sound = read.flatMap((task, at) => (task ? [{ task, at }] : []));
  if (sound.length === 0) return undefined;
  const lab = { title, description, open, exclusive, tasks: sound.map(({ task }) => task) };
  return { lab, at: sound.map(({ at }) => at) };
}

function readTask(reading: FileReading, path: Path, entry: unknown, exclusive: boolean): Task | undefined {
  const { l10n } = reading;
  const fail = (key: string, message: string) => reading.fail([...path, key], message);
  if (!isObject(entry)) return reading.fail(path, l10n.t('A task is an object with a title and a filter.'));
  const { title, filter: conditions, count = 1, explanation = '', link, ...others } = entry;
  if (!reading.knowsAll(path, others)) return undefined;
  if (!isName(title)) return fail('title', l10n.t('A task needs a title of at most {0} characters.', LONGEST_NAME));
  if (!isObject(conditions) || Object.keys(conditions).length === 0)
    return fail('filter', l10n.t('A task needs a filter: {0}.', '{"eventName": {"in": ["RunInstances"]}}'));
  const filter = readTaskFilter(reading, [...path, 'filter'], conditions, exclusive);
  if (!filter) return undefined;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > HIGHEST_COUNT)
    return fail('count', l10n.t('This is a whole number from 1 to {0}.', HIGHEST_COUNT));
  if (typeof explanation !== 'string') return fail('explanation', l10n.t('An explanation is a text.'));
  if (link !== undefined && !isLink(link)) return fail('link', l10n.t('A link begins with https://.'));
  return { title, filter, count, explanation, ...(link !== undefined && { link }) };
}

function readTaskFilter(
  reading: FileReading,
  path: Path,
  conditions: JsonObject,
  exclusive: boolean,
): EventFilter | undefined {
  const { l10n } = reading;
  for (const [field, condition] of Object.entries(conditions)) {
    const problem = WHO.has(field)
      ? l10n.t('A task says what is to be done; who it is looked for is the group that is chosen.')
      : exclusive && field === 'resources'
        ? l10n.t('A lab that keeps its events cannot ask for resources, of which an event may have several.')
        : conditionProblem(field, condition, l10n);
    if (problem !== undefined) return reading.fail([...path, field], problem);
  }
  return readFilter(conditions);
}

/** Whether it may be opened: an https address. */
export function isLink(link: unknown): link is string {
  return typeof link === 'string' && URL.parse(link)?.protocol === 'https:';
}
