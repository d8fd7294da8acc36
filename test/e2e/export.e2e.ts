import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readCsv } from '../fixtures/readCsv.ts';
import { eventsIn } from './logFiles.ts';
import { testRun } from './testRun.ts';
import { screenshot, useVSCode } from './useVSCode.ts';

describe('exporting events', () => {
  const vscode = useVSCode({ folder: () => testRun().sample });
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(testRun().folder, 'exports-'));
  });

  const saveAs = (file: string) => vscode().saveAs(file);

  it('says how many there are, and writes all of them as CSV', async () => {
    await vscode().showAllEvents();

    const events = eventsIn(testRun().sample);
    const count = `${events.length.toLocaleString('en')} events`;
    await vscode().runCommand('CloudTrail Tracker: Export Events…');
    await vscode().page.getByPlaceholder(`${count} · sample · All time · Everything`).waitFor();
    await vscode().quickPickRow('CSV').click();
    const file = path.join(folder, 'all.csv');
    await saveAs(file);
    await vscode().notification(`Exported ${count} to ${file}`).waitFor();

    const [head = [], ...rows] = readCsv(readFileSync(file, 'utf8').slice(1));
    const ids = rows.map((row) => row[head.indexOf('eventID')]);
    assert.deepEqual(ids.toSorted(), events.map(({ eventID }) => eventID).sort());
    assert.deepEqual(readdirSync(folder), ['all.csv']);
  });

  it('opens what was written', async () => {
    await vscode().notification('Exported').getByRole('button', { name: 'Open' }).click();
    await vscode().editorTab('all.csv').waitFor();
    await vscode().runCommand('View: Close All Editors');
  });

  it('exports what a row of a tree stands for, from its context menu', async () => {
    const [name = ''] = eventsIn(testRun().sample).flatMap(({ userIdentity: { type, userName } }) =>
      type === 'IAMUser' && userName ? [userName] : [],
    );
    await (await (await vscode().showTree('Users')).reveal(name)).click({ button: 'right' });
    // By keyboard: a menu that has just opened takes no click yet.
    await vscode().page.getByRole('menuitem', { name: 'Export Events…' }).hover();
    await vscode().page.keyboard.press('Enter');
    await vscode().quickPickRow('JSON Lines').click();
    const file = path.join(folder, 'one.jsonl');
    await saveAs(file);
    await vscode().notification(`to ${file}`).waitFor();
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const users = lines.map((line) => (JSON.parse(line) as Record<string, unknown>)['userIdentity_userName']);
    assert.deepEqual([...new Set(users)], [name]);
  });

  it('hides names in trees, panel, status bar and exports, when told to', async () => {
    // The first of the tree.
    const student = 'alucloud1';
    const users = await vscode().showTree('Users');
    const { webview } = vscode();
    await (await users.reveal(student)).click();
    await vscode()
      .editorTab(new RegExp(`^Activity: ${student}$|^Activity: ${student},`))
      .waitFor();
    await webview.getByRole('heading', { name: 'Activity over time' }).waitFor();
    await vscode().runCommand('CloudTrail Tracker: Hide Names');
    await vscode().statusBarItem('names hidden').waitFor();
    await vscode()
      .editorTab(/^Activity: user-\w{8}/)
      .waitFor();
    await webview.getByRole('heading', { name: 'Activity over time' }).waitFor();
    await users
      .row(/^user-\w{8}$/)
      .first()
      .waitFor();
    await screenshot(vscode(), 'names-hidden');
    assert.doesNotMatch(await vscode().page.locator('body').innerText(), /alucloud/);
    assert.doesNotMatch(await webview.locator('body').innerText(), /alucloud/);

    await vscode().runCommand('CloudTrail Tracker: Export Events…');
    await vscode().quickPickRow('CSV').click();
    const file = path.join(folder, 'hidden.csv');
    await saveAs(file);
    await vscode().notification(`to ${file}`).waitFor();
    const text = readFileSync(file, 'utf8');
    const [head = [], ...rows] = readCsv(text.slice(1));
    assert.equal(rows.length, eventsIn(testRun().sample).length);
    assert.doesNotMatch(text, /alucloud|@example/);
    const pseudonyms = new Set(
      rows.map((row) => row[head.indexOf('user')]!).filter((name) => name.startsWith('user-')),
    );
    assert.ok(pseudonyms.size > 100);

    // The same pseudonyms again, and the same user where they are shown.
    await vscode().runCommand('CloudTrail Tracker: Show Names');
    await vscode()
      .editorTab(new RegExp(`^Activity: ${student}$|^Activity: ${student},`))
      .waitFor();
    await users.row(student).waitFor();
    await vscode().runCommand('Notifications: Clear All Notifications');
  });

  it('puts no JSON where it would be read as a log file', async () => {
    await vscode().runCommand('CloudTrail Tracker: Export Events…');
    await vscode().quickPickRow('JSON').click();
    await saveAs(path.join(testRun().sample, 'all.json'));
    await vscode().notification('In this folder all.json would be read as a log file.').waitFor();
    assert.deepEqual(readdirSync(testRun().sample).sort(), ['.vscode', 'AWSLogs', 'labs']);
  });
});
