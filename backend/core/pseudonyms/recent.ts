/** What was set last under a key, for the last so many keys, and for as many again that were asked for or set before them. */
export interface Recent<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
}

export function createRecent<V>(size: number): Recent<V> {
  let young = new Map<string, V>();
  let old = new Map<string, V>();

  function set(key: string, value: V): void {
    if (young.size >= size) [old, young] = [young, new Map<string, V>()];
    young.set(key, value);
  }

  return {
    get(key) {
      const value = young.get(key) ?? old.get(key);
      if (value !== undefined && !young.has(key)) set(key, value);
      return value;
    },
    set,
  };
}
