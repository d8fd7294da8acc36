import { isNode, isPair, isScalar, parseDocument } from 'yaml';

/** Where a value stands in a text: offsets, the end exclusive. */
export interface Place {
  start: number;
  end: number;
}

/** Keys of objects and numbers of items, from the outside in. */
export type Path = readonly (string | number)[];

/**
 * Tells where the value at a path stands in a text of JSON or YAML. For a path that leads nowhere, where the last value stands
 * that it passes. The text is read when it is first asked for.
 */
export function textPlaces(text: string): (path: Path) => Place {
  let root: unknown;
  return (path) => {
    root ??= parseDocument(text, { uniqueKeys: false, logLevel: 'error' }).contents;
    let at = root;
    for (const step of path) {
      const next = childOf(at, step);
      if (!isNode(next)) break;
      at = next;
    }
    const range = isNode(at) ? at.range : undefined;
    return range ? { start: range[0], end: range[1] } : { start: 0, end: text.length };
  };
}

function childOf(node: unknown, step: string | number): unknown {
  if (typeof node !== 'object' || node === null || !('items' in node) || !Array.isArray(node.items)) return undefined;
  const items: unknown[] = node.items;
  if (typeof step === 'number') return items[step];
  // Of a key that is there twice, the last one counts.
  const pair = items.filter(isPair).findLast(({ key }) => isScalar(key) && key.value === step);
  return pair?.value;
}
