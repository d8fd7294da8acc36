import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { change, writeLogFile, type LogRecord } from './logFiles.ts';
import { screenshot, useVSCode } from './useVSCode.ts';

/** Names that whoever makes a call can choose, and that would do something where they are taken for more than text. */
const NAMES = {
  markup: '<img src=x onerror="globalThis.attacked=1">',
  link: '[click](command:workbench.action.files.newUntitledFile)',
  ansi: '\u001b[31mred\u001b[0m',
  formula: '=HYPERLINK("203.0.113.9")',
  rightToLeft: 'user\u202egpj.exe',
  icon: '$(trash) $(x)',
};

function hostileRecords(): LogRecord[] {
  return Object.values(NAMES).map((name, number) => ({
    ...change(name, number + 1, 30 + number),
    userAgent: `<script>globalThis.attacked=2</script>${'A'.repeat(1_000_000)}`,
    requestParameters: {
      bucketName: '<svg onload="globalThis.attacked=3">',
      key: `${NAMES.link}${'B'.repeat(1_000_000)}`,
    },
    errorCode: 'AccessDenied',
    errorMessage: `${NAMES.markup} ${NAMES.link}`,
  }));
}

describe('log files that mean harm', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-hostile-'));
    writeLogFile(folder, 1, hostileRecords());
  });
  after(() => rmSync(folder, { recursive: true }));

  const vscode = useVSCode({ folder: () => folder, viewport: { width: 1440, height: 1000 } });

  /** In the panel nothing has run, and nothing is an element that the log has written. */
  async function assertUnharmed(): Promise<void> {
    const frame = await vscode().webviewFrame();
    const found = await frame.evaluate(() => ({
      attacked: (globalThis as { attacked?: number }).attacked,
      elements: document.querySelectorAll('img, #app script, a[href^="command:"], iframe').length,
      withHandlers: [...document.querySelectorAll('*')].filter((element) =>
        [...element.attributes].some(({ name }) => /^on/.test(name)),
      ).length,
      tooltips: [...document.querySelectorAll<HTMLElement>('[title]')]
        .map(({ title }) => title)
        .filter((title) => /[\u001b\u202e]/.test(title)),
    }));
    assert.deepEqual(found, { attacked: undefined, elements: 0, withHandlers: 0, tooltips: [] });
    assert.equal(await vscode().page.evaluate(() => (globalThis as { attacked?: number }).attacked), undefined);
  }

  it('show as text in the trees', async () => {
    await vscode().showContainer('CloudTrail Tracker');
    const users = await vscode().showTree('Users');
    await users.row('IAM Users').waitFor();
    await users.expand('IAM Users');
    const rows = (await users.rows()).join('\n');
    // What cannot be seen has a symbol: it neither hides nor reorders what stands beside it.
    const seen = ['user\ufffdgpj.exe', '␛[31mred␛[0m'];
    for (const name of [NAMES.markup, NAMES.link, NAMES.formula, NAMES.icon, ...seen])
      assert.ok(rows.includes(name), `${name} in\n${rows}`);
  });

  it('show as text in their tooltips, without a link', async () => {
    const users = await vscode().showTree('Users');
    const row = users.root.getByRole('treeitem').filter({ hasText: 'command:' });
    const tip = vscode().page.locator('.monaco-hover').filter({ hasText: 'command:' });
    // A tree that is just being refreshed takes its tooltips back: a person would point at the row again.
    for (let tries = 1; tries < 4 && !(await tip.first().isVisible()); tries++) {
      await vscode().page.mouse.move(0, 0);
      await row.hover();
      await tip
        .first()
        .waitFor({ timeout: 5_000 })
        .catch(() => undefined);
    }
    await tip.first().waitFor();
    assert.equal(await tip.locator('a').count(), 0);
    await vscode().page.mouse.move(0, 0);
  });

  it('show as text in every page of the panel', async () => {
    const { webview } = vscode();
    await vscode().runCommand('CloudTrail Tracker: Show Activity');
    await webview.getByRole('region', { name: 'Top users' }).getByText(NAMES.markup).waitFor();
    await assertUnharmed();
    await webview.getByRole('tab', { name: 'Breakdown' }).click();
    await webview.getByRole('grid', { name: 'Breakdown' }).getByText(NAMES.link).waitFor();
    await webview.getByLabel('and by').selectOption({ label: 'User agent' });
    await webview.getByRole('grid', { name: 'Breakdown' }).getByText('<script>').first().waitFor();
    await assertUnharmed();
    await webview.getByRole('tab', { name: 'Events' }).click();
    await webview.getByRole('grid', { name: 'Events' }).getByText(NAMES.markup).click();
    await webview.getByRole('complementary', { name: 'Event details' }).getByText('<svg onload').first().waitFor();
    await screenshot(vscode(), 'hostile');
    await assertUnharmed();
  });

  it('are filtered by as they are, from a menu and by typing', async () => {
    const { webview } = vscode();
    const cell = webview.getByRole('grid', { name: 'Events' }).locator('.cell-user', { hasText: NAMES.markup });
    await vscode().chooseInMenu(cell, 'Filter Panel by This');
    await webview.locator('.chip', { hasText: NAMES.markup }).waitFor();
    await webview.getByRole('combobox', { name: 'Add a filter' }).fill('user: $(');
    await webview.getByRole('option').filter({ hasText: NAMES.icon }).waitFor();
    await assertUnharmed();
    await vscode().page.keyboard.press('Escape');
  });

  it('open as JSON, as text too', async () => {
    const { webview, page } = vscode();
    await webview
      .getByRole('complementary', { name: 'Event details' })
      .getByRole('button', { name: 'Open Record' })
      .click();
    await page.locator('.monaco-editor .view-lines').filter({ hasText: 'eventVersion' }).waitFor();
    assert.equal(await page.evaluate(() => (globalThis as { attacked?: number }).attacked), undefined);
  });
});
