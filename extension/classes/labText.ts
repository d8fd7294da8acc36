import type { Lab } from './lab.ts';

/** A checklist as it is written to a file: what is left at its default is left out. */
export function labText({ title, description = '', tasks }: Pick<Lab, 'title' | 'tasks'> & Partial<Lab>): string {
  const json = {
    title,
    ...(description !== '' && { description }),
    tasks: tasks.map(({ title, filter, count, explanation, link }) => ({
      title,
      filter,
      ...(count !== 1 && { count }),
      ...(explanation !== '' && { explanation }),
      ...(link !== undefined && { link }),
    })),
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
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
