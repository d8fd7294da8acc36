import assert from 'node:assert/strict';
import { screenshot, useVSCode } from './useVSCode.ts';

describe('an empty window', () => {
  const vscode = useVSCode();

  it('offers the sample, a folder and the account', async () => {
    await vscode().showContainer('CloudTrail Tracker');
    const links = vscode().welcome('Users').getByRole('button');
    await links.first().waitFor();
    assert.deepEqual(await links.allInnerTexts(), [
      'Try with Sample Data',
      'Open Folder of Log Files…',
      'event history',
      'bucket of a trail',
      'tracker',
      'Deploy one',
    ]);
  });

  it('shows the sample, and its activity', async () => {
    await vscode().welcome('Users').getByRole('button', { name: 'Try with Sample Data' }).click();
    const users = await vscode().showTree('Users');
    await users.row('IAM Users').waitFor();
    // The sample's own groups, though no folder is open.
    await users.row('Class', /^\d+ of \d+ active/).waitFor();
    await vscode().editorTab('Activity: Sample Data').waitFor();
    await vscode().webview.getByRole('heading', { name: 'Activity over time' }).waitFor();
  });
});

describe('an empty window in Spanish', () => {
  const vscode = useVSCode({ language: 'es' });

  it('speaks Spanish in the side bar, in the tree and in the panel', async () => {
    await vscode().showContainer('CloudTrail Tracker');
    await vscode().welcome('Usuarios').getByRole('button').first().click();
    await (await vscode().showTree('Usuarios')).row('Usuarios de IAM').waitFor();
    await vscode()
      .editorTab(/^Actividad: /)
      .waitFor();
    await vscode().webview.getByRole('heading', { name: 'Actividad' }).first().waitFor();
  });

  it('leads through three steps', async () => {
    await vscode().runCommand('Welcome: Open Walkthrough...');
    await vscode()
      .quickPickRow(/Quién hizo qué en AWS/)
      .first()
      .click();
    const steps = vscode().page.locator('.gettingStartedContainer .getting-started-step');
    await steps.getByText('Abra archivos de registro').waitFor();
    const titles = await steps.locator('.step-title').allInnerTexts();
    assert.deepEqual(titles, ['Abra archivos de registro', 'Mire quién hizo qué', 'Mire su propia cuenta']);
    await screenshot(vscode(), 'walkthrough-spanish');
  });
});
