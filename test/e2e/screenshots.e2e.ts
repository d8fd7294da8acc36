import { testRun } from './testRun.ts';
import { screenshot, useVSCode } from './useVSCode.ts';

describe('the screenshots of README.md', () => {
  const vscode = useVSCode({ folder: () => testRun().sample, viewport: { width: 1440, height: 1000 } });

  it('show the side bar and the activity panel, in the dark', async () => {
    await vscode().showContainer('CloudTrail Tracker');
    await (await vscode().showTree('Users')).row('IAM Users').waitFor();
    await vscode().runCommand('CloudTrail Tracker: Choose Period…');
    await vscode().quickPickRow('Last 30 days').click();
    await vscode().runCommand('CloudTrail Tracker: Show Activity');
    await vscode().webview.getByRole('heading', { name: 'Activity over time' }).waitFor();
    await vscode().webview.getByRole('region', { name: 'Top errors' }).getByRole('listitem').first().waitFor();
    await screenshot(vscode(), 'activity-dark');
  });

  it('and the hours of the day', async () => {
    const card = vscode().webview.locator('.card.timeline');
    await card.getByRole('radio', { name: 'By Hour of Day' }).click();
    await card.getByRole('grid').waitFor();
    await screenshot(vscode(), 'hours-dark');
    await card.getByRole('radio', { name: 'Over Time' }).click();
    await card.getByRole('slider').waitFor();
  });

  it('and who is how far with the labs of the class', async () => {
    const { webview, page } = vscode();
    await webview.getByRole('tab', { name: 'Progress' }).click();
    const student = webview
      .getByRole('row')
      .filter({ has: webview.getByRole('rowheader', { name: 'alucloud3', exact: true }) });
    await student.getByRole('gridcell').nth(1).click();
    await webview
      .getByRole('complementary', { name: 'Progress details' })
      .getByText(/^Missing: /)
      .scrollIntoViewIfNeeded();
    await screenshot(vscode(), 'progress-dark');
    await webview.getByRole('button', { name: 'Close Details' }).click();
    await webview.getByRole('tab', { name: 'Overview' }).click();
    await webview.getByRole('heading', { name: 'Activity over time' }).waitFor();
    await page.mouse.move(0, 0);
  });

  it('and in the light', async () => {
    await vscode().changeTheme('Light 2026');
    await screenshot(vscode(), 'activity-light');
  });
});
