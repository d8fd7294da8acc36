import type { Locator } from 'playwright-core';

/** A tree of the side bar. Only the rows in sight are in the document. */
export class Tree {
  readonly root: Locator;

  constructor(root: Locator) {
    this.root = root;
  }

  /** The row whose label is `label` (or matches it) and, where that is asked for, whose description matches. */
  row(label: string | RegExp, description?: string | RegExp): Locator {
    const part = (name: string) => this.root.page().locator(`.label-${name}`);
    const hasText = typeof label === 'string' ? exactly(label) : label;
    const row = this.root.getByRole('treeitem').filter({ has: part('name').filter({ hasText }) });
    if (description === undefined) return row;
    return row.filter({ has: part('description').filter({ hasText: description }) });
  }

  /** The rows in sight from top to bottom, each as label and description with a space between. */
  rows(): Promise<string[]> {
    return this.root.getByRole('treeitem').evaluateAll((rows) =>
      rows
        .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map((row) => [...row.querySelectorAll('.label-name, .label-description')].map((part) => part.textContent))
        .map((parts) => parts.join(' ').trim()),
    );
  }

  /** Expands a row by its arrow, without a click on the row; again where the tree was just being refreshed, which takes the click. */
  async expand(label: string): Promise<void> {
    const row = this.row(label);
    const expanded = this.root.locator('[role=treeitem][aria-expanded=true]').filter({ hasText: label }).first();
    for (let tries = 1; ; tries++) {
      if ((await row.getAttribute('aria-expanded')) === 'true') return;
      await row.locator('.monaco-tl-twistie').click();
      try {
        return await expanded.waitFor({ timeout: tries < 3 ? 6_000 : undefined });
      } catch (error) {
        if (tries === 3) throw error;
      }
    }
  }

  /** Brings a row into sight, as with the keyboard, and returns it. Throws where the tree does not have it. */
  async reveal(label: string | RegExp): Promise<Locator> {
    await this.root.getByRole('treeitem').first().waitFor();
    await this.root.focus();
    await this.root.press('Home');
    for (let last = ''; ;) {
      if (await this.row(label).isVisible()) return this.row(label);
      await this.root.press('PageDown');
      const rows = await this.#rowsAfter(last);
      if (rows === last) throw new Error(`The tree has no row ${String(label)}. Its last rows are:\n${rows}`);
      last = rows;
    }
  }

  /** The rows in sight, once they are others than `last`; after six seconds without change there are no others. */
  async #rowsAfter(last: string): Promise<string> {
    let rows = last;
    for (const end = Date.now() + 6000; rows === last && Date.now() < end;) {
      rows = (await this.rows()).join('\n');
    }
    return rows;
  }
}

/** Matches a text that is `text` and nothing else but space. */
export function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}\\s*$`);
}
