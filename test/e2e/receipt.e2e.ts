import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { writeSample } from '../../backend/local/writeSample.ts';
import { assertAccessible } from './accessibility.ts';
import { eventsIn } from './logFiles.ts';
import { testRun } from './testRun.ts';
import { openTrackerServer, TRACKER_SETTING, type TrackerServer } from './trackerServer.ts';
import { screenshot, useVSCode } from './useVSCode.ts';
import type { Theme } from './workbench.ts';

describe('the receipt of an answer', () => {
  const vscode = useVSCode({ folder: () => testRun().sample, viewport: { width: 1440, height: 1000 } });
  const receipt = () => vscode().webview.getByRole('region', { name: 'What this answer rests on' });
  const part = (name: string | RegExp) => receipt().getByRole('button', { name });
  const press = (key: string) => vscode().page.keyboard.press(key);
  const count = (number: number) => new RegExp(`^${number.toLocaleString('en')} events?$`);

  before('shows everything, of all time', async () => {
    await vscode().showAllEvents();
    await vscode().runCommand('CloudTrail Tracker: Show Activity');
    await receipt().waitFor();
  });

  for (const page of ['Overview', 'Breakdown', 'Events']) {
    it(`is at the foot of the page ${page}`, async () => {
      await vscode().webview.getByRole('tab', { name: page }).click();
      await part(count(eventsIn(testRun().sample).length)).waitFor();
      await part(/^newest log file .*(ago|\d{4})$/).waitFor();
      await part(/hours? without log files$/).waitFor();
      await part(/events of names only claimed$/).waitFor();
      // Nothing is paid for on this computer.
      assert.equal(await part(/read units/).count(), 0);
      await screenshot(vscode(), `receipt-${page.toLowerCase()}`);
    });
  }

  it('tells which hours are without a log file, and leads there and back, by keyboard alone', async () => {
    await vscode().webview.getByRole('tab', { name: 'Overview' }).click();
    await part(/hours? without log files$/).focus();
    await press('Enter');
    await receipt()
      .getByText(/CloudTrail writes no file while nothing happens/)
      .waitFor();
    await screenshot(vscode(), 'receipt-gaps');
    const gap = receipt()
      .getByRole('listitem')
      .getByRole('button')
      .filter({ hasText: /\d:\d\d/ })
      .first();
    await gap.focus();
    await press('Enter');
    await vscode()
      .webview.getByRole('button', { name: /^Period:/ })
      .filter({ hasNotText: 'All time' })
      .waitFor();
    await press('Alt+ArrowLeft');
    await vscode()
      .webview.getByRole('button', { name: /^Period:/ })
      .filter({ hasText: 'All time' })
      .waitFor();
  });

  it('closes by Escape, and keeps the focus where it was', async () => {
    await part(/events of names only claimed$/).focus();
    await press('Space');
    await receipt()
      .getByText(/given when a role is assumed/)
      .waitFor();
    await press('Tab');
    await press('Escape');
    await receipt()
      .getByText(/given when a role is assumed/)
      .waitFor({ state: 'detached' });
    assert.equal(
      await part(/events of names only claimed$/).evaluate((button) => button === document.activeElement),
      true,
    );
  });

  it('filters to the events of a claimed name, which are as many as it said', async () => {
    await part(/events of names only claimed$/).click();
    await screenshot(vscode(), 'receipt-claimed');
    const first = receipt()
      .getByRole('listitem')
      .filter({ hasText: /\d events?$/ })
      .last();
    const said = /([\d,]+) events?$/.exec((await first.innerText()).replaceAll('\n', ' ').trim())?.[1];
    await first.getByRole('button').click();
    await vscode().webview.locator('.chip', { hasText: 'Name: claimed' }).waitFor();
    await part(new RegExp(`^${said} events?$`)).waitFor();
    await part(new RegExp(`^${said} events? of (a name|names) only claimed$`)).waitFor();
    await vscode().webview.getByRole('button', { name: 'Clear All' }).click();
    await part(count(eventsIn(testRun().sample).length)).waitFor();
  });

  it('fits into a narrow panel', async () => {
    await vscode().page.setViewportSize({ width: 820, height: 1000 });
    await part(/without log files$/).waitFor();
    await part(/without log files$/).click();
    await part(/without log files$/).scrollIntoViewIfNeeded();
    await screenshot(vscode(), 'receipt-narrow');
    await vscode().page.setViewportSize({ width: 1440, height: 1000 });
    await press('Escape');
  });

  for (const theme of ['Dark 2026', 'Light 2026', 'Default High Contrast', 'Default High Contrast Light'] as Theme[]) {
    it(`is accessible in ${theme}, each part of it`, async () => {
      await vscode().changeTheme(theme);
      const frame = await vscode().webviewFrame();
      await assertAccessible(frame);
      for (const name of [count(eventsIn(testRun().sample).length), /^newest/, /without log/, /only claimed$/]) {
        await part(name).click();
        await assertAccessible(frame);
        await screenshot(vscode(), `receipt-open-${theme.replaceAll(' ', '-')}-${String(name).replaceAll(/\W+/g, '')}`);
      }
      await press('Escape');
    });
  }

  it('is there where nothing matches, too', async () => {
    const input = vscode().webview.getByRole('combobox', { name: 'Add a filter' });
    await input.fill('user: nobodyofthisname*');
    await vscode().webview.getByRole('option').first().waitFor();
    await input.press('Enter');
    await vscode().webview.getByRole('heading', { name: 'No events match' }).waitFor();
    await part(/^0 events$/).waitFor();
    await part(/hours? without log files$/).waitFor();
    await screenshot(vscode(), 'receipt-nothing');
  });
});

describe('the receipt of a tracker’s answer', () => {
  let tracker: TrackerServer;
  let folder: string;

  before('deploys a tracker', async function () {
    this.timeout(120_000);
    folder = path.join(testRun().folder, 'receipt');
    mkdirSync(path.join(folder, 'workspace'), { recursive: true });
    await writeSample(path.join(folder, 'logs'), { end: new Date(), days: 4, users: 12, events: 600, seed: 7 });
    tracker = await openTrackerServer(path.join(folder, 'logs'), path.join(folder, 'home'));
  });

  const vscode = useVSCode({
    folder: () => path.join(folder, 'workspace'),
    env: () => tracker.environment,
    settings: { 'cloudtrailTracker.pollInterval': 3600 },
    machineSettings: { 'cloudtrailTracker.trackers': [TRACKER_SETTING] },
    viewport: { width: 1440, height: 1000 },
  });
  const receipt = () => vscode().webview.getByRole('region', { name: 'What this answer rests on' });
  const part = (name: string | RegExp) => receipt().getByRole('button', { name });
  const tab = (name: string) => vscode().webview.getByRole('tab', { name });

  after('ends the tracker', () => tracker.close());

  it('has the read units that the tracker has used, and their price', async () => {
    await vscode().showContainer('CloudTrail Tracker');
    // VS Code may read the settings of a machine after it has started the extension.
    await (await vscode().showTree('Sources')).row('class').waitFor();
    await vscode().runCommand('CloudTrail Tracker: Switch to Source…');
    await vscode()
      .quickPickRow(/^\W*class/)
      .first()
      .click();
    await vscode().statusBarItem('class').waitFor();
    await vscode().runCommand('CloudTrail Tracker: Show Activity');
    await part(/^[1-9][\d.]* read (and \d+ write )?units, \$0\.00/).waitFor();
    const text = await part(/ units, \$/).innerText();
    const [, read = '', write = '0', dollars = ''] =
      /^([\d.]+) read(?: and (\d+) write)? units, \$([\d.]+)$/.exec(text) ?? [];
    // What the tree and the sources have asked is not on it.
    assert.ok(Number(read) <= tracker.readUnits(), text);
    const expected = (Number(read) * 0.125 + Number(write) * 0.625) / 1e6;
    assert.ok(Math.abs(Number(dollars) / expected - 1) < 0.05, `${text}: ${expected} was expected`);
    await part(/hours? without log files$/).waitFor();
    await screenshot(vscode(), 'receipt-tracker');
  });

  it('says that the counters do not know which names are claimed, and reads nothing for it unasked', async () => {
    await part('names only claimed: not counted').click();
    await receipt()
      .getByText(/counters do not know which names are claimed/)
      .waitFor();
    await screenshot(vscode(), 'receipt-tracker-claimed');
  });

  it('costs nothing where the answers were kept', async () => {
    await tab('Events').click();
    // All events of the period and the scope are on the page, so it is known of all.
    await part(/^\d+ events of names only claimed$/).waitFor();
    await tab('Overview').click();
    await vscode().webview.getByRole('region', { name: 'Top services' }).waitFor();
    await part('no read units: answered from what was kept').click();
    await receipt()
      .getByText(/questions were asked for this page, of which \d+ were answered from what was kept/)
      .waitFor();
    await screenshot(vscode(), 'receipt-tracker-kept');
    await assertAccessible(await vscode().webviewFrame());
  });

  it('counts the claimed names once the events are read, where the reader wants them', async () => {
    await part('names only claimed: not counted').click();
    await receipt().getByRole('button', { name: 'Show Only Events of Claimed Names' }).click();
    await vscode().webview.locator('.chip', { hasText: 'Name: claimed' }).waitFor();
    const claimed = await part(/^\d+ events of names only claimed$/).innerText();
    await part(new RegExp(`^${claimed.split(' ')[0]} events$`)).waitFor();
    await receipt().getByRole('listitem').getByRole('button', { name: 'alucloud3' }).waitFor();
    await screenshot(vscode(), 'receipt-tracker-read');
    await vscode().webview.getByRole('button', { name: 'Clear All' }).click();
  });

  it('says of how many events it is known where not all are on the page', async () => {
    await vscode().runCommand('CloudTrail Tracker: Choose Scope…');
    await vscode().quickPickRow('Everything').click();
    await tab('Events').click();
    await part(/^\d+ events of names only claimed, in the 200 loaded$/).waitFor();
    await screenshot(vscode(), 'receipt-tracker-events');
  });

  it('says what a tracker does not tell that was deployed before it could', async () => {
    tracker.old = { routes: ['/gaps'], tellsUnits: false };
    await tab('Breakdown').click();
    await vscode().webview.getByRole('combobox', { name: /Group/ }).first().selectOption('eventName');
    await part('read units: not told by this tracker').waitFor();
    await vscode().runCommand('CloudTrail Tracker: Choose Period…');
    await vscode().quickPickRow('Last 24 hours').click();
    await part('hours without log files: not told by this tracker').click();
    await receipt()
      .getByText(/deployed before trackers told this/)
      .waitFor();
    await screenshot(vscode(), 'receipt-tracker-old');
    tracker.old = { routes: [], tellsUnits: true };
  });
});

describe('the receipt in Spanish', () => {
  const vscode = useVSCode({
    folder: () => testRun().sample,
    language: 'es',
    theme: 'Light 2026',
    viewport: { width: 1440, height: 1000 },
  });

  it('says the same', async () => {
    await vscode().showContainer('CloudTrail Tracker');
    await vscode().page.keyboard.press('F1');
    await vscode().typeInQuickInput('>CloudTrail Tracker: Mostrar actividad');
    await vscode()
      .quickPickRow(/Mostrar actividad/)
      .first()
      .click();
    const receipt = vscode().webview.getByRole('region', { name: 'En qué se basa esta respuesta' });
    await receipt.getByRole('button', { name: /^archivo de registro más reciente: hace/ }).waitFor();
    await receipt.getByRole('button', { name: /eventos? de (un nombre|nombres) solo declarados?$/ }).waitFor();
    await receipt.getByRole('button', { name: /horas sin archivos de registro$/ }).click();
    await screenshot(vscode(), 'receipt-es');
  });
});
