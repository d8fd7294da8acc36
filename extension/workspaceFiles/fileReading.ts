import { parseDocument, visit } from 'yaml';
import { isObject } from '../../backend/core/json.ts';
import type { L10n } from '../format.ts';
import type { Path } from './textPlaces.ts';

export type Language = 'json' | 'yaml';

/** What is wrong with a file, and where: the path to the value, or the offset in a text that cannot be parsed. */
export interface TextProblem {
  message: string;
  where: Path | number;
}

/** A list of things with names, which is what a file holds. */
export interface NamedList<T> {
  /** The key of the list. */
  key: string;
  most: number;
  tooMany: string;
  /** That there is another one of this name. */
  taken: (name: string) => string;
  /** Undefined for an entry that is left out, after its problem was told. */
  read: (entry: unknown, path: Path) => T | undefined;
}

/** Of names and titles, in characters. */
export const LONGEST_NAME = 100;

/** Reads a file that somebody has written by hand, strictly: whatever is not known is a problem. */
export class FileReading {
  readonly problems: TextProblem[] = [];
  readonly l10n: L10n;

  constructor(l10n: L10n) {
    this.l10n = l10n;
  }

  fail(where: TextProblem['where'], message: string): undefined {
    this.problems.push({ message, where });
    return undefined;
  }

  /** What a text says. Undefined where it cannot be parsed, which is a problem then. */
  parse(text: string, language: Language): unknown {
    return language === 'json' ? this.#parseJson(text) : this.#parseYaml(text);
  }

  /** `{"key": [...]}` in JSON. What is wrong with an entry does not touch the others. */
  namedList<T extends { name: string }>(text: string, { key, most, tooMany, taken, read }: NamedList<T>): T[] {
    const json = this.parse(text, 'json');
    if (json === undefined) return [];
    const { $schema: _, [key]: entries, ...others } = isObject(json) ? json : {};
    for (const other of Object.keys(others)) this.fail([other], this.#unknown(other));
    if (!Array.isArray(entries)) {
      this.fail([], this.l10n.t('The file has to hold a list: {0}.', `{"${key}": []}`));
      return [];
    }
    if (entries.length > most) this.fail([key], tooMany);
    const found: T[] = [];
    entries.slice(0, most).forEach((entry, at) => {
      const path = [key, at];
      const item = read(entry, path);
      if (item && found.some(({ name }) => name === item.name)) this.fail([...path, 'name'], taken(item.name));
      else if (item) found.push(item);
    });
    return found;
  }

  /** Whether nothing is left when all that is known of an object was taken away. */
  knowsAll(path: Path, others: object): boolean {
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) this.fail([...path, unknown], this.#unknown(unknown));
    return unknown === undefined;
  }

  #unknown(key: string): string {
    return this.l10n.t('{0} is not known here.', JSON.stringify(key));
  }

  #parseJson(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      const { message } = error as Error;
      const position = /at position (\d+)/.exec(message)?.[1];
      const at = position === undefined ? text.length : Number(position);
      return this.fail(at, this.l10n.t('This file is no JSON: {0}.', message));
    }
  }

  #parseYaml(text: string): unknown {
    const document = parseDocument(text, { prettyErrors: false, stringKeys: true, logLevel: 'error' });
    const [error] = document.errors;
    if (error) return this.fail(error.pos[0], this.l10n.t('This file is no YAML: {0}.', error.message));
    let alias: number | undefined;
    visit(document, { Alias: (_, { range }) => void (alias ??= range?.[0] ?? 0) });
    // A few of them can stand for millions of values.
    if (alias !== undefined) return this.fail(alias, this.l10n.t('Aliases are not read: write the value out.'));
    return document.toJS();
  }
}

/** Whether it is a text that can be a name or a title. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_NAME;
}
