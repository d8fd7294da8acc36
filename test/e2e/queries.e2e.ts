import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eventsIn, type LogRecord } from './logFiles.ts';
import { testRun } from './testRun.ts';
import { screenshot, useVSCode } from './useVSCode.ts';

const FILE = '.vscode/cloudtrail-queries.json';
const SAMPLE = 'sample data of a class';

/** What some presets find, counted from the records. */
const presets: [name: string, isIn: (record: LogRecord) => boolean][] = [
  ['Root User', ({ userIdentity }) => userIdentity.type === 'Root'],
  ['Failed Sign-Ins', (record) => record.eventName === 'ConsoleLogin' && isFailure(record)],
  [
    'Sign-Ins without MFA',
    (record) => record.eventName === 'ConsoleLogin' && !isFailure(record) && mfa(record) === 'No',
  ],
  ['IAM Changes', ({ eventSource, readOnly }) => eventSource === 'iam.amazonaws.com' && !readOnly],
  [
    'Changes Made in the Console',
    ({ sessionCredentialFromConsole, readOnly }) => sessionCredentialFromConsole === 'true' && !readOnly,
  ],
  ['Deletions', ({ eventName, readOnly }) => /^(Delete|Terminate|Purge)/.test(eventName) && !readOnly],
];

describe('the queries of a class', () => {
  let folder: string;
  let events: LogRecord[];
  const vscode = useVSCode({
    folder: async () => {
      folder = path.join(testRun().folder, SAMPLE);
      await cp(testRun().sample, folder, { recursive: true });
      events = eventsIn(folder);
      return folder;
    },
    viewport: { width: 1280, height: 1100 },
  });
  const count = (isIn: (record: LogRecord) => boolean) => events.filter(isIn).length;

  before(async () => {
    await vscode().showContainer('CloudTrail Tracker');
    await (await vscode().showTree('Users')).row('IAM Users').waitFor();
    await vscode().runCommand('CloudTrail Tracker: Choose Period…');
    await vscode().quickPickRow('All time').click();
    // The other views give way, so that all queries are in sight.
    for (const view of ['Users', 'Services', 'Sources'])
      await vscode()
        .page.locator('.part.sidebar .pane-header')
        .filter({ hasText: new RegExp(`^${view}`) })
        .click();
  });

  it('say how many events each finds in the period', async () => {
    const queries = await vscode().showTree('Queries');
    for (const [name, isIn] of presets) {
      assert.ok(count(isIn) > 0, name);
      await queries.row(name, new RegExp(`^${count(isIn).toLocaleString('en')}( ·|$)`)).waitFor();
    }
    await queries.row('Trail Tampering', /^0$/).waitFor();
  });

  it('say who did it', async () => {
    const queries = await vscode().showTree('Queries');
    await queries.expand('Root User');
    await queries.row('root', new RegExp(`^${count(presets[0]![1])} ·`)).waitFor();
    await screenshot(vscode(), 'queries');
  });

  it('open the activity panel in the scope that they are meant in', async () => {
    const [name, isIn] = presets[1]!;
    await vscode().statusBarItem("People's changes").waitFor();
    await (await vscode().showTree('Queries')).row(name).click();
    await vscode().statusBarItem('Everything').waitFor();
    await vscode()
      .editorTab(/Activity: signin, ConsoleLogin/)
      .waitFor();
    await vscode()
      .webview.locator('.events-list .small')
      .getByText(String(count(isIn)), { exact: true })
      .waitFor();
  });

  it('save what the panel is filtered by', async () => {
    await vscode().runCommand('CloudTrail Tracker: Save as Query…');
    await vscode().typeInQuickInput('Wrong passwords');
    await vscode().page.keyboard.press('Enter');
    const queries = await vscode().showTree('Queries');
    await queries.row('Wrong passwords', new RegExp(`^${count(presets[1]![1])} ·`)).waitFor();
    const { queries: saved } = JSON.parse(await readFile(path.join(folder, FILE), 'utf8')) as {
      queries: { name: string }[];
    };
    assert.deepEqual(
      saved.map(({ name }) => name),
      ['Wrong passwords'],
    );
  });

  it('tell what was left running, and by whom', async () => {
    const gone = idsOf('TerminateInstances');
    const left = [...idsOf('RunInstances')].filter((id) => !gone.has(id));
    const queries = await vscode().showTree('Queries');
    await queries.row('Left Running', /^\d/).waitFor();
    await queries.expand('Left Running');
    await queries.row('Instances', new RegExp(`^${left.length}$`)).waitFor();
    await queries.expand('Instances');
    const resource = queries.row(/^alucloud/, /i-[0-9a-f]{17}$/).first();
    const id = /i-\w+/.exec(await resource.innerText())?.[0] ?? '';
    assert.ok(left.includes(id), id);
    await screenshot(vscode(), 'queries-left');
    await resource.click();
    await vscode().editorTab(`Activity: ${id}`).waitFor();
    await vscode().statusBarItem('All changes').waitFor();
  });

  it('say what is wrong with the file, and where', async () => {
    await writeFile(
      path.join(folder, FILE),
      '{\n  "queries": [\n    {"name": "x", "filter": {"colour": {"in": ["red"]}}}\n  ]\n}\n',
    );
    const queries = await vscode().showTree('Queries');
    await queries.row('Saved queries, line 3', /^"colour"/).click();
    await vscode().editorTab('cloudtrail-queries.json').waitFor();
    // The editor says so too, by the schema.
    await vscode().page.locator('.squiggly-warning, .squiggly-error').first().waitFor();
    await screenshot(vscode(), 'queries-mistake');
  });

  it('are deleted after a question', async () => {
    await writeFile(
      path.join(folder, FILE),
      JSON.stringify({ queries: [{ name: 'Mine', filter: { outcome: { in: ['denied'] } } }] }),
    );
    const queries = await vscode().showTree('Queries');
    await queries.row('Mine', /^\d/).waitFor();
    await vscode().runCommand('CloudTrail Tracker: Delete Query…');
    await vscode().quickPickRow(/Mine/).click();
    await vscode().dialog('Delete the query Mine?').getByRole('button', { name: 'Delete' }).click();
    await queries.row('Mine').waitFor({ state: 'detached' });
    assert.ok(existsSync(path.join(folder, FILE)));
  });

  it('find who changed the resource under the cursor', async () => {
    const [id = ''] = idsOf('TerminateInstances');
    await writeFile(path.join(folder, 'notes.md'), `${id} was mine. Who has terminated it?\n`);
    await vscode().page.keyboard.press('Control+P');
    await vscode().typeInQuickInput('notes.md');
    await vscode()
      .quickPickRow(/notes\.md/)
      .first()
      .click();
    await vscode().editorTab('notes.md').waitFor();
    await vscode().runCommand('CloudTrail Tracker: Who Changed This?…');
    const input = vscode().page.locator('.quick-input-widget input.input');
    await vscode().page.waitForFunction(
      (expected) => document.querySelector<HTMLInputElement>('.quick-input-widget input.input')?.value === expected,
      id,
    );
    await input.press('Enter');
    await vscode()
      .quickPickRow(/TerminateInstances/)
      .first()
      .waitFor();
    await screenshot(vscode(), 'queries-who');
    await vscode()
      .quickPickRow(/TerminateInstances/)
      .first()
      .click();
    await vscode().editorTab(`Activity: ${id}`).waitFor();
  });

  it('say so where nobody did', async () => {
    await vscode().runCommand('CloudTrail Tracker: Who Changed This?…');
    await vscode().typeInQuickInput('i-00000000000000000');
    await vscode().page.keyboard.press('Enter');
    await vscode()
      .quickPickRow(/No change was found.*sample data of a class/)
      .waitFor();
    await vscode().quickPickRow('Also Search Reads').click();
    await vscode()
      .quickPickRow(/No event names it.*sample data of a class/)
      .waitFor();
  });

  /** The instances that calls of a name answered with. */
  function idsOf(name: string): Set<string> {
    const calls = events.filter(({ eventName, errorCode }) => eventName === name && errorCode === undefined);
    return new Set(
      calls.flatMap(({ responseElements }) => {
        const { instancesSet } = responseElements as { instancesSet: { items: { instanceId: string }[] } };
        return instancesSet.items.map(({ instanceId }) => instanceId);
      }),
    );
  }
});

function isFailure({ responseElements }: LogRecord): boolean {
  return (responseElements as { ConsoleLogin?: string } | null)?.ConsoleLogin === 'Failure';
}

function mfa({ additionalEventData }: LogRecord): string | undefined {
  return (additionalEventData as { MFAUsed?: string } | undefined)?.MFAUsed;
}
