import { assertAccessible } from './accessibility.ts';
import { testRun } from './testRun.ts';
import { useVSCode } from './useVSCode.ts';
import type { Theme } from './workbench.ts';

const themes: Theme[] = ['Dark 2026', 'Light 2026', 'Default High Contrast', 'Default High Contrast Light'];

describe('the activity panel', () => {
  const vscode = useVSCode({ folder: () => testRun().sample, viewport: { width: 1440, height: 1000 } });

  it('shows charts and events', async () => {
    await vscode().showContainer('CloudTrail Tracker');
    await (await vscode().showTree('Users')).row('IAM Users').waitFor();
    await vscode().runCommand('CloudTrail Tracker: Show Activity');
    const { webview } = vscode();
    await webview.getByRole('heading', { name: 'Activity over time' }).waitFor();
    await webview.getByRole('grid', { name: 'Events' }).getByRole('row').nth(1).waitFor();
  });

  it('filters by what is clicked', async () => {
    const { webview } = vscode();
    await webview.getByRole('region', { name: 'Top services' }).getByRole('button').first().click();
    await webview.getByRole('region', { name: 'Top services' }).getByRole('button', { pressed: true }).waitFor();
  });

  it('shows the details of an event', async () => {
    const { webview } = vscode();
    await webview.getByRole('grid', { name: 'Events' }).getByRole('row').nth(1).click();
    await webview.getByRole('complementary', { name: 'Event details' }).waitFor();
  });

  for (const theme of themes) {
    it(`is accessible in ${theme}`, async () => {
      await vscode().changeTheme(theme);
      const services = vscode().webview.getByRole('region', { name: 'Top services' });
      await services.getByRole('button', { pressed: false }).first().hover();
      await assertAccessible(await vscode().webviewFrame());
    });
  }

  it('opens the whole record of an event', async () => {
    await vscode().webview.getByRole('button', { name: 'Open Record' }).click();
    await vscode().page.locator('.monaco-editor .view-lines').filter({ hasText: '"eventVersion"' }).waitFor();
  });
});
