import * as vscode from 'vscode';
import { visibleText } from '../../backend/core/visibleText.ts';
import { UserError } from '../../backend/core/userError.ts';
import { signalOf } from '../commands.ts';
import type { FeatureDeps } from '../featureDeps.ts';
import { readGroupProgress, type GroupProgress } from './groupProgress.ts';
import type { WorkspaceLab } from './classFiles.ts';
import { pickWhom, type Whom } from './pickWhom.ts';
import { lackingText, missingText } from './taskText.ts';

/** A task, by its number and that of its lab, and what stands for it in the Testing view. */
interface WantedTest {
  item: vscode.TestItem;
  lab: number;
  task: number;
}

/** The lab checklists in the Testing view: each lab a suite, each task a test, run for a group or for one of its members. */
export function registerLabTests(deps: FeatureDeps): void {
  const { context, classes, commands, session } = deps;
  const controller = vscode.tests.createTestController('labs', vscode.l10n.t('Lab Checklists'));
  let whom: Whom | undefined;
  /** Nothing is read before somebody looks at the tests. */
  let listed = false;

  async function list(): Promise<void> {
    listed = true;
    const labs = await classes.labs();
    controller.items.replace(labs.map((lab, at) => suite(controller, lab, at)));
  }

  async function choose(): Promise<Whom | undefined> {
    const chosen = await pickWhom(deps, whom);
    if (chosen) {
      whom = chosen;
      profile.label = vscode.l10n.t('Check {0}', visibleText(whom.only ?? whom.group));
    }
    return chosen;
  }

  async function run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const chosen = whom ?? (await choose());
    if (!chosen) return;
    const testRun = controller.createTestRun(request);
    try {
      const tests = await wantedTests(request);
      for (const { item } of tests) testRun.started(item);
      const progress = await progressOf(chosen, signalOf(token));
      for (const { item, lab, task } of tests) report(testRun, item, messageOf(progress, lab, task, chosen));
    } catch (error) {
      if (!token.isCancellationRequested) throw error;
    } finally {
      testRun.end();
    }
  }

  async function wantedTests({ include, exclude }: vscode.TestRunRequest): Promise<WantedTest[]> {
    const among = (items: readonly vscode.TestItem[] | undefined, item: vscode.TestItem) =>
      items?.some((other) => other === item || other === item.parent) ?? false;
    return (await classes.labs()).flatMap((lab, labAt) =>
      lab.tasks.flatMap((_, task) => {
        const item = controller.items.get(lab.id)?.children.get(taskId(lab, task));
        const isWanted = item && (!include || among(include, item)) && !among(exclude, item);
        return isWanted ? [{ item, lab: labAt, task }] : [];
      }),
    );
  }

  /** With all labs, for those that keep their events are counted together. */
  async function progressOf({ group: name, only }: Whom, signal: AbortSignal): Promise<GroupProgress> {
    const group = (await classes.groups()).find((each) => each.name === name);
    const progress = group && (await readGroupProgress(session, group, await classes.labs(), only, signal));
    if (progress?.members.length) return progress;
    whom = undefined;
    throw new UserError(
      !group
        ? vscode.l10n.t('There is no group named {0} any more.', name)
        : !progress
          ? vscode.l10n.t('No source is open. Open a folder of log files first.')
          : vscode.l10n.t('{0} is not in the group {1}.', only ?? vscode.l10n.t('Nobody'), name),
    );
  }

  function messageOf(progress: GroupProgress, lab: number, task: number, { only }: Whom): string | undefined {
    const format = deps.format();
    if (only === undefined) return lackingText(progress, progress.names, [lab, task], format);
    return missingText(progress.labs[lab]!.tasks[task]!, progress.members[0]!.labs[lab]!.tasks[task]!, format);
  }

  const profile = controller.createRunProfile(
    vscode.l10n.t('Check…'),
    vscode.TestRunProfileKind.Run,
    (request, token) => run(request, token).catch(commands.report),
    true,
  );
  profile.configureHandler = () => void choose().catch(commands.report);
  controller.resolveHandler = (item) => (item ? undefined : list().catch(commands.report));
  controller.refreshHandler = () => list().catch(commands.report);
  context.subscriptions.push(
    controller,
    classes.onDidChange(() => {
      if (listed) list().catch(commands.log);
    }),
  );
}

function suite(controller: vscode.TestController, lab: WorkspaceLab, at: number): vscode.TestItem {
  const { id, title, file, range, tasks, taskRanges } = lab;
  const item = controller.createTestItem(id, visibleText(title), file);
  item.range = range;
  // Labs and tasks are done in this order, and would be sorted by their titles.
  item.sortText = inOrder(at);
  item.children.replace(
    tasks.map(({ title }, at) => {
      const test = controller.createTestItem(taskId(lab, at), visibleText(title), file);
      test.range = taskRanges[at];
      test.sortText = inOrder(at);
      return test;
    }),
  );
  return item;
}

function inOrder(at: number): string {
  return String(at).padStart(4, '0');
}

function taskId({ id }: Pick<WorkspaceLab, 'id'>, at: number): string {
  return `${id}#${at}`;
}

function report(run: vscode.TestRun, item: vscode.TestItem, message: string | undefined): void {
  if (message === undefined) return run.passed(item);
  const failure = new vscode.TestMessage(message);
  if (item.uri && item.range) failure.location = new vscode.Location(item.uri, item.range);
  run.failed(item, failure);
}
