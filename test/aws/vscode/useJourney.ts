import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { screenshot, useVSCode, type VSCodeOptions } from '../../e2e/useVSCode.ts';
import type { Workbench } from '../../e2e/workbench.ts';
import { openLocalAws, type LocalAws } from '../local/localAws.ts';
import { poll } from '../local/poll.ts';
import { makeAwsHome, type AwsHome } from './awsHome.ts';
import { installOnce, outputFolder } from './installed.ts';
import { outsidePolicies, type PolicyScope } from './outsidePolicies.ts';

/** A person with a VS Code, and an AWS of their own. */
export interface Journey {
  readonly aws: LocalAws;
  readonly home: AwsHome;
  readonly vscode: Workbench;
  /** A folder of its own. */
  readonly folder: string;
  /** A screenshot into out/aws, numbered in the order of the journey. */
  show(what: string): Promise<void>;
  /** Runs a command of the extension by the palette; calls of AWS are written down for it from now on. */
  run(command: string): Promise<void>;
  /** Waits for a row of a quick pick, takes a screenshot, and chooses the row. `shot` names the screenshot, here and below. */
  choose(row: string | RegExp, shot?: string): Promise<void>;
  /** Fills an input box that asks this, takes a screenshot, and presses Enter. */
  type(question: string | RegExp, text: string, shot?: string): Promise<void>;
  /** Waits for a modal dialog, takes a screenshot, and presses one of its buttons. Answers its text. */
  agree(text: string | RegExp, button: string, shot?: string): Promise<string>;
  /** Waits for a notification, takes a screenshot, and clears all notifications. Answers its text. */
  notified(text: string | RegExp, shot?: string): Promise<string>;
  /** A notification by its text, whether it shows by itself or in the list of all. */
  notification(text: string | RegExp): Locator;
  /** Waits for a notification that shows how far something is, takes a screenshot, and cancels it. */
  cancel(progress: string | RegExp, shot?: string): Promise<void>;
  /** Closes whatever an earlier test may have left open: lists to choose from, dialogs, notifications and what is under way. */
  putAside(): Promise<void>;
  /** Makes a source that is known the current one. */
  useSource(name: string): Promise<void>;
  /** All lines of the text that the active editor shows, in any order. */
  editorLines(): Promise<string[]>;
  /** Types a folder into VS Code's dialog for one, and presses its button. */
  chooseFolder(folder: string, button?: string): Promise<void>;
  /** Saves the text that the active editor shows as a file. */
  saveText(file: string): Promise<void>;
  /** Waits until a view's tree has a row with this description. */
  seeRow(view: string, label: string | RegExp, description: string | RegExp): Promise<void>;
}

/** How long something may take on a machine that is busy, in milliseconds. */
const PATIENCE = 60_000;

/**
 * Opens a local AWS and a VS Code with the extension, installed from its package, for the tests of the `describe` in which it is
 * called. Afterwards nobody may have wanted to reach anything but this machine, and each command must have asked AWS something, and
 * nothing that the policies do not allow.
 */
export function useJourney(name: string, scope: () => PolicyScope, options: VSCodeOptions = {}): () => Journey {
  let aws: LocalAws | undefined;
  let home: AwsHome | undefined;
  let steps = 0;
  const commands = new Set<string>();

  before('opens a local AWS', async function () {
    this.timeout(180_000);
    await installOnce();
    for (const shot of readdirSync(outputFolder).filter((file) => file.startsWith(`${name}-0`)))
      rmSync(path.join(outputFolder, shot));
    aws = await openLocalAws();
    mkdirSync(path.join(aws.folder, 'home'));
    home = makeAwsHome(aws, path.join(aws.folder, 'home'));
  });

  const vscode = useVSCode({
    ...options,
    settings: { 'cloudtrailTracker.pollInterval': 3, ...options.settings },
    output: outputFolder,
    folder: options.folder ?? (() => mkdtempSync(path.join(aws!.folder, 'workspace-'))),
    env: () => home!.environment,
  });

  before('is patient', () => vscode().page.setDefaultTimeout(PATIENCE));

  afterEach(function () {
    if (this.currentTest?.state !== 'failed') return;
    console.error(aws?.log().slice(-3000));
    console.error(aws?.front.failures.slice(-10).join('\n'));
  });

  after('closes the local AWS', async function () {
    this.timeout(30_000);
    const foreign = home?.foreignHosts() ?? [];
    const calls = aws?.front.calls ?? [];
    await aws?.close();
    assert.deepEqual(foreign, [], 'hosts besides this machine that were asked for');
    assert.deepEqual(outsidePolicies(calls, [...commands], scope()), [], 'calls that the policies do not allow');
  });

  return () => {
    const journey: Journey = {
      aws: aws!,
      home: home!,
      vscode: vscode(),
      folder: aws!.folder,
      async show(what) {
        steps++;
        await screenshot(vscode(), `${name}-${String(steps).padStart(3, '0')}-${what}`, outputFolder);
      },
      async run(command) {
        aws!.front.command = command;
        commands.add(command);
        // The palette knows the command when the extension's icon is there.
        await vscode().page.locator('.activitybar').getByRole('tab', { name: 'CloudTrail Tracker' }).waitFor();
        await vscode().runCommand(`CloudTrail Tracker: ${command}`);
      },
      async choose(row, shot) {
        const found = vscode().quickPickRow(row).first();
        await found.waitFor();
        await journey.show(shot ?? nameOf(row));
        // A view that shows something new may have taken the focus.
        await vscode().page.locator('.quick-input-widget input.input').focus();
        // By keyboard: a list that has just come may be laid out anew, and a click then meet another row.
        const active = found.and(vscode().page.locator('.focused'));
        for (let moves = 0; !(await active.isVisible()); moves++) {
          assert.ok(moves < 50, `No row ${String(row)} can be reached.`);
          await vscode().page.keyboard.press('ArrowDown');
        }
        await vscode().page.keyboard.press('Enter');
        // VS Code may hear of the key before it tells the extension of the row: a person then presses it again.
        await active.waitFor({ state: 'hidden', timeout: 3_000 }).catch(() => vscode().page.keyboard.press('Enter'));
      },
      async type(question, text, shot) {
        const widget = vscode().page.locator('.quick-input-widget').filter({ hasText: question });
        await widget.waitFor();
        await vscode().typeInQuickInput(text);
        await journey.show(shot ?? nameOf(question));
        await vscode().page.keyboard.press('Enter');
        await widget.waitFor({ state: 'hidden' });
      },
      async agree(text, button, shot) {
        const dialog = vscode().dialog(text);
        await dialog.waitFor();
        await journey.show(shot ?? nameOf(text));
        const said = await dialog.innerText();
        await dialog.getByRole('button', { name: button, exact: true }).click();
        await dialog.waitFor({ state: 'hidden' });
        return said;
      },
      async notified(text, shot) {
        const { page } = vscode();
        // Notifications that hide by themselves stay in the list.
        await page.keyboard.press('Escape');
        await vscode().runCommand('Notifications: Show Notifications');
        const found = journey.notification(text);
        await found.waitFor();
        await journey.show(shot ?? nameOf(text));
        const said = await found.locator('.notification-list-item-message').innerText();
        await vscode().runCommand('Notifications: Clear All Notifications');
        return said;
      },
      notification(text) {
        const { page } = vscode();
        const message = page.locator('.notification-list-item-message').filter({ hasText: text });
        return page.locator('.notification-list-item').filter({ has: message }).first();
      },
      async cancel(progress, shot) {
        const { page } = vscode();
        const shown = journey.notification(progress);
        const button = shown.getByRole('button', { name: 'Cancel' });
        let isPictured = false;
        // A toast may hide by itself under the mouse, but what is under way stays in the list of all notifications.
        for (let tries = 1; ; tries++) {
          try {
            await shown.waitFor({ timeout: 5_000 });
            if (!isPictured) await journey.show(shot ?? nameOf(progress));
            isPictured = true;
            await button.click({ timeout: 3_000 });
            // A click that meets a toast while it moves is lost; a second one does no harm.
            await button.waitFor({ state: 'hidden', timeout: 3_000 });
            break;
          } catch (error) {
            if (tries === 8) throw error;
            await vscode().runCommand('Notifications: Show Notifications');
          }
        }
        await page.mouse.move(0, 0);
      },
      async putAside() {
        const { page } = vscode();
        const open = page.locator('.quick-input-widget, .monaco-dialog-box').filter({ visible: true });
        const cancel = page.locator('.notification-list-item').getByRole('button', { name: 'Cancel', exact: true });
        const closeDialogs = async () => {
          for (let tries = 0; (await open.count()) > 0; tries++) {
            assert.ok(tries < 10, 'A dialog cannot be closed.');
            await page.keyboard.press('Escape');
            await open
              .first()
              .waitFor({ state: 'hidden', timeout: 2_000 })
              .catch(() => undefined);
          }
        };
        await closeDialogs();
        await vscode().runCommand('Notifications: Show Notifications');
        for (let tries = 0; (await cancel.count()) > 0; tries++) {
          assert.ok(tries < 20, 'What is under way cannot be cancelled.');
          // It may end by itself meanwhile.
          await cancel
            .first()
            .click({ timeout: 2_000 })
            .catch(() => undefined);
        }
        // What was cancelled may ask what is to become of it.
        await closeDialogs();
        await vscode().runCommand('Notifications: Clear All Notifications');
      },
      async useSource(source) {
        await vscode().runCommand('CloudTrail Tracker: Switch to Source…');
        await journey.choose(new RegExp(`^\\W*${source}`));
        await vscode().statusBarItem(source).waitFor();
      },
      async editorLines() {
        const { page } = vscode();
        await page.locator('.editor-group-container.active .monaco-editor').first().click();
        await page.keyboard.press('ControlOrMeta+Home');
        const lines = new Set<string>();
        for (let before = -1; before < lines.size;) {
          before = lines.size;
          for (const line of (await vscode().editorText()).split('\n')) lines.add(line);
          await page.keyboard.press('PageDown');
        }
        return [...lines];
      },
      async chooseFolder(folder, button = 'OK') {
        const widget = vscode().page.locator('.quick-input-widget');
        const input = widget.locator('input.input');
        const child = vscode().quickPickRow(readdirSync(folder)[0]!);
        // VS Code's own dialog first shows a folder of its choice, and writes that over what was typed meanwhile.
        for (let tries = 1; ; tries++) {
          await vscode().page.waitForFunction(() =>
            document.querySelector<HTMLInputElement>('.quick-input-widget input.input')?.value.startsWith('/'),
          );
          await input.fill(`${folder}/`);
          const shown = await child.waitFor({ timeout: 3_000 }).then(
            () => true,
            () => false,
          );
          if (shown && (await input.inputValue()) === `${folder}/`) break;
          assert.ok(tries < 6, `The dialog does not show ${folder}.`);
        }
        await journey.show('folder');
        await widget.getByRole('button', { name: button }).click();
      },
      async saveText(file) {
        const widget = vscode().page.locator('.quick-input-widget');
        const input = widget.locator('input.input');
        const bytes = () => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
        await vscode().runCommand('File: Save As...');
        // The dialog first proposes a path of its own, and writes it over what was typed while it was listing that folder.
        await vscode().page.waitForFunction(() =>
          document.querySelector<HTMLInputElement>('.quick-input-widget input.input')?.value.startsWith('/'),
        );
        for (let tries = 1, stays = false; !stays; tries++) {
          assert.ok(tries < 20, `The dialog does not take ${file}.`);
          await input.fill(file);
          await vscode().page.waitForTimeout(700);
          stays = (await input.inputValue()) === file;
        }
        await journey.show('save');
        await widget.getByRole('button', { name: 'OK' }).click();
        await poll(`${file} is saved`, () => Promise.resolve(bytes() > 0), PATIENCE);
      },
      async seeRow(view, label, description) {
        const tree = await vscode().showTree(view);
        await tree.row(label, description).waitFor({ timeout: 40_000 });
      },
    };
    return journey;
  };
}

/** What a screenshot is called by a text that it shows. */
function nameOf(text: string | RegExp): string {
  const words = typeof text === 'string' ? text : text.source.replaceAll(/\\\w/g, ' ');
  const found = words.toLowerCase().match(/[a-z0-9]+/g) ?? ['step'];
  return found.slice(0, 5).join('-');
}
