import assert from 'node:assert/strict';
import path from 'node:path';
import { runScript } from '../../scripts/runProgram.ts';
import { Asker } from './asker.ts';
import { eventsIn, type LogRecord } from './logFiles.ts';
import { testRun } from './testRun.ts';
import { screenshot, useVSCode } from './useVSCode.ts';
import type { Workbench } from './workbench.ts';

/**
 * Twelve questions that people who look after an account ask, each answered in at most three actions (asker.ts says what one is), seven
 * of them by the keyboard alone. The answers are counted here from the log files. When a question is asked, all views show
 * everything of all time, and no editor is open.
 *
 * "Which students never started lab 3?" is not among them: it takes a list of the students.
 */
interface Question {
  question: string;
  by: 'keyboard' | 'mouse';
  ask: (asker: Asker, vscode: Workbench) => Promise<void>;
  /** Waits for the answer to show. */
  answer: (vscode: Workbench, events: readonly LogRecord[]) => Promise<void>;
}

const STRANGER = '198.51.100.66';

const ofTheClass: Question[] = [
  {
    question: 'A teacher: who has terminated this instance?',
    by: 'keyboard',
    async ask(asker) {
      await asker.command('Who Changed This?…');
      await asker.answer(terminated.id);
    },
    answer: (vscode) =>
      vscode
        .quickPickRow(new RegExp(`${terminated.user}.*TerminateInstances`))
        .first()
        .waitFor(),
  },
  {
    question: 'A teacher: what has alucloud7 done?',
    by: 'keyboard',
    async ask(asker) {
      await asker.command('Go to User…');
      await asker.choose('alucloud7');
    },
    async answer(vscode, events) {
      await vscode.editorTab('Activity: alucloud7').waitFor();
      await showsEvents(
        vscode,
        count(events, (event) => userOf(event) === 'alucloud7'),
      );
    },
  },
  {
    question: 'A teacher: who of them uses machines of type t3.small?',
    by: 'keyboard',
    async ask(asker) {
      await asker.command('Show Activity');
      await asker.filter('instanceType: t3.small', 't3.small');
    },
    async answer(vscode, events) {
      const small = events.filter((event) => parameter(event, 'instanceType') === 't3.small');
      assert.ok(small.length > 0);
      await showsEvents(vscode, small.length);
      const [[user, often]] = ranked(small.map(userOf)) as [[string, number]];
      const first = vscode.webview.getByRole('region', { name: 'Top users' }).getByRole('listitem').first();
      await first
        .filter({ hasText: `${user}` })
        .filter({ hasText: String(often) })
        .waitFor();
    },
  },
  {
    question: 'A teacher: what was left running, and by whom?',
    by: 'mouse',
    async ask(asker, vscode) {
      const queries = await vscode.showTree('Queries');
      const arrow = (label: string) => queries.row(label).locator('.monaco-tl-twistie');
      await queries.row('Left Running', /^\d/).waitFor();
      await asker.click(arrow('Left Running'));
      await queries.reveal('Instances');
      await asker.click(arrow('Instances'));
    },
    async answer(vscode, events) {
      const gone = new Set(instancesOf(events, 'TerminateInstances'));
      const left = instancesOf(events, 'RunInstances').filter((id) => !gone.has(id));
      const queries = await vscode.showTree('Queries');
      await queries.row('Instances', new RegExp(`^${left.length}$`)).waitFor();
      await queries
        .row(/^alucloud\d+$/, /· i-[0-9a-f]{17}$/)
        .first()
        .waitFor();
    },
  },
  {
    question: 'A teacher: whose calls fail most?',
    by: 'mouse',
    async ask(asker, vscode) {
      await asker.click(await (await vscode.showTree('Queries')).reveal('Errors and Denials'));
      await asker.click(vscode.webview.getByRole('tab', { name: 'Breakdown' }));
    },
    async answer(vscode, events) {
      const failed = events.filter(
        ({ errorCode, responseElements }) => errorCode !== undefined || isRefusal(responseElements),
      );
      const [[user, often]] = ranked(failed.map(userOf)) as [[string, number]];
      const first = vscode.webview.getByRole('grid', { name: 'Breakdown' }).locator('.grid-body .row').first();
      await first
        .filter({ hasText: user })
        .filter({ hasText: number(often) })
        .waitFor();
    },
  },
  {
    question: 'A security engineer: was the root user used, and from where?',
    by: 'mouse',
    async ask(asker, vscode) {
      await asker.click(await (await vscode.showTree('Queries')).reveal('Root User'));
      await asker.click(vscode.webview.getByRole('grid', { name: 'Events' }).locator('.grid-body .row').first());
    },
    async answer(vscode, events) {
      const byRoot = events.filter(({ userIdentity }) => userIdentity.type === 'Root');
      await showsEvents(vscode, byRoot.length);
      const last = byRoot.reduce((one, other) => (other.eventTime > one.eventTime ? other : one));
      const details = vscode.webview.getByRole('complementary', { name: 'Event details' });
      await details.getByText(String(last['sourceIPAddress']), { exact: true }).waitFor();
    },
  },
  {
    question: 'A security engineer: has somebody tried passwords?',
    by: 'keyboard',
    async ask(asker) {
      await asker.command('Run Query…');
      await asker.choose('Failed Sign-Ins');
    },
    async answer(vscode, events) {
      const isFailure = ({ eventName, responseElements }: LogRecord) =>
        eventName === 'ConsoleLogin' && isRefusal(responseElements);
      await showsEvents(vscode, count(events, isFailure));
    },
  },
  {
    question: `A security engineer: what was done from ${STRANGER}?`,
    by: 'keyboard',
    async ask(asker) {
      await asker.command('Show Activity');
      await asker.filter(`sourceIPAddress: ${STRANGER}`, STRANGER);
    },
    answer: (vscode, events) =>
      showsEvents(
        vscode,
        count(events, (event) => event['sourceIPAddress'] === STRANGER),
      ),
  },
  {
    question: 'A security engineer: who calls himself alucloud2 in the role that all may use?',
    by: 'mouse',
    async ask(asker, vscode) {
      const users = await vscode.showTree('Users');
      await users.reveal('lab-shared-role');
      await asker.click(users.row('lab-shared-role').locator('.monaco-tl-twistie'));
      // The role may stand at the end of the rows in sight.
      await users.row('lab-shared-role').hover();
      await vscode.page.mouse.wheel(0, 100);
      await asker.click(users.row('alucloud2', /^claimed/));
    },
    async answer(vscode, events) {
      const session = /:assumed-role\/lab-shared-role\/alucloud2$/;
      await showsEvents(
        vscode,
        count(events, ({ userIdentity }) => session.test(String(userIdentity['arn']))),
      );
    },
  },
];

const ofTheOrganization: Question[] = [
  {
    question: 'A team lead: which of our accounts is the busiest?',
    by: 'mouse',
    async ask(asker, vscode) {
      const title = vscode.page.locator('.part.sidebar .pane-header').filter({ hasText: /^Users/ });
      await title.hover();
      await asker.click(title.getByRole('button', { name: 'Show Activity' }));
      await asker.click(vscode.webview.getByRole('tab', { name: 'Breakdown' }));
      await asker.select(vscode.webview.getByLabel('Group by'), 'Account');
    },
    async answer(vscode, events) {
      const [[account, often]] = ranked(events.map((event) => String(event['recipientAccountId']))) as [
        [string, number],
      ];
      const first = vscode.webview.getByRole('grid', { name: 'Breakdown' }).locator('.grid-body .row').first();
      await first
        .filter({ hasText: account })
        .filter({ hasText: number(often) })
        .waitFor();
    },
  },
  {
    question: 'A team lead: does anybody work in Frankfurt, where we have nothing?',
    by: 'keyboard',
    async ask(asker) {
      await asker.command('Show Activity');
      await asker.filter('region: eu-central-1', 'eu-central-1');
    },
    answer: (vscode, events) =>
      showsEvents(
        vscode,
        count(events, ({ awsRegion }) => awsRegion === 'eu-central-1'),
      ),
  },
  {
    question: 'A team lead: who has deleted the policy of this bucket?',
    by: 'keyboard',
    async ask(asker) {
      await asker.command('Who Changed This?…');
      await asker.answer(opened.bucket);
    },
    answer: (vscode) =>
      vscode
        .quickPickRow(/DeleteBucketPolicy/)
        .first()
        .waitFor(),
  },
];

let terminated = { id: '', user: '' };
let opened = { bucket: '' };

describe('a question of whoever looks after a class', () => {
  answered(ofTheClass, {
    folder: () => testRun().sample,
    first: 'IAM Users',
    know(events) {
      const calls = events.filter(
        ({ eventName, errorCode }) => eventName === 'TerminateInstances' && errorCode === undefined,
      );
      terminated = { id: instancesOf(calls, 'TerminateInstances')[0] ?? '', user: userOf(calls[0]!) };
    },
  });
});

describe('a question of whoever looks after an organization', () => {
  answered(ofTheOrganization, {
    async folder() {
      const folder = path.join(testRun().folder, 'organization of questions');
      await runScript('scripts/sample.ts', folder, '--organization');
      return folder;
    },
    first: 'People',
    know(events) {
      const call = events.find(
        ({ eventName, errorCode }) => eventName === 'DeleteBucketPolicy' && errorCode === undefined,
      );
      opened = { bucket: parameter(call!, 'bucketName') ?? '' };
    },
  });
});

interface Account {
  folder: () => string | Promise<string>;
  /** A row that shows when the tree of users does. */
  first: string;
  /** Picks from the files what is asked about. */
  know: (events: readonly LogRecord[]) => void;
}

function answered(questions: readonly Question[], { folder, first, know }: Account): void {
  let events: LogRecord[] = [];
  const vscode = useVSCode({
    async folder() {
      const opened = await folder();
      events = eventsIn(opened);
      know(events);
      return opened;
    },
    viewport: { width: 1440, height: 1000 },
  });

  before('shows everything, of all time', async () => {
    await vscode().showAllEvents(first);
  });

  beforeEach(async () => {
    await vscode().page.keyboard.press('Escape');
    await vscode().runCommand('View: Close All Editors');
    await vscode().runCommand('CloudTrail Tracker: Show Everything');
  });

  for (const { question, by, ask, answer } of questions)
    it(`${question} (by ${by})`, async () => {
      await ask(new Asker(vscode(), by), vscode());
      await answer(vscode(), events);
      await screenshot(vscode(), `question-${question.replaceAll(/\W+/g, '-').toLowerCase().slice(0, 50)}`);
    });
}

/** The page that shows rests on so many events. */
async function showsEvents(vscode: Workbench, events: number): Promise<void> {
  assert.ok(events > 0);
  await vscode.webview
    .locator('[role=status]')
    .filter({ hasText: `${number(events)} event` })
    .waitFor({ state: 'attached' });
}

function count(events: readonly LogRecord[], isOne: (event: LogRecord) => boolean): number {
  return events.filter(isOne).length;
}

function number(count: number): string {
  return count.toLocaleString('en');
}

/** Values with how often each is there, the most frequent first. */
function ranked(values: readonly string[]): [value: string, often: number][] {
  const often = new Map<string, number>();
  for (const value of values) often.set(value, (often.get(value) ?? 0) + 1);
  return [...often].sort(([, a], [, b]) => b - a);
}

function userOf({ userIdentity: { userName, sessionContext } }: LogRecord): string {
  return userName ?? sessionContext?.sessionIssuer?.userName ?? '';
}

function parameter({ requestParameters }: LogRecord, name: string): string | undefined {
  return (requestParameters as Record<string, string> | null)?.[name];
}

function isRefusal(responseElements: unknown): boolean {
  return (responseElements as { ConsoleLogin?: string } | null)?.ConsoleLogin === 'Failure';
}

/** The instances that calls of a name answered with. */
function instancesOf(events: readonly LogRecord[], name: string): string[] {
  const calls = events.filter(({ eventName, errorCode }) => eventName === name && errorCode === undefined);
  return calls.flatMap(({ responseElements }) => {
    const { instancesSet } = responseElements as { instancesSet: { items: { instanceId: string }[] } };
    return instancesSet.items.map(({ instanceId }) => instanceId);
  });
}
