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
    await webview.getByRole('tab', { name: 'Events' }).click();
    await webview.getByRole('grid', { name: 'Events' }).getByRole('row').nth(1).waitFor();
    await webview.getByRole('button', { name: 'Back' }).click();
    await webview.getByRole('region', { name: 'Top services' }).waitFor();
  });

  it('filters by what is clicked', async () => {
    const { webview } = vscode();
    await webview.getByRole('region', { name: 'Top services' }).getByRole('listitem').first().click();
    await webview.getByRole('region', { name: 'Top services' }).getByRole('button', { pressed: true }).waitFor();
  });

  it('shows the details of an event', async () => {
    const { webview } = vscode();
    await webview.getByRole('tab', { name: 'Events' }).click();
    await webview.getByRole('grid', { name: 'Events' }).getByRole('row').nth(1).click();
    await webview.getByRole('complementary', { name: 'Event details' }).waitFor();
  });

  for (const theme of themes) {
    it(`is accessible in ${theme}`, async () => {
      await vscode().changeTheme(theme);
      const { webview } = vscode();
      const frame = await vscode().webviewFrame();
      await assertAccessible(frame);
      await webview.getByRole('tab', { name: 'Breakdown' }).click();
      await webview.getByRole('grid', { name: 'Breakdown' }).getByRole('row').nth(1).hover();
      await assertAccessible(frame);
      await webview.getByRole('tab', { name: 'Overview' }).click();
      const services = webview.getByRole('region', { name: 'Top services' });
      await services.getByRole('button', { pressed: false }).first().hover();
      await assertAccessible(frame);
      await webview.getByRole('tab', { name: 'Events' }).click();
      await webview.getByRole('complementary', { name: 'Event details' }).waitFor();
    });
  }

  it('opens the whole record of an event', async () => {
    await vscode().webview.getByRole('button', { name: 'Open Record' }).click();
    await vscode().page.locator('.monaco-editor .view-lines').filter({ hasText: '"eventVersion"' }).waitFor();
  });
});
