import type { Memory } from '../../../extension/sources/sourceList.ts';

/** What vscode.Memento does, without a disk: values are kept as JSON. */
export function memory(): Memory {
  const values = new Map<string, string>();
  return {
    get: (key) => (values.has(key) ? (JSON.parse(values.get(key)!) as unknown) : undefined),
    update(key, value) {
      if (value === undefined) values.delete(key);
      else values.set(key, JSON.stringify(value));
      return Promise.resolve();
    },
  };
}
