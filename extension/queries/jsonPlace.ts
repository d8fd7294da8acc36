/** Where a value stands in a text: offsets, the end exclusive. */
export interface Place {
  start: number;
  end: number;
}

/** One token after another; the text has been parsed, so it is JSON. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g;

/** Where the value at a path stands in a JSON text. For a path that leads nowhere, where the last value stands that it passes. */
export function jsonPlace(text: string, path: readonly (string | number)[]): Place {
  const tokens = [...text.matchAll(TOKEN)].map((match) => ({ text: match[0], start: match.index }));
  let at = 0;

  /** The index of the token after the value that begins at one. */
  function endOf(begin: number): number {
    let depth = 0;
    for (let index = begin; index < tokens.length; index++) {
      const token = tokens[index]!.text;
      if (token === '{' || token === '[') depth++;
      if (token === '}' || token === ']') depth--;
      if (depth <= 0) return index + 1;
    }
    return tokens.length;
  }

  function member(key: string): number | undefined {
    for (let index = at + 1; index < tokens.length && tokens[index]!.text !== '}'; index = endOf(index + 2) + 1) {
      if (JSON.parse(tokens[index]!.text) === key) return index + 2;
      if (tokens[endOf(index + 2)]?.text !== ',') return undefined;
    }
    return undefined;
  }

  function item(number: number): number | undefined {
    let index = at + 1;
    for (let left = number; left > 0; left--) {
      const end = endOf(index);
      if (tokens[end]?.text !== ',') return undefined;
      index = end + 1;
    }
    return tokens[index]?.text === ']' ? undefined : index;
  }

  for (const step of path) {
    const opens = tokens[at]?.text;
    const next =
      opens === '{' && typeof step === 'string'
        ? member(step)
        : opens === '[' && typeof step === 'number'
          ? item(step)
          : undefined;
    if (next === undefined) break;
    at = next;
  }
  const [first, last] = [tokens[at], tokens[endOf(at) - 1]];
  return { start: first?.start ?? 0, end: last ? last.start + last.text.length : text.length };
}
