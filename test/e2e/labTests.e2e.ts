import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeSample } from '../../backend/local/writeSample.ts';
import { eventsIn, type LogRecord } from './logFiles.ts';
import { testRun } from './testRun.ts';
import { screenshot, useVSCode } from './useVSCode.ts';

const STUDENTS = Array.from({ length: 8 }, (_, at) => `alucloud${at + 1}`);
/** What each student of the class has to do besides the sample's labs, and all of them have or none. */
const LAB = `title: Lab of this test
tasks:
  - title: A virtual machine
    filter: { service: { in: [ec2] }, eventName: { in: [RunInstances] } }
  - title: A thousand buckets
    filter: { eventName: { in: [CreateBucket] } }
    count: 1000
`;

describe('the lab checklists in the Testing view', () => {
  let folder: string;
  let events: LogRecord[];
  const vscode = useVSCode({
    folder: async () => {
      folder = path.join(testRun().folder, 'checked class');
      await writeSample(folder, { end: new Date(), days: 28, users: STUDENTS.length, events: 4_000, seed: 5 });
      await mkdir(path.join(folder, 'more'), { recursive: true });
      await writeFile(path.join(folder, 'more', 'own.lab.yaml'), LAB);
      events = eventsIn(folder);
      return folder;
    },
    viewport: { width: 1280, height: 900 },
  });
  const page = () => vscode().page;
  const row = (label: string | RegExp) => page().locator('.test-explorer-tree').getByRole('treeitem', { name: label });
  const results = () => page().locator('.test-output-peek-tree');
  const runLab = () => vscode().chooseInMenu(row(/^Lab of this test/), 'Run Test');
  const succeeded = (name: string, user: string) =>
    events.filter(
      ({ eventName, userIdentity, ...record }) =>
        eventName === name && userIdentity.userName === user && record['errorCode'] === undefined,
    ).length;

  before('waits until all is indexed', async () => {
    await vscode().showAllEvents();
  });

  it('are listed, each lab with its tasks', async () => {
    await vscode().showContainer('Testing');
    await row(/^Lab of this test/).click();
    await page().keyboard.press('ArrowRight');
    await row(/^A virtual machine/).waitFor();
    await row(/^A thousand buckets/).waitFor();
    await row(/^A first virtual machine/).waitFor();
    await screenshot(vscode(), 'lab-tests');
  });

  it('fail for a group as long as somebody has not done the task, and tell who', async () => {
    await runLab();
    await vscode()
      .quickPickRow(/^\W*Class8 users/)
      .click();
    await row(/^A virtual machine \(Failed/).waitFor();
    const lacking = STUDENTS.filter((user) => succeeded('RunInstances', user) === 0);
    assert.ok(lacking.length > 0 && lacking.length < STUDENTS.length, 'some have done it');
    await results()
      .getByText(`${lacking.length} of 8 have not done it: ${lacking.join(', ')}`)
      .first()
      .waitFor();
    await results().getByText('8 of 8 have not done it').first().waitFor();
    await screenshot(vscode(), 'lab-tests-group');
  });

  it('pass for a student who has done the task, and name else the missing calls', async () => {
    const student = STUDENTS.find(
      (user) => succeeded('RunInstances', user) > 0 && succeeded('CreateBucket', user) > 0,
    )!;
    await vscode().runCommand('Test: Configure Test Profiles');
    await vscode()
      .quickPickRow(/Check Class/)
      .click();
    await vscode()
      .quickPickRow(new RegExp(`^\\W*${student}Class`))
      .click();
    await runLab();
    await row(/^A virtual machine \(Passed/).waitFor();
    await row(/^A thousand buckets \(Failed/).waitFor();
    const missing = (1000 - succeeded('CreateBucket', student)).toLocaleString('en');
    await results().getByText(`Missing: ${missing} of 1,000: eventName: CreateBucket`).first().waitFor();
    await screenshot(vscode(), 'lab-tests-student');
  });

  it('lead from the failure to the task in its file', async () => {
    await row(/^A thousand buckets/).dblclick();
    await vscode().editorTab('own.lab.yaml').waitFor();
    await screenshot(vscode(), 'lab-tests-file');
  });

  it('are written from what a user did', async () => {
    const student = STUDENTS.find((user) => succeeded('RunInstances', user) > 0)!;
    await vscode().runCommand('CloudTrail Tracker: Record Checklist from User…');
    await vscode()
      .quickPickRow(new RegExp(`^\\W*${student}`))
      .first()
      .click();
    await vscode().typeInQuickInput('Recorded in a test');
    await page().keyboard.press('Enter');
    await vscode().editorTab('recorded-in-a-test.lab.json').waitFor();
    const lab = JSON.parse(readFileSync(path.join(folder, 'labs/recorded-in-a-test.lab.json'), 'utf8')) as RecordedLab;
    const changes = events.filter((event) => event.userIdentity.userName === student && isOwnChange(event));
    assert.deepEqual(
      new Map(lab.tasks.map(({ title, count = 1 }) => [title, count])),
      new Map(Object.entries(countBy(changes.map(({ eventName }) => eventName)))),
    );
    await screenshot(vscode(), 'lab-tests-recorded');
    await vscode().showContainer('Testing');
    await row(/^Recorded in a test/).waitFor();
  });

  it('are imported from those that the predecessor counted', async () => {
    const file = path.join(folder, 'old.json');
    await writeFile(file, JSON.stringify({ 'Old lab 1': { RunInstances: 2 }, 'Old lab 2': ['CreateFunction'] }));
    await vscode().runCommand('CloudTrail Tracker: Import Checklists…');
    // The dialog of a VS Code in a browser writes where it begins, once it has listed what is there.
    await vscode().quickPickRow('..').waitFor();
    await vscode().typeInQuickInput(file);
    await vscode().quickPickRow('old.json').click();
    await vscode().notification('2 checklists were imported.').waitFor();
    await vscode().editorTab('old-lab-2.lab.json').waitFor();
    await vscode().showContainer('Testing');
    for (const title of [/^Old lab 1/, /^Old lab 2/]) await row(title).waitFor();
    await screenshot(vscode(), 'lab-tests-imported');
  });
});

interface RecordedLab {
  tasks: { title: string; count?: number }[];
}

function isOwnChange({ eventSource, readOnly, userIdentity, ...record }: LogRecord): boolean {
  return (
    !readOnly &&
    record['errorCode'] === undefined &&
    userIdentity.type === 'IAMUser' &&
    eventSource !== 'signin.amazonaws.com'
  );
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
