import { assertAccessible } from './accessibility.ts';
import { testRun } from './testRun.ts';
import { screenshot, useVSCode } from './useVSCode.ts';
import type { Theme } from './workbench.ts';

const themes: Theme[] = ['Dark 2026', 'Light 2026', 'Default High Contrast', 'Default High Contrast Light'];

describe('the progress of a class', () => {
  const vscode = useVSCode({ folder: () => testRun().sample, viewport: { width: 1440, height: 1000 } });
  const grid = () => vscode().webview.getByRole('grid', { name: 'Progress of students with labs' });
  const press = (key: string) => vscode().page.keyboard.press(key);

  it('is a page of the panel', async () => {
    await vscode().showContainer('CloudTrail Tracker');
    await (await vscode().showTree('Users')).row('IAM Users').waitFor();
    await vscode().runCommand('CloudTrail Tracker: Show Activity');
    await vscode().webview.getByRole('tab', { name: 'Progress' }).click();
    await grid().getByRole('row').nth(2).waitFor();
    await screenshot(vscode(), 'progress');
  });

  it('opens details', async () => {
    await grid().focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter']) await press(key);
    await vscode().webview.getByRole('complementary', { name: 'Progress details' }).waitFor();
    await screenshot(vscode(), 'progress-details');
  });

  for (const theme of themes) {
    it(`is accessible in ${theme}`, async () => {
      await vscode().changeTheme(theme);
      const frame = await vscode().webviewFrame();
      await screenshot(vscode(), `progress-${theme.replaceAll(' ', '-')}`);
      await assertAccessible(frame);
    });
  }
});
