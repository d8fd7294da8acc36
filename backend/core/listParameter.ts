import { UserError } from './userError.ts';

/** A quoted item with its backslash escapes, or one without quotes, which ends at the next comma. */
const ITEM = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^,'"][^,]*)?)\s*(,|$)/y;

/**
 * The items of a list in either of the written forms that the predecessor documents: `['m1.small','ec2.amazonaws.com']`
 * (quotes of both kinds, or none) or `m1.small,ec2.amazonaws.com`. An item that holds a comma needs the quotes of the first form.
 */
export function readList(text: string, parameter: string): string[] {
  const trimmed = text.trim();
  if (!trimmed.startsWith('[')) return trimmed.split(',').map((item) => item.trim());
  const fail = () =>
    new UserError(`This list cannot be read. It should look like ['first','second'] or first,second.`, { parameter });
  if (!trimmed.endsWith(']')) throw fail();
  const list = trimmed.slice(1, -1);
  const items: string[] = [];
  ITEM.lastIndex = 0;
  for (;;) {
    const [whole, single, double, plain = '', end] = ITEM.exec(list) ?? [];
    if (whole === undefined) throw fail();
    items.push((single ?? double)?.replace(/\\(.)/g, '$1') ?? plain.trim());
    if (end === '') return items;
  }
}
