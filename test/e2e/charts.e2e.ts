import assert from 'node:assert/strict';
import path from 'node:path';
import { runScript } from '../../scripts/runProgram.ts';
import { assertAccessible } from './accessibility.ts';
import { eventsIn } from './logFiles.ts';
import { testRun } from './testRun.ts';
import { screenshot, useVSCode } from './useVSCode.ts';
import type { Theme } from './workbench.ts';

const themes: Theme[] = ['Dark 2026', 'Light 2026', 'Default High Contrast', 'Default High Contrast Light'];
const ZONE = 'Europe/Madrid';

describe('the charts of the panel', () => {
  const folder = () => testRun().sample;
  const vscode = useVSCode({
    folder,
    viewport: { width: 1440, height: 1000 },
    settings: { 'cloudtrailTracker.timeZone': ZONE },
  });
  const card = () => vscode().webview.locator('.card.timeline');
  const press = (key: string) => vscode().page.keyboard.press(key);
  const legend = (name: string | RegExp) => card().getByRole('list', { name: 'Legend' }).getByRole('button', { name });
  const stackedBy = () => card().getByRole('combobox', { name: 'stacked by' });
  const slider = () => card().getByRole('slider', { name: 'Activity over time' });
  const grid = () => card().getByRole('grid', { name: 'Activity by hour of day' });
  const back = () => card().getByRole('button', { name: 'Back to the Period Before' });

  before('shows everything, of all time', async () => {
    await vscode().showAllEvents();
    await vscode().runCommand('CloudTrail Tracker: Show Activity');
    await slider().waitFor();
  });

  it('say which zone they are in', async () => card().getByText(ZONE).waitFor());

  it('are stacked by user and by outcome', async () => {
    await stackedBy().selectOption('User');
    await legend(/^alucloud\d+/)
      .first()
      .waitFor();
    await screenshot(vscode(), 'chart-by-user');
    await stackedBy().focus();
    await press('ArrowDown');
    await legend(/^Denied/).waitFor();
    await legend(/^OK/).waitFor();
    assert.equal(await legend(/^Errors/).count(), 0, 'errors are a layer of their own here');
    await screenshot(vscode(), 'chart-by-outcome');
  });

  it('hide a layer by a click in the legend, and show it again by the keyboard', async () => {
    await legend(/^OK/).click();
    await card().getByRole('button', { name: /^OK/, pressed: false }).waitFor();
    await card().locator('path.fill-ok').waitFor({ state: 'detached' });
    // What is selected by the keyboard is the sum of what shows.
    await slider().focus();
    await press('Home');
    await press('Shift+End');
    await card().locator('.tip-total', { hasText: 'Total shown' }).waitFor();
    await press('Escape');
    await legend(/^OK/).focus();
    await press('Space');
    await card().getByRole('button', { name: /^OK/, pressed: true }).waitFor();
    await card().locator('path.fill-ok').waitFor({ state: 'attached' });
    await legend(/^OK/).click();
  });

  it('remember all that over a reload of the window', async () => {
    await vscode().runCommand('Developer: Reload Window');
    await slider().waitFor({ state: 'detached' });
    await card().getByRole('button', { name: /^OK/, pressed: false }).waitFor();
    assert.equal(await stackedBy().inputValue(), 'outcome');
    await legend(/^OK/).click();
  });

  it('filter from the context menu of the legend', async () => {
    await stackedBy().selectOption('Service');
    await legend(/^ec2/).waitFor();
    await vscode().chooseInMenu(legend(/^ec2/), 'Filter Panel by This');
    await vscode().webview.locator('.chip', { hasText: 'Service: ec2' }).waitFor();
    await vscode().webview.getByRole('button', { name: 'Back', exact: true }).click();
    await vscode().webview.locator('.chip', { hasText: 'Service: ec2' }).waitFor({ state: 'detached' });
  });

  it('zoom by the keyboard', async () => {
    await slider().focus();
    await press('Home');
    await press('Shift+ArrowRight');
    await press('Shift+ArrowRight');
    await press('Enter');
    await back().waitFor();
    await slider().focus();
    await press('Escape');
    await back().waitFor({ state: 'detached' });
  });

  it('show the hours of the day, chosen by the keyboard, as many events as the files have', async () => {
    await card().getByRole('radio', { name: 'Over Time' }).focus();
    await press('ArrowRight');
    await grid().waitFor();
    await card().getByRole('radio', { name: 'By Hour of Day', checked: true }).waitFor();
    const expected = byWeekdayAndHour();
    for (const [name, count] of expected) {
      await grid()
        .getByRole('gridcell', { name: `${name}: ${count.toLocaleString('en')} events,` })
        .waitFor({ state: 'attached' });
    }
    assert.ok(expected.size > 30);
  });

  it('have a table of the same numbers', async () => {
    await card().getByRole('button', { name: 'Show as Table' }).click();
    const table = card().getByRole('region', { name: 'Activity by hour of day, as a table' });
    await table.getByRole('rowheader', { name: 'Monday' }).waitFor();
    const cells = await table.getByRole('row').nth(1).getByRole('cell').allInnerTexts();
    const monday = [...byWeekdayAndHour()].filter(([name]) => name.startsWith('Monday'));
    const total = monday.reduce((sum, [, count]) => sum + count, 0);
    assert.equal(cells[0], total.toLocaleString('en'));
    await screenshot(vscode(), 'hours-table');
    await card().getByRole('button', { name: 'Show as Chart' }).click();
  });

  it('narrow the period to an hour by the keyboard, and go back', async () => {
    await card().getByRole('button', { name: 'Show as Table' }).focus();
    await press('Tab');
    const busiest = grid().locator('.hour:focus');
    await busiest.waitFor();
    await card().locator('.tip', { hasText: 'most on' }).waitFor();
    await screenshot(vscode(), 'hours-by-weekday');
    await press('ArrowLeft');
    await press('ArrowRight');
    await press('Enter');
    await back().waitFor();
    // The focus stays in the map, on the one hour that is left.
    await grid().locator('.hour:not(.none):focus').waitFor();
    assert.equal(await grid().locator('.hour:not(.none)').count(), 1);
    await press('Escape');
    await press('Escape');
    await back().waitFor({ state: 'detached' });
    assert.equal(await grid().locator('.hour:focus').count(), 1);
  });

  it('show a day each where the period is short, and narrow it by a click', async () => {
    await vscode().runCommand('CloudTrail Tracker: Choose Period…');
    await vscode().quickPickRow('Last 7 days').click();
    await card().getByText('each day by hour').waitFor();
    const cell = grid()
      .locator('.hour:not(.none)')
      .filter({ has: vscode().webview.locator('.level-5') })
      .first();
    await cell.hover();
    await card().locator('.tip', { hasText: 'this hour alone' }).waitFor();
    await screenshot(vscode(), 'hours-by-day');
    await cell.click();
    await back().click();
    await back().waitFor({ state: 'detached' });
  });

  for (const theme of themes) {
    it(`are accessible in ${theme}, as charts and as tables`, async () => {
      await vscode().changeTheme(theme);
      const frame = await vscode().webviewFrame();
      for (const shape of ['Over Time', 'By Hour of Day']) {
        await card().getByRole('radio', { name: shape }).click();
        await card()
          .getByRole('heading', { name: shape === 'Over Time' ? 'over time' : 'by hour of day' })
          .waitFor();
        await card().getByRole('button', { name: 'Show as Table' }).click();
        await assertAccessible(frame);
        await card().getByRole('button', { name: 'Show as Chart' }).click();
        if (shape === 'Over Time') await legend(/^Errors/).click();
        await assertAccessible(frame);
        await screenshot(vscode(), `${shape === 'Over Time' ? 'time' : 'hours'}-${theme.replaceAll(' ', '-')}`);
        if (shape === 'Over Time') await legend(/^Errors/).click();
      }
      await grid().locator('.hour').first().hover();
      await assertAccessible(frame);
    });
  }

  /** Events of the files by day of the week and hour, named as the panel names the cells. */
  function byWeekdayAndHour(): Map<string, number> {
    const clock = new Intl.DateTimeFormat('en', { timeZone: ZONE, weekday: 'long', hour: '2-digit', hourCycle: 'h23' });
    const counts = new Map<string, number>();
    for (const { eventTime } of eventsIn(folder())) {
      const parts = clock.formatToParts(Date.parse(eventTime));
      const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
      const hour = Number(part('hour'));
      const text = (of: number) => String(of).padStart(2, '0');
      const name = `${part('weekday')}, ${text(hour)}:00 – ${text((hour + 1) % 24)}:00`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return counts;
  }
});

describe('the charts of an organization of 2,000 roles, in Spanish', () => {
  const vscode = useVSCode({
    folder: async () => {
      const folder = path.join(testRun().folder, 'organization-es');
      await runScript('scripts/sample.ts', folder, '--organization');
      return folder;
    },
    language: 'es',
    theme: 'Light 2026',
    viewport: { width: 1200, height: 900 },
    settings: { 'cloudtrailTracker.timeZone': 'Asia/Kolkata' },
  });
  const card = () => vscode().webview.locator('.card.timeline');

  it('are stacked by user', async () => {
    await vscode().showContainer('CloudTrail Tracker');
    await vscode().page.getByRole('tree').getByRole('treeitem').first().waitFor();
    await vscode().runCommand('CloudTrail Tracker: Mostrar actividad');
    await card().getByRole('combobox', { name: 'apilado por' }).selectOption('Usuario');
    const legend = card().getByRole('list', { name: 'Leyenda' });
    await legend
      .getByRole('button', { name: /example\.com/ })
      .first()
      .waitFor();
    await legend.getByRole('button', { name: /^Otros/ }).click();
    await card()
      .getByRole('button', { name: /^Otros/, pressed: false })
      .waitFor();
    await screenshot(vscode(), 'organization-by-user-es');
  });

  it('show the hours of the day, in a zone half an hour off', async () => {
    await card().getByRole('radio', { name: 'Por horas' }).click();
    await card().getByRole('grid', { name: 'Actividad por hora del día' }).waitFor();
    await screenshot(vscode(), 'organization-hours-es');
    await assertAccessible(await vscode().webviewFrame());
  });

  it('find room in a narrow window', async () => {
    await vscode().page.setViewportSize({ width: 820, height: 900 });
    await screenshot(vscode(), 'organization-narrow-hours-es');
    await card().getByRole('radio', { name: 'En el tiempo' }).click();
    await card().getByRole('slider').waitFor();
    await screenshot(vscode(), 'organization-narrow-es');
  });
});
