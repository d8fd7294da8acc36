/** Characters of a line that an editor shows beside a side bar in a window of 1280 pixels. */
const WIDTH = 86;
/** A column that is narrower has no room for texts with ARNs. */
const NARROW = 50;

/** Lines that fit, broken at spaces and behind commas. */
export function wrapped(text: string, width = WIDTH): string[] {
  const lines: string[] = [''];
  for (const [, space = '', word = ''] of text.matchAll(/( ?)([^ ,]*,*)/g)) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + space.length + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line}${space}${word}`;
  }
  return lines;
}

/**
 * Rows whose parts begin below each other. Where they do not fit so, the last part ends at the right margin, on a line of its own where
 * the part before it is long.
 */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  const begins = widths.map((_, at) => widths.slice(0, at).reduce((sum, width) => sum + width + 2, 2));
  const last = widths.length - 1;
  const isWide = last > 1 && begins[last]! + Math.min(widths[last]!, NARROW) > WIDTH;
  const indent = begins[isWide ? last - 1 : last] ?? 0;
  const room = WIDTH - indent;
  return rows.flatMap((row) => {
    const text = row[last] ?? '';
    const before = row.slice(0, last).map((part, at) => part.padEnd(widths[at]!));
    const name = isWide ? row[last - 1]! : '';
    if (isWide) before[last - 1] = name;
    const isBelow = isWide && name.length + 2 + text.length > room;
    const atMargin = isBelow ? room : room - name.length - 2;
    const isShort = isWide && text.length <= atMargin;
    const [first = '', ...rest] = isShort ? [text.padStart(atMargin)] : wrapped(text, room);
    const line = `  ${[...before, ...(isBelow ? [] : [first])].join('  ')}`.trimEnd();
    return [line, ...(isBelow ? [first, ...rest] : rest).map((each) => ' '.repeat(indent) + each)];
  });
}
