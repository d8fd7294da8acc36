import assert from 'node:assert/strict';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { assertAccessible } from './accessibility.ts';
import { eventsIn } from './logFiles.ts';
import { testRun } from './testRun.ts';
import { screenshot, useVSCode } from './useVSCode.ts';

const FILE = '.vscode/cloudtrail-groups.json';
const GROUPS = [
  { name: 'Cloud 2026', description: 'The whole course.', members: ['alucloud*'] },
  { name: 'Team 1', members: ['alucloud{1..3}', 'newcomer'] },
];

/** A folder with the sample's logs and groups of its own. */
async function classroom(name: string): Promise<string> {
  const folder = path.join(testRun().folder, name);
  await cp(testRun().sample, folder, { recursive: true });
  await rm(path.join(folder, 'labs'), { recursive: true });
  await writeGroups(folder, GROUPS);
  return folder;
}

async function writeGroups(folder: string, groups: unknown): Promise<void> {
  await mkdir(path.join(folder, '.vscode'), { recursive: true });
  await writeFile(path.join(folder, FILE), JSON.stringify({ groups }, undefined, 2));
}

describe('groups of a class', () => {
  let folder: string;
  const vscode = useVSCode({
    folder: async () => (folder = await classroom('groups of a class')),
    viewport: { width: 1440, height: 1000 },
  });
  const users = () => vscode().showTree('Users');
  const chip = (text: string) => vscode().webview.locator('.chip', { hasText: text });
  const heading = () => vscode().webview.locator('.events-list .card-header .small');

  const countOf = (...names: string[]) =>
    eventsIn(folder)
      .filter(({ userIdentity: { userName, sessionContext } }) =>
        names.includes(userName ?? sessionContext?.sessionIssuer?.userName ?? ''),
      )
      .length.toLocaleString('en');

  before('shows everything, of all time', async () => {
    await vscode().showAllEvents();
    // The other views give way, so that many rows are in sight.
    for (const view of ['Services', 'Queries', 'Sources'])
      await vscode()
        .page.locator('.part.sidebar .pane-header')
        .filter({ hasText: new RegExp(`^${view}`) })
        .click();
  });

  it('stand before the kinds of users, with how many of their members did something', async () => {
    const tree = await users();
    await tree
      .row('Team 1', new RegExp(`^3 of 4 active · ${countOf('alucloud1', 'alucloud2', 'alucloud3')} ·`))
      .waitFor();
    await tree.row('Cloud 2026', /^\d+ of \d+ active/).waitFor();
    assert.deepEqual((await tree.rows()).map((row) => row.replace(/ \d.*$/, '')).slice(0, 2), ['Cloud', 'Team']);
  });

  it('have a row for who did nothing', async () => {
    const tree = await users();
    await tree.expand('Team 1');
    await tree.row('newcomer', /^0$/).waitFor();
    // A member's row leads on, as that of any user.
    await tree
      .row('alucloud2', new RegExp(`^${countOf('alucloud2')} ·`))
      .first()
      .waitFor();
    await screenshot(vscode(), 'groups-tree');
  });

  it('filter the panel', async () => {
    await vscode().chooseInMenu((await users()).row('Team 1'), 'Filter Panel by This');
    await chip('Group: Team 1').waitFor();
    await vscode().editorTab('Activity: Team 1').waitFor();
    await vscode().webview.getByRole('tab', { name: 'Events' }).click();
    await heading()
      .getByText(countOf('alucloud1', 'alucloud2', 'alucloud3'))
      .waitFor();
    await screenshot(vscode(), 'groups-panel');
  });

  it('are completed where a filter is typed, and left out by a minus', async () => {
    await vscode().webview.getByRole('combobox', { name: 'Add a filter' }).focus();
    await vscode().page.keyboard.type('-group: ');
    await vscode().webview.getByRole('option').filter({ hasText: 'Cloud 2026' }).first().waitFor();
    await screenshot(vscode(), 'groups-completion');
    await assertAccessible(await vscode().webviewFrame());
    await vscode().page.keyboard.type('Cloud');
    await vscode().webview.getByRole('option').filter({ hasText: 'not Cloud 2026' }).first().waitFor();
    await vscode().page.keyboard.press('Enter');
    await chip('Group: not Cloud 2026').waitFor();
    await vscode().webview.getByText('No events match').waitFor();
    await vscode().page.keyboard.press('Backspace');
    await chip('not Cloud 2026').waitFor({ state: 'detached' });
  });

  it('keep their names while those of their members are hidden', async () => {
    await vscode().runCommand('CloudTrail Tracker: Hide Names');
    const tree = await users();
    await tree.row('Team 1', /^3 of 4 active/).waitFor();
    await tree.row('newcomer').waitFor({ state: 'detached' });
    const shown = await tree.rows();
    assert.equal(shown.filter((row) => /^user-\S+ 0$/.test(row)).length, 1, shown.join('\n'));
    assert.ok(
      shown.every((row) => !/alucloud|newcomer/.test(row)),
      shown.join('\n'),
    );
    await chip('Group: Team 1').waitFor();
    await heading()
      .getByText(countOf('alucloud1', 'alucloud2', 'alucloud3'))
      .waitFor();
    await screenshot(vscode(), 'groups-hidden');
    await vscode().runCommand('CloudTrail Tracker: Show Names');
    await tree.row('newcomer', /^0$/).waitFor();
  });

  it('follow their file, and say which group is gone', async () => {
    await writeGroups(folder, [{ name: 'Team 2', members: ['alucloud4'] }]);
    const tree = await users();
    await tree.row('Team 2', /^1 of 1 active/).waitFor();
    await tree.row('Team 1').waitFor({ state: 'detached' });
    await vscode().webview.getByText('There is no group named Team 1 in this workspace.').first().waitFor();
    await screenshot(vscode(), 'groups-gone');
  });

  it('and labs: what is wrong with their files is a problem at its place', async () => {
    await writeGroups(folder, [
      { name: 'Sound', members: ['alucloud4'] },
      { name: 'Broken', members: ['alucloud4', ''] },
    ]);
    await mkdir(path.join(folder, 'course'));
    const lab = ['title: Lab 1', 'tasks:', '  - title: Start', '    filter: {colour: {in: [red]}}', ''].join('\n');
    await writeFile(path.join(folder, 'course', 'one.lab.yaml'), lab);
    const tree = await users();
    await tree.row('Sound', /^1 of 1 active/).waitFor();
    assert.equal(await tree.row('Broken').count(), 0);
    await vscode().runCommand('Problems: Focus on Problems View');
    const problems = vscode().page.locator('.markers-panel');
    await problems.getByText('A member is a name of at most 200 characters.').first().waitFor();
    await problems.getByText('"colour" is no field that events can be filtered by.').first().waitFor();
    await screenshot(vscode(), 'groups-problems');
    await problems.getByText('"colour" is no field that events can be filtered by.').first().dblclick();
    await vscode().editorTab('one.lab.yaml').waitFor();
  });
});

describe('a class without groups', () => {
  let folder: string;
  const vscode = useVSCode({
    folder: async () => {
      folder = await classroom('class without groups');
      await rm(path.join(folder, FILE));
      return folder;
    },
    theme: 'Light 2026',
  });

  before(() => vscode().showAllEvents());

  it('gets a file of groups, with an example to fill in', async () => {
    await vscode().runCommand('CloudTrail Tracker: Edit Groups');
    await vscode().editorTab('cloudtrail-groups.json').waitFor();
    await vscode().page.locator('.view-line').filter({ hasText: 'student{1..20}' }).waitFor();
    await vscode().page.keyboard.type('Friday');
    await screenshot(vscode(), 'groups-new-light');
    await vscode().page.keyboard.press('Tab');
    await vscode().page.keyboard.press('Tab');
    await vscode().page.keyboard.type('alucloud1');
    await vscode().page.keyboard.press('Escape');
    await vscode().page.keyboard.press('Control+S');
    await (await vscode().showTree('Users')).row('Friday', /^1 of 1 active/).waitFor();
    const { groups } = JSON.parse(await readFile(path.join(folder, FILE), 'utf8')) as { groups: { name: string }[] };
    assert.deepEqual(
      groups.map(({ name }) => name),
      ['Friday'],
    );
  });

  it('gets a lab checklist that is sound', async () => {
    await vscode().runCommand('CloudTrail Tracker: New Lab Checklist…');
    await vscode().typeInQuickInput('Lab 1: machines');
    await vscode().page.keyboard.press('Enter');
    await vscode().editorTab('lab-1-machines.lab.json').waitFor();
    assert.match(await vscode().editorText(), /"RunInstances"/);
    // Help comes from the schema: what a key is for.
    await vscode()
      .page.locator('.view-line span')
      .filter({ hasText: /^"filter"$/ })
      .first()
      .hover();
    await vscode().page.getByText('Which events tell that it was done.').first().waitFor();
    await screenshot(vscode(), 'lab-new-light');
    assert.equal(await vscode().page.locator('.squiggly-warning, .squiggly-error').count(), 0);
  });
});

describe('groups of a class in Spanish', () => {
  const vscode = useVSCode({ folder: () => classroom('groups in Spanish'), language: 'es' });

  it('speak Spanish', async () => {
    await vscode().showContainer('CloudTrail Tracker');
    const tree = await vscode().showTree('Usuarios');
    await tree.row('Team 1', /^\d de 4 activos/).waitFor();
    await tree.expand('Team 1');
    await vscode().chooseInMenu(tree.row('Team 1'), 'Filtrar el panel por esto');
    await vscode().webview.locator('.chip', { hasText: 'Grupo: Team 1' }).waitFor();
    await screenshot(vscode(), 'groups-spanish');
  });
});
