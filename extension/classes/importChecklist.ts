import { isObject } from '../../backend/core/json.ts';
import { UserError } from '../../backend/core/userError.ts';
import type { L10n } from '../format.ts';
import type { Condition } from '../../backend/core/filter.ts';
import type { Lab, Task } from './lab.ts';

/** What is imported becomes files: more than that is no set of checklists. */
const MOST_LABS = 100;
const MOST_TASKS = 200;

/**
 * Reads checklists of grycap's CloudTrail-Tracker, which count event names: `{"RunInstances": 1}`, or several by the name of the lab,
 * `{"Lab 1": {"RunInstances": 1}}`. A list of names asks for each of them once. `title` is for a list without a name.
 * Throws a UserError that says what and where for anything else.
 */
export function importChecklists(text: string, title: string, l10n: L10n): Pick<Lab, 'title' | 'tasks'>[] {
  const json = parsed(text, l10n);
  const labs =
    isObject(json) && Object.values(json).some((value) => typeof value === 'object')
      ? Object.entries(json)
      : [[title, json] as const];
  if (labs.length > MOST_LABS) throw new UserError(l10n.t('The file holds more than {0} checklists.', MOST_LABS));
  return labs.map(([title, content]) => ({ title, tasks: tasksOf(title, content, l10n) }));
}

function parsed(text: string, l10n: L10n): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(l10n.t('This file is no JSON: {0}.', (error as Error).message), { cause: error });
  }
}

function tasksOf(title: string, content: unknown, l10n: L10n): Task[] {
  const counts = Array.isArray(content)
    ? content.map((name): [unknown, unknown] => [name, 1])
    : isObject(content)
      ? Object.entries(content)
      : [];
  if (counts.length === 0 || counts.length > MOST_TASKS)
    throw new UserError(
      l10n.t(
        'The checklist {0} has to hold between 1 and {1} event names and how often each is expected: {2}.',
        title,
        MOST_TASKS,
        '{"RunInstances": 1}',
      ),
    );
  return counts.map(([name, count]) => {
    if (typeof name !== 'string' || !/^\w+$/.test(name))
      throw new UserError(l10n.t('{0} in the checklist {1} is no event name.', JSON.stringify(name), title));
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 1)
      throw new UserError(
        l10n.t(
          'The checklist {0} expects {1} {2} times: a whole number is needed, 1 or more.',
          title,
          name,
          JSON.stringify(count),
        ),
      );
    return { title: name, filter: { eventName: nameOrVersion(name) }, count, explanation: '' };
  });
}

/** Lambda and CloudFront write the version of their API behind the name (CreateFunction20150331), of which old checklists know nothing. */
function nameOrVersion(name: string): Condition {
  const versioned =
    /(Function|Layer|LayerVersion|Alias|EventSourceMapping|Invoke|Distribution|Invalidation|OriginAccessIdentity)$/;
  return { in: [name], ...(versioned.test(name) && { prefix: [`${name}20`] }) };
}
