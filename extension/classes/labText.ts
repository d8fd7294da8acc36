import type { Lab } from './lab.ts';

/** A checklist as it is written to a file: what is left at its default is left out, and a task's filter takes one line. */
export function labText({ title, description = '', tasks }: Pick<Lab, 'title' | 'tasks'> & Partial<Lab>): string {
  const entries = tasks.map(({ title, filter, count, explanation, link }) => {
    const json = {
      title,
      filter,
      ...(count !== 1 && { count }),
      ...(explanation !== '' && { explanation }),
      ...(link !== undefined && { link }),
    };
    return `    {\n${lines(json, 6)}\n    }`;
  });
  const head = lines({ title, ...(description !== '' && { description }) }, 2);
  return `{\n${head},\n  "tasks": [\n${entries.join(',\n')}\n  ]\n}\n`;
}

/** A line for each member of an object. */
function lines(json: object, indent: number): string {
  return Object.entries(json)
    .map(([key, value]) => `${' '.repeat(indent)}${JSON.stringify(key)}: ${oneLine(value)}`)
    .join(',\n');
}

/** Line breaks of the JSON, for those in texts are escaped. */
function oneLine(value: unknown): string {
  return JSON.stringify(value, undefined, 1).replaceAll(/\n\s*/g, ' ');
}

/** The name of the file of a checklist, made of its title: lower case, and only what every file system takes. */
export function labFileName(title: string): string {
  const name = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);
  return `${name || 'lab'}.lab.json`;
}
