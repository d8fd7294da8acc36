import assert from 'node:assert/strict';
import path from 'node:path';
import { compareNaturally } from '../../backend/core/naturalOrder.ts';
import { runScript } from '../../scripts/runProgram.ts';
import { eventsIn } from './logFiles.ts';
import { testRun } from './testRun.ts';
import { screenshot, useVSCode } from './useVSCode.ts';

describe('an organization of 40 accounts and 2,000 roles', () => {
  let folder: string;
  const vscode = useVSCode({
    folder: async () => {
      folder = path.join(testRun().folder, 'organization');
      await runScript('scripts/sample.ts', folder, '--organization');
      return folder;
    },
    viewport: { width: 1440, height: 1000 },
  });

  it('shows people and roles apart', async () => {
    await vscode().showContainer('CloudTrail Tracker');
    const users = await vscode().showTree('Users');
    await users.row('People').waitFor();
    await vscode().runCommand('CloudTrail Tracker: Choose Period…');
    await vscode().quickPickRow('All time').click();
    await users.reveal('Roles');
  });

  it('has all 2,000 roles when the scope is everything', async () => {
    await vscode().runCommand('CloudTrail Tracker: Choose Scope…');
    await vscode().quickPickRow('Everything').click();
    await vscode().statusBarItem('Everything').waitFor();
    const users = await vscode().showTree('Users');
    await users.reveal('Roles');
    await users.row('Roles', '2,000 users').waitFor();
  });

  it('has an account level where a role’s name lives in several accounts', async () => {
    const [role, homes] = firstRole(folder, (homes) => homes.size > 1);
    const users = await vscode().showTree('Users');
    await users.reveal(role);
    await users.row(role, `${homes.size} accounts`).waitFor();
  });

  it('expands a role to its sessions, whose names are only claimed', async () => {
    const [role] = firstRole(folder, (homes) => homes.size === 1);
    const users = await vscode().showTree('Users');
    await users.reveal(role);
    await users.expand(role);
    // The role may stand at the end of the rows in sight.
    await users.row(role).hover();
    await vscode().page.mouse.wheel(0, 100);
    await users
      .row(/./, /^claimed · \d+ ·/)
      .first()
      .waitFor();
  });

  it('cuts a long level and leads on to the table', async () => {
    const more = await (await vscode().showTree('Users')).reveal(/^Show All 2,000 in Table$/);
    await more.click();
    const users = vscode().webview.locator('.tile').filter({ hasText: 'Users' }).locator('.tile-value');
    await users.getByText('2,000', { exact: true }).waitFor();
    await screenshot(vscode(), 'organization');
  });

  it('breaks them down by account, all of them', async () => {
    const { webview } = vscode();
    await webview.getByRole('region', { name: 'Top users' }).getByRole('button', { name: 'Show All' }).click();
    await webview.getByLabel('and by').selectOption({ label: 'Account' });
    await webview.getByRole('grid', { name: 'Breakdown' }).getByRole('row').nth(1).waitFor();
    await webview.locator('.cell-trend path').first().waitFor({ state: 'attached' });
    await screenshot(vscode(), 'breakdown-organization');
    await webview.getByRole('grid', { name: 'Breakdown' }).focus();
    // Far down, the rows in sight still are the only ones in the document.
    await vscode().page.keyboard.press('End');
    await webview.locator('.grid-body .row.active').waitFor();
    assert.ok((await webview.locator('.grid-body .row').count()) < 80);
    await webview.getByRole('tab', { name: 'Overview' }).click();
  });

  it('says what that rests on', async () => {
    const receipt = vscode().webview.getByRole('region', { name: 'What this answer rests on' });
    await receipt.getByRole('button', { name: /events of names only claimed$/ }).click();
    await receipt.getByText(/^And [\d,]+ more names\.$/).waitFor();
    const last = receipt.getByRole('button', { name: 'Show Only Events of Claimed Names' });
    const { y = Infinity, height = 0 } = (await last.boundingBox()) ?? {};
    assert.ok(y + height < 1000, 'all that has opened is in sight');
    await screenshot(vscode(), 'receipt-organization');
  });

  it('finds a user by name', async () => {
    await vscode().runCommand('CloudTrail Tracker: Go to User…');
    await vscode().typeInQuickInput('ines.garcia');
    await vscode()
      .quickPickRow(/ines\.garcia@example\.com/)
      .first()
      .waitFor();
    await vscode().page.keyboard.press('Enter');
    await vscode()
      .editorTab(/Activity: ines\.garcia@example\.com/)
      .waitFor();
  });
});

/** Of the roles whose homes are as wanted, the first of the tree's order, read from the files. */
function firstRole(folder: string, wanted: (homes: Set<string>) => boolean): [role: string, homes: Set<string>] {
  const homes = new Map<string, Set<string>>();
  for (const { userIdentity } of eventsIn(folder)) {
    const { arn, userName, accountId } = userIdentity.sessionContext?.sessionIssuer ?? {};
    // The roles of Identity Center stand for people.
    if (!userName || !accountId || arn?.includes('/aws-reserved/')) continue;
    homes.set(userName, (homes.get(userName) ?? new Set<string>()).add(accountId));
  }
  const [first] = [...homes].filter(([, of]) => wanted(of)).sort(([a], [b]) => compareNaturally(a, b));
  assert.ok(first, 'the sample has such a role');
  return first;
}
