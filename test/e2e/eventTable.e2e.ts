import assert from 'node:assert/strict';
import { assertAccessible } from './accessibility.ts';
import { testRun } from './testRun.ts';
import { screenshot, useVSCode } from './useVSCode.ts';

describe('the event table', () => {
  const vscode = useVSCode({ folder: () => testRun().sample, viewport: { width: 1440, height: 900 } });
  const grid = () => vscode().webview.getByRole('grid', { name: 'Events' });
  const head = (name: string) => grid().getByRole('columnheader', { name });
  const heads = async () => (await grid().getByRole('columnheader').allInnerTexts()).map((text) => text.trim());
  const press = async (...keys: string[]) => {
    for (const key of keys) await vscode().page.keyboard.press(key);
  };

  before('shows all 39,960 events', async () => {
    await vscode().showAllEvents();
    await vscode().runCommand('CloudTrail Tracker: Show Activity');
    await vscode().webview.getByRole('tab', { name: 'Events' }).click();
    await vscode().webview.locator('.events-list .small').getByText('newest 200 of 39,960').waitFor();
  });

  it('is sorted by a column, over all of its rows', async () => {
    await head('User').click();
    await vscode().webview.locator('.events-list .small').getByText('39,960', { exact: true }).waitFor();
    assert.equal(await grid().getAttribute('aria-rowcount'), '39961');
    const names = await grid().locator('.grid-body .cell-user').allInnerTexts();
    assert.deepEqual(names, [...names].sort(new Intl.Collator('en', { numeric: true }).compare));
    assert.ok((names[0] ?? '') < 'alucloud1', names[0]);
  });

  it('scrolls through tens of thousands of rows without a long frame', async () => {
    const frame = await vscode().webviewFrame();
    const { frames, rows } = await frame.evaluate(async () => {
      const element = document.querySelector('.grid')!;
      const times: number[] = [];
      let most = 0;
      for (let step = 0; step < 60; step++) {
        element.scrollTop += 3000;
        const begin = performance.now();
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        times.push(performance.now() - begin);
        most = Math.max(most, document.querySelectorAll('.grid-body .row').length);
      }
      return { frames: times.sort((a, b) => a - b), rows: most };
    });
    // A figure to read, not a test: the machine may have other work.
    console.log(
      `      frame while scrolling: median ${frames[30]!.toFixed(1)} ms, longest ${frames.at(-1)!.toFixed(1)} ms`,
    );
    assert.ok(rows < 80, `${rows} rows are in the document`);
  });

  it('has the columns that are chosen', async () => {
    await vscode().webview.getByRole('button', { name: 'Choose Columns…' }).click();
    await vscode().typeInQuickInput('account');
    await vscode()
      .quickPickRow(/account/)
      .first()
      .click();
    await vscode().page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
    await head('Account').waitFor();
  });

  it('has them in the order that they are dragged or moved to', async () => {
    await head('Event').dragTo(head('User'));
    await grid().locator('[role=columnheader]:nth-child(2)', { hasText: 'Event' }).waitFor();
    await grid().focus();
    // To the first row, to its head, to the column after the time, and back to where it was.
    await press('Home', 'ArrowUp', 'ArrowRight', 'Control+ArrowRight');
    await grid().locator('[role=columnheader]:nth-child(3)', { hasText: 'Event' }).waitFor();
    assert.deepEqual((await heads()).slice(0, 3), ['Time', 'User', 'Event']);
    await screenshot(vscode(), 'event-table');
    await assertAccessible(await vscode().webviewFrame());
  });

  it('is used by the keyboard alone: a row, a cell, its menu', async () => {
    await grid().focus();
    await press('Home', 'ArrowDown', 'Enter');
    await vscode().webview.getByRole('complementary', { name: 'Event details' }).waitFor();
    await press('Escape');
    await vscode().webview.getByRole('complementary', { name: 'Event details' }).waitFor({ state: 'detached' });
    // From wherever the active column was to the whole row, then to the second cell.
    await press(...Array<string>(9).fill('ArrowLeft'), 'ArrowRight', 'ArrowRight');
    await grid().locator('.row .cell-user.active').waitFor();
    await press('Shift+F10');
    await vscode().page.locator('.monaco-menu').getByRole('menuitem', { name: 'Filter Panel by This' }).waitFor();
    await press('ArrowDown', 'Enter');
    await vscode()
      .webview.locator('.chip', { hasText: /User: \w/ })
      .waitFor();
  });
});
