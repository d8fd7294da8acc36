import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Every text of the interface is translated, in the extension's code, in the panel's and in package.json. */

const root = path.join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const translations = (file: string) => JSON.parse(read(file)) as Record<string, string>;

/** The texts given to l10n.t, and to the panel's t: first arguments are always plain strings. */
function textsInCode(): string[] {
  const code = globSync(['extension/**/*.ts', 'media/**/*.{ts,tsx}'], { cwd: root }).map(read).join('\n');
  const calls = code.matchAll(/(?:\bl10n\.|(?<![\w.]))t\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g);
  return [...new Set([...calls].map(([, single, double]) => single ?? double ?? ''))].sort();
}

const placeholders = (text: string) => [...new Set(text.match(/\{\d\}/g))].sort();
const links = (text: string) => [...text.matchAll(/\((command:[^)]+)\)/g)].map(([, link]) => link);

describe('the Spanish translation', () => {
  const spanish = translations('l10n/bundle.l10n.es.json');

  it('has every text of the code, and no other', () => {
    assert.deepEqual(Object.keys(spanish).sort(), textsInCode());
  });

  it('has the placeholders of each', () => {
    for (const [text, translated] of Object.entries(spanish)) {
      assert.deepEqual(placeholders(translated), placeholders(text), text);
    }
  });

  it('has every text of package.json, with its links', () => {
    const english = translations('package.nls.json');
    const translated = translations('package.nls.es.json');
    assert.deepEqual(Object.keys(translated).sort(), Object.keys(english).sort());
    for (const key of Object.keys(english)) assert.deepEqual(links(translated[key]!), links(english[key]!), key);
  });
});
