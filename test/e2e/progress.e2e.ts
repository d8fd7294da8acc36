import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { writeSample } from '../../backend/local/writeSample.ts';
import { readCsv } from '../fixtures/readCsv.ts';
import { assertAccessible } from './accessibility.ts';
import { labProgress } from './labProgress.ts';
import { testRun } from './testRun.ts';
import { openTrackerServer, TRACKER_SETTING, type TrackerServer } from './trackerServer.ts';
import { screenshot, useVSCode } from './useVSCode.ts';
import type { Theme, Workbench } from './workbench.ts';

const themes: Theme[] = ['Dark 2026', 'Light 2026', 'Default High Contrast', 'Default High Contrast Light'];
const GROUPS = '.vscode/cloudtrail-groups.json';

/** A copy of the sample, whose files of the class may be changed. */
async function copied(name: string): Promise<string> {
  const folder = path.join(testRun().folder, name);
  await cp(testRun().sample, folder, { recursive: true });
  return folder;
}

async function openProgress(vscode: Workbench, tab = 'Progress', command = 'Show Activity'): Promise<void> {
  await vscode.showContainer('CloudTrail Tracker');
  await vscode.page.getByRole('tree').getByRole('treeitem').first().waitFor();
  await vscode.runCommand(`CloudTrail Tracker: ${command}`);
  await vscode.webview.getByRole('tab', { name: tab }).click();
}

/** What the cells of all students' labs show: rows are in the document as they come into sight. */
async function shownCells(vscode: Workbench): Promise<Record<string, string[]>> {
  const frame = await vscode.webviewFrame();
  return frame.evaluate(async () => {
    const grid = document.querySelector<HTMLElement>('[role=grid]')!;
    const found: Record<string, string[]> = {};
    for (grid.scrollTop = 0; ; grid.scrollTop += 240) {
      for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
      for (const row of grid.querySelectorAll('.grid-body [role=row]')) {
        const [name, , ...cells] = Array.from(row.children, (cell) => cell.textContent ?? '');
        found[name!] = cells.map((text) => /\d+\/\d+/.exec(text)?.[0] ?? '');
      }
      if (grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1) break;
    }
    grid.scrollTop = 0;
    return found;
  });
}

/** Asserts that the matrix shows what the log files of a folder say of so many students. */
async function assertShown(vscode: Workbench, folder: string, students: number): Promise<void> {
  const { labs, done } = labProgress(folder);
  const shown = await shownCells(vscode);
  assert.equal(Object.keys(shown).length, students);
  const wrong = Object.entries(shown).filter(([user, cells]) => {
    const expected = done(user).map((count, at) => (count === 0 ? '' : `${count}/${labs[at]!.tasks.length}`));
    // What failed alone shows as 0 of so many.
    return !expected.every((text, at) => cells[at] === text || (text === '' && cells[at]?.startsWith('0/')));
  });
  assert.deepEqual(wrong, []);
}

describe('the progress of a class', () => {
  let folder: string;
  const vscode = useVSCode({
    folder: async () => (folder = await copied('sample data of a class with labs')),
    viewport: { width: 1440, height: 1000 },
  });
  const grid = () => vscode().webview.getByRole('grid', { name: 'Progress of students with labs' });
  const row = (user: string) =>
    grid()
      .getByRole('row')
      .filter({ has: vscode().webview.getByRole('rowheader', { name: user, exact: true }) });
  const details = () => vscode().webview.getByRole('complementary', { name: 'Progress details' });
  const press = (key: string) => vscode().page.keyboard.press(key);
  const names = () => grid().getByRole('rowheader').allInnerTexts();

  it('is a page of the panel, with what the log files say of each student and lab', async () => {
    await openProgress(vscode());
    await row('alucloud1').waitFor();
    assert.equal(await grid().getAttribute('aria-rowcount'), '121');
    assert.equal(await grid().getAttribute('aria-colcount'), String(labProgress(folder).labs.length + 2));
    await assertShown(vscode(), folder, 120);
  });

  it('says what counts, and is quick', async () => {
    await vscode()
      .webview.getByText(/^What counts: .*, the period of the group/)
      .waitFor();
    await vscode().webview.getByRole('tab', { name: 'Events' }).click();
    await vscode().webview.getByRole('grid', { name: 'Events' }).getByRole('row').nth(1).waitFor();
    const frame = await vscode().webviewFrame();
    const milliseconds = await frame.evaluate(async () => {
      const begin = performance.now();
      document.querySelector<HTMLElement>('#tab-progress')?.click();
      while (!document.querySelector('[role=grid] [role=rowheader]')) await new Promise(requestAnimationFrame);
      return Math.round(performance.now() - begin);
    });
    console.log(`      the matrix shows after ${milliseconds} ms`);
    assert.ok(milliseconds < 3_000, `${milliseconds} ms`);
  });

  it('is sorted by a lab or all labs, by the mouse and the keyboard', async () => {
    await grid().getByRole('columnheader', { name: 'All labs' }).click();
    await grid().locator('[role=columnheader][aria-sort=descending]', { hasText: 'All labs' }).waitFor();
    assert.match(await grid().getByRole('row').nth(1).getByRole('gridcell').first().innerText(), /100%/);
    await grid().focus();
    for (const key of ['Home', 'ArrowUp', 'ArrowRight', 'ArrowRight', 'Enter']) await press(key);
    await grid().locator('[role=columnheader][aria-sort=descending]', { hasText: 'A first virtual machine' }).waitFor();
    await press('Enter');
    await grid().locator('[role=columnheader][aria-sort=ascending]', { hasText: 'A first virtual machine' }).waitFor();
    await grid().getByRole('columnheader', { name: 'Student' }).click();
    await grid().locator('[role=columnheader][aria-sort=ascending]', { hasText: 'Student' }).waitFor();
  });

  it('shows those alone who finished all, are stuck, or never started', async () => {
    const { labs, done } = labProgress(folder);
    const users = Array.from({ length: 120 }, (_, at) => `alucloud${at + 1}`);
    const finished = users.filter((user) => done(user).every((count, at) => count === labs[at]!.tasks.length));
    const button = vscode().webview.getByRole('button', { name: 'finished all' });
    assert.equal(await button.innerText().then((text) => text.replaceAll(/\D/g, '')), String(finished.length));
    await button.click();
    await row('alucloud10').waitFor({ state: 'detached' });
    assert.equal(await grid().getAttribute('aria-rowcount'), String(finished.length + 1));
    assert.ok((await names()).every((name) => finished.includes(name)));
    await vscode().webview.getByRole('button', { name: 'stuck' }).click();
    await grid().getByRole('img', { name: 'stuck' }).first().waitFor();
    await screenshot(vscode(), 'progress-stuck');
    await vscode().webview.getByRole('button', { name: 'never started' }).click();
    await row('alucloud10').waitFor();
    await vscode().webview.getByRole('button', { name: 'never started' }).click();
    await row('alucloud1').waitFor();
  });

  it('opens a student’s lab by the keyboard, says what is missing and leads to the events, and back', async () => {
    await row('alucloud1').getByRole('rowheader').click();
    await grid().focus();
    await press('ArrowDown');
    await press('ArrowDown');
    await press('ArrowRight');
    await press('ArrowRight');
    await press('Enter');
    await details().getByRole('heading', { name: 'alucloud3' }).waitFor();
    await details().getByRole('heading', { name: 'A first virtual machine' }).waitFor();
    assert.equal(await details().getByRole('heading', { level: 3 }).count(), 1);
    await details()
      .getByText(/^Missing: one call of \w+ · Service: ec2$/)
      .waitFor();
    await screenshot(vscode(), 'progress-missing');
    await details()
      .getByRole('button', { name: /failed calls?$/ })
      .click();
    const { webview } = vscode();
    await webview.locator('.chip', { hasText: 'User: alucloud3' }).waitFor();
    await vscode().statusBarItem('Everything').waitFor();
    await webview.getByRole('button', { name: 'Back to the Period Before' }).waitFor();
    const events = webview.getByRole('grid', { name: 'Events' });
    await events.getByRole('row').nth(1).waitFor();
    await screenshot(vscode(), 'progress-events');
    await press('Alt+ArrowLeft');
    await details().getByRole('heading', { name: 'alucloud3' }).waitFor();
    await webview.getByRole('button', { name: 'Back to the Period Before' }).waitFor({ state: 'detached' });
  });

  it('shows all labs of a student, one below the other', async () => {
    await details().getByRole('button', { name: 'All Labs' }).click();
    await details().getByRole('heading', { name: 'Functions' }).waitFor();
    assert.equal(await details().getByRole('heading', { level: 3 }).count(), labProgress(folder).labs.length);
    await vscode().webview.getByRole('list', { name: 'Legend' }).getByText('alucloud3').waitFor();
    await screenshot(vscode(), 'progress-student');
  });

  it('remembers all that over a reload of the window', async () => {
    await vscode().runCommand('Developer: Reload Window');
    await grid().waitFor({ state: 'detached' });
    await details().getByRole('heading', { name: 'alucloud3' }).waitFor();
    await details().getByRole('button', { name: 'Close Details' }).click();
    await details().waitFor({ state: 'detached' });
  });

  it('says how many of the group have done each task of a lab, by Space on its head', async () => {
    await grid().focus();
    for (const key of ['Home', 'ArrowUp', 'ArrowRight', 'ArrowRight', 'Space']) await press(key);
    await details().getByRole('heading', { name: 'All members' }).waitFor();
    await details()
      .getByText(/^\d+ of 120$/)
      .first()
      .waitFor();
    await screenshot(vscode(), 'progress-lab');
    await details().getByRole('button', { name: 'Create key pair' }).click();
    await vscode().webview.locator('.chip', { hasText: 'Group: Class' }).waitFor();
    await vscode().webview.getByRole('grid', { name: 'Events' }).getByRole('row').nth(9).waitFor();
    await press('Alt+ArrowLeft');
    await details().getByRole('heading', { name: 'All members' }).waitFor();
    await details().getByRole('button', { name: 'Close Details' }).press('Escape');
    await details().waitFor({ state: 'detached' });
  });

  it('asks before it opens a link', async () => {
    await row('alucloud1').getByRole('gridcell').nth(1).click();
    await details().getByRole('button', { name: 'docs.aws.amazon.com' }).first().click();
    const dialog = vscode().dialog('https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await details().getByRole('button', { name: 'Close Details' }).click();
  });

  it('is that of another group once it is chosen, and what its members left running', async () => {
    const { webview } = vscode();
    await webview.getByLabel('Group').selectOption('Morning');
    await webview.getByText('60 members').waitFor();
    await row('alucloud1').waitFor({ state: 'detached' });
    const left = webview.getByRole('grid', { name: 'Left running' });
    await left.getByRole('row').nth(1).waitFor();
    const owners = await left.locator('.grid-body .cell-owner').allInnerTexts();
    assert.ok(owners.length > 0);
    for (const owner of owners) assert.equal(Number(/^alucloud(\d+)$/.exec(owner)?.[1]) % 2, 0, owner);
    await left.scrollIntoViewIfNeeded();
    await screenshot(vscode(), 'progress-left-running');
  });

  it('shows the course of time by the keyboard, and as a table', async () => {
    const card = vscode().webview.locator('.progress-course');
    await card.getByRole('slider').focus();
    await press('Home');
    await press('End');
    await card.locator('.tip', { hasText: /Morning\d+/ }).waitFor();
    await screenshot(vscode(), 'progress-course');
    await card.getByRole('button', { name: 'Show as Table' }).click();
    await card.getByRole('region', { name: 'Progress over time, as a table' }).getByRole('row').nth(1).waitFor();
    await assertAccessible(await vscode().webviewFrame());
    await card.getByRole('button', { name: 'Show as Chart' }).click();
  });

  it('is exported as a table for marks', async () => {
    await vscode().webview.getByRole('button', { name: 'Export Progress…' }).click();
    const file = path.join(testRun().folder, 'marks.csv');
    await vscode().saveAs(file);
    await vscode().notification(`Exported progress to ${file}`).waitFor();
    const [head = [], ...rows] = readCsv(readFileSync(file, 'utf8').slice(1));
    const { labs, done } = labProgress(folder);
    assert.deepEqual(
      head.slice(5, 9),
      ['%', 'done', 'tasks', 'state'].map((part) => `${labs[0]!.title}: ${part}`),
    );
    assert.equal(rows.length, 60);
    for (const cells of rows) {
      const counts = labs.map((_, at) => Number(cells[6 + 4 * at]));
      assert.deepEqual(counts, done(cells[0]!), cells[0]);
    }
  });

  it('has pseudonyms while names are hidden, and its filters work', async () => {
    await vscode().runCommand('CloudTrail Tracker: Hide Names');
    await vscode().statusBarItem('names hidden').waitFor();
    await grid()
      .getByRole('rowheader', { name: /^user-\w{8}$/ })
      .first()
      .waitFor();
    await vscode().webview.getByRole('grid', { name: 'Left running' }).getByRole('row').nth(1).waitFor();
    assert.doesNotMatch(await vscode().webview.locator('body').innerText(), /alucloud/);
    await screenshot(vscode(), 'progress-names-hidden');
    await grid().getByRole('columnheader', { name: 'All labs' }).click();
    await grid().locator('[aria-sort=descending]', { hasText: 'All labs' }).waitFor();
    const name = await grid().getByRole('rowheader').first().innerText();
    await grid().getByRole('row').nth(1).getByRole('gridcell').nth(1).click();
    await details().getByRole('heading', { name }).waitFor();
    await details().getByTitle('Show the events').first().click();
    await vscode()
      .webview.locator('.chip', { hasText: `User: ${name}` })
      .waitFor();
    await vscode().webview.getByRole('grid', { name: 'Events' }).getByRole('row').nth(1).waitFor();
    assert.doesNotMatch(await vscode().webview.locator('body').innerText(), /alucloud/);
    await press('Alt+ArrowLeft');
    await details().waitFor();
    await vscode().runCommand('CloudTrail Tracker: Show Names');
    await row('alucloud2').waitFor();
    await details().waitFor({ state: 'detached' });
  });

  for (const theme of themes) {
    it(`is accessible in ${theme}`, async () => {
      await vscode().changeTheme(theme);
      await row('alucloud3').or(row('alucloud4')).first().getByRole('gridcell').nth(1).click();
      await details().waitFor();
      await grid().getByRole('columnheader').nth(2).hover();
      await assertAccessible(await vscode().webviewFrame());
      await screenshot(vscode(), `progress-${theme.replaceAll(' ', '-')}`);
      await details().getByRole('button', { name: 'Close Details' }).click();
    });
  }

  it('follows its files, and says how to make them once they are gone', async () => {
    rmSync(path.join(folder, GROUPS));
    await vscode().webview.getByRole('heading', { name: 'This workspace has no class' }).waitFor();
    await assertAccessible(await vscode().webviewFrame());
    await screenshot(vscode(), 'progress-none');
    await vscode().webview.getByRole('tab', { name: 'Overview' }).click();
    await vscode().webview.getByRole('tab', { name: 'Progress' }).waitFor({ state: 'detached' });
  });
});

describe('the progress of 2,000 students, in Spanish and in a narrow window', () => {
  const vscode = useVSCode({
    folder: async () => {
      const folder = await copied('students-2000');
      const groups = [
        { name: 'Facultad', members: ['alucloud{1..2000}'] },
        { name: 'Nadie', members: [`${'x'.repeat(3)}*`] },
      ];
      mkdirSync(path.join(folder, '.vscode'), { recursive: true });
      writeFileSync(path.join(folder, GROUPS), JSON.stringify({ groups }));
      return folder;
    },
    language: 'es',
    theme: 'Light 2026',
    viewport: { width: 1000, height: 900 },
  });
  const grid = () => vscode().webview.getByRole('grid', { name: 'Progreso de los alumnos en las prácticas' });

  it('shows and scrolls', async () => {
    await openProgress(vscode(), 'Progreso', 'Mostrar actividad');
    await grid().getByRole('rowheader', { name: 'alucloud1', exact: true }).waitFor();
    await vscode().webview.getByText('2.000 miembros').waitFor();
    await vscode()
      .webview.getByText(/el período de todas las vistas/)
      .waitFor();
    assert.equal(await grid().getAttribute('aria-rowcount'), '2001');
    const frame = await vscode().webviewFrame();
    const steps = await frame.evaluate(async () => {
      const element = document.querySelector('[role=grid]')!;
      const times: number[] = [];
      for (let at = 0; at < 60; at++) {
        const before = performance.now();
        element.scrollTop += 120;
        await new Promise(requestAnimationFrame);
        times.push(Math.round(performance.now() - before));
      }
      return times.sort((a, b) => a - b);
    });
    console.log(`      a step of scrolling takes ${steps[30]} ms, the slowest of 60 ${steps[59]} ms`);
    assert.ok(steps[30]! < 400, `${steps[30]} ms`);
    await grid().focus();
    await vscode().page.keyboard.press('End');
    await grid().getByRole('rowheader', { name: 'alucloud2000', exact: true }).waitFor();
  });

  it('stays in sight of the name, and shows details below', async () => {
    for (const key of ['Home', ...Array<string>(9).fill('ArrowRight'), 'Enter'])
      await vscode().page.keyboard.press(key);
    const details = vscode().webview.getByRole('complementary', { name: 'Detalles del progreso' });
    await details.waitFor();
    await grid().scrollIntoViewIfNeeded();
    await screenshot(vscode(), 'progress-narrow-es');
    await details.scrollIntoViewIfNeeded();
    await screenshot(vscode(), 'progress-narrow-details-es');
    await assertAccessible(await vscode().webviewFrame());
  });

  it('says so where nobody is in a group', async () => {
    await vscode().webview.getByLabel('Grupo').selectOption('Nadie');
    await vscode().webview.getByText('No hay nadie en este grupo.').waitFor();
    await assertAccessible(await vscode().webviewFrame());
  });
});

describe('the progress of a class, asked of a tracker', () => {
  let tracker: TrackerServer;
  let folder: string;
  const logs = () => path.join(folder, 'logs');

  before('deploys a tracker', async function () {
    this.timeout(120_000);
    folder = path.join(testRun().folder, 'progress');
    await writeSample(logs(), { end: new Date(), days: 6, users: 12, seed: 7 });
    for (const part of ['.vscode', 'labs'])
      await cp(path.join(logs(), part), path.join(folder, 'workspace', part), { recursive: true });
    tracker = await openTrackerServer(logs(), path.join(folder, 'home'));
  });

  const vscode = useVSCode({
    folder: () => path.join(folder, 'workspace'),
    env: () => tracker.environment,
    settings: { 'cloudtrailTracker.pollInterval': 3600 },
    machineSettings: { 'cloudtrailTracker.trackers': [TRACKER_SETTING] },
    viewport: { width: 1440, height: 1000 },
  });

  after('ends the tracker', () => tracker.close());

  it('is what the log files say', async () => {
    await vscode().showContainer('CloudTrail Tracker');
    // VS Code may read the settings of a machine after it has started the extension.
    await (await vscode().showTree('Sources')).row('class').waitFor();
    await vscode().runCommand('CloudTrail Tracker: Switch to Source…');
    await vscode()
      .quickPickRow(/^\W*class/)
      .first()
      .click();
    await vscode().statusBarItem('class').waitFor();
    await openProgress(vscode());
    await vscode().webview.getByRole('rowheader', { name: 'alucloud1', exact: true }).waitFor();
    await assertShown(vscode(), logs(), 12);
  });

  it('reads what was left running when it is told to, and not before', async () => {
    const { webview } = vscode();
    const card = webview.getByRole('region', { name: 'Left running' });
    const button = card.getByRole('button', { name: 'Read What Was Created' });
    await button.waitFor();
    await screenshot(vscode(), 'progress-tracker');
    const before = tracker.readUnits();
    await button.click();
    await card.getByRole('grid').getByRole('row').nth(1).waitFor();
    assert.ok(tracker.readUnits() > before);
    const owners = await card.locator('.grid-body .cell-owner').allInnerTexts();
    for (const owner of owners) assert.match(owner, /^alucloud\d+$/);
    await card.getByRole('button', { name: 'Look Again' }).waitFor();
  });
});
