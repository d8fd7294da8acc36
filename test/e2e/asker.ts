import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench.ts';

/** What a question may take at most. */
const MOST_ACTIONS = 3;

/**
 * A person with a question. What counts as one action: a command run from the palette, a choice in a list or a filter, typed and
 * confirmed; a click.
 */
export class Asker {
  readonly #vscode: Workbench;
  readonly #byKeyboard: boolean;
  #actions = 0;

  constructor(vscode: Workbench, by: 'keyboard' | 'mouse') {
    this.#vscode = vscode;
    this.#byKeyboard = by === 'keyboard';
  }

  /** Runs a command by its title without the category, from the palette. */
  async command(title: string): Promise<void> {
    this.#act();
    const { page } = this.#vscode;
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input.input').waitFor();
    await page.keyboard.type(`CloudTrail Tracker: ${title}`);
    await this.#chosen(title);
    await page.keyboard.press('Enter');
  }

  /** Chooses from the list that a command shows: what is first when this has been typed, and then has `row` in it. */
  async choose(text: string, row = text): Promise<void> {
    this.#act();
    const { page } = this.#vscode;
    const input = page.locator('.quick-input-widget input.input');
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('.quick-input-widget input.input')?.value === '',
    );
    assert.equal(await input.evaluate((element) => element === document.activeElement), true, 'the list has the focus');
    await page.keyboard.type(text);
    await this.#chosen(row);
    await page.keyboard.press('Enter');
  }

  /** Answers an input box. */
  async answer(text: string): Promise<void> {
    this.#act();
    const { page } = this.#vscode;
    await page.locator('.quick-input-widget input.input').waitFor();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }

  /** Filters the panel, which has the focus, by what is first in its list when this has been typed. */
  async filter(text: string, option: string | RegExp): Promise<void> {
    this.#act();
    const { page, webview } = this.#vscode;
    await webview.locator('.page').waitFor();
    await page.keyboard.press('/');
    await webview.getByRole('combobox', { name: 'Add a filter' }).and(webview.locator(':focus')).waitFor();
    await page.keyboard.type(text);
    await webview.locator('[role=option][aria-selected=true]').filter({ hasText: option }).waitFor();
    await page.keyboard.press('Enter');
  }

  async click(target: Locator): Promise<void> {
    this.#act();
    assert.ok(!this.#byKeyboard, 'a question by keyboard alone');
    await target.click();
  }

  async select(target: Locator, label: string): Promise<void> {
    this.#act();
    assert.ok(!this.#byKeyboard, 'a question by keyboard alone');
    await target.selectOption({ label });
  }

  async #chosen(text: string): Promise<void> {
    await this.#vscode.page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: text }).waitFor();
  }

  #act(): void {
    this.#actions++;
    assert.ok(this.#actions <= MOST_ACTIONS, `more than ${MOST_ACTIONS} actions`);
  }
}
