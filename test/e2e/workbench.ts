import path from 'node:path';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { exactly, Tree } from './tree.ts';

/** VS Code's own themes: their ids, and what they are called in its list. */
const themes = {
  'Dark 2026': 'Dark 2026',
  'Light 2026': 'Light 2026',
  'Dark Modern': 'Dark Modern',
  'Light Modern': 'Light Modern',
  'Default High Contrast': 'Dark High Contrast',
  'Default High Contrast Light': 'Light High Contrast',
};
export type Theme = keyof typeof themes;

/**
 * VS Code's window as a person sees and uses it. Locators wait and try again, so tests poll and never sleep.
 * Names match in part unless they are regular expressions.
 */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Changes the theme, and waits for the webview that shows to follow. */
  async changeTheme(theme: Theme): Promise<void> {
    await this.runCommand('Preferences: Color Theme');
    await this.quickPickRow(themes[theme]).first().click();
    await this.webview.locator(`body[data-vscode-theme-id="${theme}"]`).waitFor();
  }

  /** Shows the side bar of a container of the activity bar. */
  async showContainer(name: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name });
    // A click on the active one would hide its side bar.
    if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
    await this.page.locator('.part.sidebar .composite.title', { hasText: new RegExp(name, 'i') }).waitFor();
  }

  /** Shows the side bar, and in all views everything that the source holds, of all time. `first` is a row that shows when users do. */
  async showAllEvents(first = 'IAM Users'): Promise<void> {
    await this.showContainer('CloudTrail Tracker');
    await (await this.showTree('Users')).row(first).waitFor();
    await this.runCommand('CloudTrail Tracker: Choose Period…');
    await this.quickPickRow('All time').click();
    await this.runCommand('CloudTrail Tracker: Choose Scope…');
    await this.quickPickRow('Everything').click();
    await this.statusBarItem('All time · Everything').waitFor();
  }

  /** The tree of a view, expanded where only its title shows. */
  async showTree(view: string): Promise<Tree> {
    const title = this.page.locator('.part.sidebar .pane-header').filter({ hasText: new RegExp(`^${view}`) });
    await title.waitFor();
    if ((await title.getAttribute('aria-expanded')) === 'false') await title.click();
    return new Tree(this.page.getByRole('tree', { name: view }));
  }

  /** What a view shows while it is empty: text and links. */
  welcome(view: string): Locator {
    const title = this.page.locator('.pane-header').filter({ hasText: new RegExp(`^${view}`) });
    return this.page.locator('.part.sidebar .pane').filter({ has: title }).locator('.welcome-view-content');
  }

  /** Runs a command by its full title, category included, from the command palette. */
  async runCommand(title: string): Promise<void> {
    for (let tries = 1; !(await this.#clickInPalette(title, tries === 3 ? 20_000 : 4_000)); tries++);
    // The rows of the palette must not be taken for those of a list that the command shows.
    await this.page.waitForFunction(() => {
      const input = document.querySelector<HTMLInputElement>('.quick-input-widget input.input');
      return !input?.checkVisibility() || !input.value.startsWith('>');
    });
  }

  /** False where something else took the focus, which closes the palette. */
  async #clickInPalette(title: string, timeout: number): Promise<boolean> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input.input');
    try {
      await input.fill(`>${title}`, { timeout });
      await this.quickPickRow(title).first().click({ timeout });
      return true;
    } catch (error) {
      if (timeout > 10_000 || (await input.isVisible())) throw error;
      return false;
    }
  }

  /** A row of the quick pick that is open: by its whole label, or by a part of all its text. */
  quickPickRow(text: string | RegExp): Locator {
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    if (text instanceof RegExp) return rows.filter({ hasText: text });
    return rows.filter({ has: this.page.locator('.label-name').filter({ hasText: exactly(text) }) });
  }

  /** Fills the input of the quick pick or input box that is open. */
  async typeInQuickInput(text: string): Promise<void> {
    await this.page.locator('.quick-input-widget input.input').fill(text);
  }

  /** In VS Code's own dialog, which is ready once it proposes a file, and may take what is typed for another folder to look at first. */
  async saveAs(file: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    const input = widget.locator('input.input');
    await this.page.waitForFunction(
      (ending) => document.querySelector<HTMLInputElement>('.quick-input-widget input.input')?.value.endsWith(ending),
      path.extname(file),
    );
    for (let tries = 1; await input.isVisible(); tries++) {
      if (tries === 12) throw new Error('The dialog does not take a file.');
      await input.fill(file);
      await this.quickPickRow('..').waitFor();
      await widget.getByRole('button', { name: 'OK' }).click();
      await input.waitFor({ state: 'hidden', timeout: 1_000 }).catch(() => undefined);
    }
  }

  /** Chooses from the context menu of an element. */
  async chooseInMenu(target: Locator, title: string): Promise<void> {
    await target.click({ button: 'right' });
    // Within the first tenth of a second a menu takes a click for the end of the one that opened it, so the keyboard chooses.
    await this.page.locator('.monaco-menu').getByRole('menuitem', { name: title }).hover();
    await this.page.keyboard.press('Enter');
  }

  /** The modal dialog that is open, where its text has this in it. */
  dialog(text: string | RegExp): Locator {
    return this.page.locator('.monaco-dialog-box').filter({ hasText: text });
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast').filter({ hasText: text });
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('footer .statusbar-item').filter({ hasText: text });
  }

  /** The tab of an editor or of a webview. */
  editorTab(name: string | RegExp): Locator {
    return this.page.locator('.part.editor').getByRole('tab', { name });
  }

  /** The text that the active text editor shows; its lines out of sight are not in it. */
  async editorText(): Promise<string> {
    const lines = this.page.locator('.editor-group-container.active .monaco-editor .view-lines');
    return (await lines.innerText()).replaceAll('\u00a0', ' ');
  }

  /** The document of the webview that shows. */
  get webview(): FrameLocator {
    return this.#webviewHost.contentFrame().frameLocator('iframe#active-frame');
  }

  /** The same as a frame, for what needs one: evaluating in it. */
  async webviewFrame(): Promise<Frame> {
    const element = await this.#webviewHost.contentFrame().locator('iframe#active-frame').elementHandle();
    const frame = await element?.contentFrame();
    if (!frame) throw new Error('The webview has no document.');
    return frame;
  }

  get #webviewHost(): Locator {
    return this.page.locator('iframe.webview.ready').filter({ visible: true });
  }
}
