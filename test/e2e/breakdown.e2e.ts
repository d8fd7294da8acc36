import assert from 'node:assert/strict';
import { testRun } from './testRun.ts';
import { screenshot, useVSCode } from './useVSCode.ts';

describe('the breakdown', () => {
  const vscode = useVSCode({ folder: () => testRun().sample, viewport: { width: 1440, height: 900 } });
  const grid = () => vscode().webview.getByRole('grid', { name: 'Breakdown' });
  const cells = async (row: number) => grid().getByRole('row').nth(row).getByRole('gridcell').allInnerTexts();
  /** The numbers of a column, of the rows in sight. */
  const numbers = async (column: number) => {
    const texts = await grid()
      .locator(`.grid-body .row > :nth-child(${column + 1})`)
      .allInnerTexts();
    return texts.map((text) => Number(text.replaceAll(/\D/g, '')));
  };

  it('opens from a card of the overview, with all of its values', async () => {
    await vscode().showContainer('CloudTrail Tracker');
    await (await vscode().showTree('Users')).row('IAM Users').waitFor();
    await vscode().runCommand('CloudTrail Tracker: Show Activity');
    const { webview } = vscode();
    const card = webview.getByRole('region', { name: 'Top users' });
    const [name = '', count = ''] = (await card.getByRole('listitem').first().innerText()).split('\n');
    await card.getByRole('button', { name: 'Show All' }).click();
    await grid().getByRole('row').nth(1).waitFor();
    const [first = '', events = ''] = await cells(1);
    assert.equal(first, name);
    assert.equal(events, count.split(/\s/)[0]);
    assert.equal(await webview.getByRole('tab', { name: 'Breakdown' }).getAttribute('aria-selected'), 'true');
  });

  it('shows how each went over time, and when it was seen first and last', async () => {
    await grid().locator('.cell-trend path').nth(5).waitFor({ state: 'attached' });
    const row = await cells(1);
    assert.match(row.at(-2) ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    await screenshot(vscode(), 'breakdown-users');
  });

  it('is sorted by a click on a head, and by the keyboard', async () => {
    const head = grid().getByRole('columnheader', { name: 'Events' });
    assert.equal(await head.getAttribute('aria-sort'), 'descending');
    await head.click();
    await grid().locator('[role=columnheader][aria-sort=ascending]').waitFor();
    const ascending = await numbers(1);
    assert.deepEqual(
      ascending,
      [...ascending].sort((a, b) => a - b),
    );
    await grid().focus();
    await vscode().page.keyboard.press('Home');
    for (const key of ['ArrowUp', 'ArrowRight', 'Enter']) await vscode().page.keyboard.press(key);
    await grid().locator('[role=columnheader][aria-sort=descending]', { hasText: 'Events' }).waitFor();
  });

  it('is grouped by any two fields', async () => {
    const { webview } = vscode();
    await webview.getByLabel('Group by').selectOption({ label: 'Service' });
    await grid().getByRole('columnheader', { name: 'Service' }).waitFor();
    await webview.getByLabel('and by').selectOption({ label: 'Region' });
    await grid().getByRole('columnheader', { name: 'Region' }).waitFor();
    await webview.getByLabel('and by').selectOption({ label: 'instanceType' });
    await grid().getByRole('columnheader', { name: 'instanceType' }).waitFor();
    await webview.getByRole('searchbox', { name: 'Search in the table' }).fill('t3.');
    await grid().getByRole('row').filter({ hasText: 't3.' }).first().waitFor();
    for (const text of await grid().locator('.grid-body .row').allInnerTexts()) assert.match(text, /t3\./);
    await screenshot(vscode(), 'breakdown-parameter');
  });

  it('leads to the events of a row, and back', async () => {
    const { webview } = vscode();
    await grid().getByRole('row').nth(1).click();
    await webview.getByRole('grid', { name: 'Events' }).getByRole('row').nth(1).waitFor();
    await webview.locator('.chip', { hasText: 'instanceType: t3.' }).waitFor();
    await vscode().page.keyboard.press('Alt+ArrowLeft');
    await grid().getByRole('row').nth(1).waitFor();
  });

  it('offers each value’s filter in VS Code’s own context menu', async () => {
    const { webview } = vscode();
    await webview.getByRole('searchbox', { name: 'Search in the table' }).fill('');
    await webview.getByLabel('and by').selectOption('');
    const first = grid().locator('.grid-body .row').first().locator('.cell-service');
    const service = await first.innerText();
    await vscode().chooseInMenu(first, 'Exclude This from Panel');
    await webview.locator('.chip', { hasText: `not ${service}` }).waitFor();
    await grid()
      .locator('.cell-service', { hasText: new RegExp(`^${service}$`) })
      .first()
      .waitFor({ state: 'detached' });
  });

  it('filters by a row of the trees', async () => {
    const users = await vscode().showTree('Users');
    await users.expand('IAM Users');
    await vscode().chooseInMenu(users.row('alucloud1'), 'Filter Panel by This');
    await vscode().webview.locator('.chip', { hasText: 'User: alucloud1' }).waitFor();
    // The service excluded before still is.
    await vscode().webview.locator('.chip', { hasText: 'not ' }).waitFor();
  });
});
