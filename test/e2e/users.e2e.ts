import assert from 'node:assert/strict';
import { eventsIn } from './logFiles.ts';
import { testRun } from './testRun.ts';
import { useVSCode } from './useVSCode.ts';

describe('the users of a class', () => {
  const vscode = useVSCode({ folder: () => testRun().sample });
  let changes: Map<string, number>;

  before(() => {
    changes = changesByIamUser(testRun().sample);
    assert.ok(changes.size > 100, 'the sample has a class of IAM users');
  });

  it('show without being asked for, where the workspace has logs', async () => {
    await vscode().showContainer('CloudTrail Tracker');
    await (await vscode().showTree('Users')).row('IAM Users').waitFor();
    await vscode().statusBarItem("People's changes").waitFor();
  });

  it('have as many events as the files', async () => {
    await vscode().runCommand('CloudTrail Tracker: Choose Period…');
    await vscode().quickPickRow('All time').click();
    const users = await vscode().showTree('Users');
    const all = [...changes.values()].reduce((sum, count) => sum + count, 0);
    const totals = `${changes.size} users · ${all.toLocaleString('en')} ·`;
    await users.row('IAM Users', totals).waitFor();

    const everyThirtieth = [...changes].filter((_, index) => index % 30 === 0);
    for (const [name, count] of everyThirtieth) {
      await users.reveal(name);
      await users.row(name, new RegExp(`^${count} ·`)).waitFor();
    }
  });

  it('open their activity when clicked', async () => {
    const [name = '', count = 0] = [...changes][0] ?? [];
    await (await (await vscode().showTree('Users')).reveal(name)).click();
    await vscode().editorTab(`Activity: ${name}`).waitFor();
    const events = vscode().webview.locator('.tile').filter({ hasText: 'Events' }).locator('.tile-value');
    await events.getByText(count.toLocaleString('en'), { exact: true }).waitFor();
  });
});

/** The changes of each IAM user over all time, counted from the files. */
function changesByIamUser(folder: string): Map<string, number> {
  const changes = new Map<string, number>();
  for (const { readOnly, userIdentity } of eventsIn(folder)) {
    const { type, userName, sessionContext } = userIdentity;
    // Whoever uses a federation token acts for the user who asked for it.
    const name = type === 'FederatedUser' ? sessionContext?.sessionIssuer?.userName : userName;
    // AWS records a failed sign-in under a name that no user has.
    if (readOnly || !name || name === 'HIDDEN_DUE_TO_SECURITY_REASONS') continue;
    if (type === 'IAMUser' || type === 'FederatedUser') changes.set(name, (changes.get(name) ?? 0) + 1);
  }
  return changes;
}
