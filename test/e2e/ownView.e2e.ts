import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { connectionLink } from '../../backend/aws/connectionLink.ts';
import { DEFAULT_DROP, dropRule } from '../../backend/core/dropRule.ts';
import { eventOf } from '../../backend/core/eventOf.ts';
import type { JsonObject } from '../../backend/core/json.ts';
import { writeSample } from '../../backend/local/writeSample.ts';
import { assertAccessible } from './accessibility.ts';
import { eventsIn } from './logFiles.ts';
import { testRun } from './testRun.ts';
import { openTrackerServer, STUDENT, TRACKER_SETTING, type TrackerServer } from './trackerServer.ts';
import { screenshot, useVSCode } from './useVSCode.ts';

describe('the own view of a student', () => {
  let tracker: TrackerServer;
  let folder: string;

  before('deploys a tracker', async function () {
    this.timeout(120_000);
    folder = path.join(testRun().folder, 'own-view');
    mkdirSync(path.join(folder, 'workspace'), { recursive: true });
    await writeSample(path.join(folder, 'logs'), { end: new Date(), days: 4, users: 12, events: 600, seed: 7 });
    tracker = await openTrackerServer(path.join(folder, 'logs'), path.join(folder, 'home'));
  });

  const vscode = useVSCode({
    folder: () => path.join(folder, 'workspace'),
    env: () => tracker.environment,
    machineSettings: {
      'cloudtrailTracker.trackers': [
        TRACKER_SETTING,
        { ...TRACKER_SETTING, name: 'new', profile: 'newcomer', ownView: 'newcomer' },
      ],
    },
    viewport: { width: 1440, height: 1000 },
  });
  const receipt = () => vscode().webview.getByRole('region', { name: 'What this answer rests on' });
  const part = (name: string | RegExp) => receipt().getByRole('button', { name });
  const tab = (name: string) => vscode().webview.getByRole('tab', { name });
  const isDropped = dropRule(DEFAULT_DROP);
  /** What a tracker stores of the student. */
  const own = () =>
    eventsIn(path.join(folder, 'logs')).filter(
      (record) =>
        record.userIdentity.type === 'IAMUser' &&
        record.userIdentity.userName === STUDENT &&
        isDropped(eventOf(record as unknown as JsonObject, '', 0)) === undefined,
    );
  let link: string;

  after('ends the tracker', () => tracker.close());

  async function pasteLink(profile: string): Promise<void> {
    await vscode().runCommand('CloudTrail Tracker: Connect to Tracker…');
    await vscode().quickPickRow(/Paste a Connection Link/).first().click(); // prettier-ignore
    const box = vscode().page.locator('.quick-input-widget').filter({ hasText: 'The connection link' });
    await box.waitFor();
    assert.equal(await box.locator('input.input').inputValue(), link);
    await vscode().page.keyboard.press('Enter');
    await vscode().quickPickRow(profile).first().click();
  }

  it('is what a teacher gives a link for', async () => {
    await vscode().page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await vscode().showContainer('CloudTrail Tracker');
    const sources = await vscode().showTree('Sources');
    await sources.row('class').waitFor();
    await vscode().chooseInMenu(sources.row('class'), 'Copy Connection Link');
    await vscode().quickPickRow(/Students, for Their Own View/).waitFor(); // prettier-ignore
    await screenshot(vscode(), 'own-view-link');
    await vscode().quickPickRow(/Students, for Their Own View/).first().click(); // prettier-ignore
    await vscode()
      .notification(/^Copied\..*own-view policy of the tracker/)
      .waitFor();
    link = await vscode().page.evaluate(() => navigator.clipboard.readText());
    const { url, region, name } = TRACKER_SETTING;
    assert.equal(link, connectionLink({ url, region, name, ownView: true }, new URL(link).protocol.slice(0, -1)));
  });

  it('is not for a role, which may ask for nothing', async () => {
    await pasteLink('student-role');
    await vscode()
      .notification(/The own view is for IAM users, and arn:aws:sts::\d+:assumed-role\/students\/alucloud3 is none/)
      .waitFor();
    await screenshot(vscode(), 'own-view-role');
    assert.deepEqual(tracker.refused, []);
    await vscode().runCommand('Notifications: Clear All Notifications');
  });

  it('opens by the link, and has one user and what they have done', async () => {
    await pasteLink('student');
    await vscode().statusBarItem(/class/).waitFor();
    const sources = await vscode().showTree('Sources');
    await sources.row('class', /^current · own view · \d+ events$/).waitFor();
    await sources.row('Own view', 'only what you have done').waitFor();
    await vscode().runCommand('CloudTrail Tracker: Choose Period…');
    await vscode().quickPickRow('All time').click();
    await vscode().runCommand('CloudTrail Tracker: Choose Scope…');
    await vscode().quickPickRow('Everything').click();
    const users = await vscode().showTree('Users');
    await users.expand('IAM Users');
    await users.row(STUDENT, new RegExp(`^${own().length}\\b`)).waitFor();
    const rows = await users.rows();
    assert.deepEqual(rows.filter((row) => /^(alucloud|profesor)/.test(row)).length, 1, rows.join('\n'));
    assert.ok(own().length > 10, `${own().length} events`);
  });

  it('has its pages, and a receipt that tells only what is known', async () => {
    await vscode().runCommand('CloudTrail Tracker: Show Activity');
    await part(`${own().length} events`).waitFor();
    await part('newest log file: not known').click();
    await receipt().getByText('The own view tells nothing of log files.').waitFor();
    await part('hours without log files: not known').click();
    await receipt().getByText('The own view does not tell of which hours there are log files.').waitFor();
    await screenshot(vscode(), 'own-view-overview');
    await part(`${own().length} events`).click();
    await receipt().getByText(`Of all time, it has ${own().length} events of yours.`).waitFor();
    await assertAccessible(await vscode().webviewFrame());
    await tab('Breakdown').click();
    await vscode().webview.getByRole('combobox', { name: /Group/ }).first().selectOption('user');
    await vscode().webview.getByRole('grid').getByText(STUDENT).first().waitFor();
  });

  it('has the whole record of an event', async () => {
    await tab('Events').click();
    await vscode().webview.getByRole('grid', { name: 'Events' }).getByRole('row').nth(1).click();
    await vscode().webview.getByRole('button', { name: 'Open Record' }).click();
    await vscode().page.locator('.monaco-editor .view-lines').filter({ hasText: 'eventVersion' }).waitFor();
    await screenshot(vscode(), 'own-view-record');
  });

  it('has asked for nothing but the path of the student', () => {
    assert.deepEqual(tracker.refused, []);
    assert.ok(tracker.readUnits() > 0);
  });

  it('says of who has done nothing yet when there will be something', async () => {
    const sources = await vscode().showTree('Sources');
    await sources.row('new', 'own view · not opened').click();
    await sources.row('new', 'current · own view · 0 events').waitFor();
    for (const view of ['Users', 'Services'])
      await vscode()
        .welcome(view)
        .getByText(/^Nothing that you have done is stored\. What you do in AWS shows here some minutes later/)
        .waitFor();
    await vscode().runCommand('CloudTrail Tracker: Show Activity');
    await vscode().webview.getByRole('heading', { name: 'Nothing that you have done is stored' }).waitFor();
    await screenshot(vscode(), 'own-view-nothing');
    await vscode().runCommand('CloudTrail Tracker: Switch to Source…');
    await vscode()
      .quickPickRow(/^\W*class\W*own view/)
      .first()
      .click();
    await vscode()
      .statusBarItem(/^\s*class/)
      .waitFor();
  });

  it('is in the light, and offers nothing of a tracker’s upkeep', async () => {
    await vscode().runCommand('CloudTrail Tracker: Show Activity');
    await vscode().changeTheme('Light 2026');
    const sources = await vscode().showTree('Sources');
    await sources.row('class', /own view/).click({ button: 'right' });
    const menu = vscode().page.locator('.monaco-menu');
    await menu.getByRole('menuitem', { name: 'Copy Connection Link' }).waitFor();
    assert.equal(await menu.getByRole('menuitem', { name: /Backfill|Trigger|Remove Tracker|Check Setup|Deploy/ }).count(), 0); // prettier-ignore
    await screenshot(vscode(), 'own-view-light');
    await vscode().page.keyboard.press('Escape');
  });
});

describe('the own view in Spanish', () => {
  let tracker: TrackerServer;
  let folder: string;

  before('deploys a tracker', async function () {
    this.timeout(120_000);
    folder = path.join(testRun().folder, 'own-view-es');
    mkdirSync(path.join(folder, 'workspace'), { recursive: true });
    await writeSample(path.join(folder, 'logs'), { end: new Date(), days: 2, users: 6, events: 200, seed: 7 });
    tracker = await openTrackerServer(path.join(folder, 'logs'), path.join(folder, 'home'));
  });

  const vscode = useVSCode({
    folder: () => path.join(folder, 'workspace'),
    env: () => tracker.environment,
    language: 'es',
    machineSettings: { 'cloudtrailTracker.trackers': [{ ...TRACKER_SETTING, profile: 'student', ownView: STUDENT }] },
    viewport: { width: 1440, height: 1000 },
  });

  after('ends the tracker', () => tracker.close());

  it('says the same, and is remembered in the settings', async () => {
    await vscode().showContainer('CloudTrail Tracker');
    const sources = await vscode().showTree('Orígenes');
    await sources.row('class', /vista propia/).click();
    await sources.row('Vista propia', 'solo lo que ha hecho usted').waitFor();
    await vscode().statusBarItem(/class/).waitFor();
    await screenshot(vscode(), 'own-view-es');
    assert.deepEqual(tracker.refused, []);
  });
});
