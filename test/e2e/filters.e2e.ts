import assert from 'node:assert/strict';
import { assertAccessible } from './accessibility.ts';
import { eventsIn } from './logFiles.ts';
import { testRun } from './testRun.ts';
import { screenshot, useVSCode } from './useVSCode.ts';

describe('the filter of the panel', () => {
  const folder = () => testRun().sample;
  const vscode = useVSCode({ folder, viewport: { width: 1440, height: 900 } });
  const input = () => vscode().webview.getByRole('combobox', { name: 'Add a filter' });
  const option = (text: string | RegExp) => vscode().webview.getByRole('option').filter({ hasText: text }).first();
  const chip = (text: string) => vscode().webview.locator('.chip', { hasText: text });
  const type = (text: string) => vscode().page.keyboard.type(text);
  const press = (key: string) => vscode().page.keyboard.press(key);
  const heading = () => vscode().webview.locator('.events-list .card-header .small');

  before('shows everything, of all time', async () => {
    await vscode().showAllEvents();
    await vscode().runCommand('CloudTrail Tracker: Show Activity');
    await vscode().webview.getByRole('tab', { name: 'Events' }).click();
    await vscode().webview.getByRole('grid', { name: 'Events' }).getByRole('row').nth(1).waitFor();
  });

  it('is typed, with completion of values', async () => {
    await input().focus();
    await type('alucloud11');
    await option(/User: alucloud11\d/).waitFor();
    await screenshot(vscode(), 'filter-completion');
    await assertAccessible(await vscode().webviewFrame());
    await press('Enter');
    await chip('User: alucloud11').waitFor();
  });

  it('is typed by field, and as the beginning of event names', async () => {
    await type('event: Run*');
    await option('Run…').waitFor();
    await press('Enter');
    await chip('Event: Run…').waitFor();
  });

  it('is taken back by Backspace, part by part', async () => {
    await press('Backspace');
    await chip('Event: Run…').waitFor({ state: 'detached' });
    await press('Backspace');
    await chip('User:').waitFor({ state: 'detached' });
  });

  it('excludes what is typed with a minus, or inverted by a click', async () => {
    await type('-service: ec2');
    await option('not ec2').waitFor();
    await press('Enter');
    await chip('Service: not ec2').waitFor();
    await chip('Service: not ec2').locator('.chip-text').click();
    await chip('Service: ec2').waitFor();
    await heading()
      .getByText(count(({ eventSource }) => eventSource === 'ec2.amazonaws.com'))
      .waitFor();
  });

  it('takes a parameter that the counters do not know, and finds just those events', async () => {
    await input().focus();
    await type('instanceType: t3.micro');
    await option('instanceType: t3.micro').waitFor();
    await press('Enter');
    await chip('instanceType: t3.micro').waitFor();
    assert.notEqual(micro(), '0');
    await heading().getByText(micro()).waitFor();
    await screenshot(vscode(), 'filter-parameter');
  });

  it('leads back and forward by the keyboard', async () => {
    await press('Alt+ArrowLeft');
    await chip('instanceType').waitFor({ state: 'detached' });
    await press('Alt+ArrowRight');
    await chip('instanceType').waitFor();
    await heading().getByText(micro()).waitFor();
  });

  it('outlives a reload of the window', async () => {
    await vscode().runCommand('Developer: Reload Window');
    await heading().waitFor({ state: 'detached' });
    await chip('instanceType: t3.micro').waitFor();
    await chip('Service: ec2').waitFor();
    await vscode().webview.getByRole('tab', { name: 'Events', selected: true }).waitFor();
    await vscode().webview.getByRole('button', { name: 'Back', exact: true }).click();
    await chip('instanceType').waitFor({ state: 'detached' });
  });

  it('is narrowed in time by dragging over the chart', async () => {
    const { webview, page } = vscode();
    const slider = webview.getByRole('slider', { name: 'Activity over time' });
    const box = await slider.boundingBox();
    assert.ok(box);
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.5, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, y, { steps: 5 });
    await page.mouse.up();
    await webview.getByRole('button', { name: 'Back to the Period Before' }).click();
    await webview.getByRole('button', { name: 'Back to the Period Before' }).waitFor({ state: 'detached' });
  });

  function micro(): string {
    return count(
      ({ eventSource, requestParameters }) =>
        eventSource === 'ec2.amazonaws.com' &&
        (requestParameters as { instanceType?: string } | null)?.instanceType === 't3.micro',
    );
  }

  /** Events of the log files, each once, as the panel writes their number. */
  function count(wanted: (event: ReturnType<typeof eventsIn>[number]) => boolean): string {
    return eventsIn(folder()).filter(wanted).length.toLocaleString('en');
  }
});
