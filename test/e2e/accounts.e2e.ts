import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ACCOUNTS } from '../../backend/sample/organizationTables.ts';
import { runScript } from '../../scripts/runProgram.ts';
import { assertAccessible } from './accessibility.ts';
import { testRun } from './testRun.ts';
import { screenshot, useVSCode, type VSCodeOptions } from './useVSCode.ts';

const STAGES = ['dev', 'test', 'prod'];
const TEAMS = ['platform', 'orders', 'billing', 'catalog', 'shipping', 'identity', 'pricing', 'support', 'analytics', 'mobile', 'partners', 'content', 'risk', 'data']; // prettier-ignore
/** As a company would call them: a team has three. */
const NAMES = new Map(ACCOUNTS.map((account, at) => [account, `${TEAMS[Math.floor(at / 3)]}-${STAGES[at % 3]}`]));
/** The last three are known to the AWS config file, or to nobody. */
const [OF_PROFILE, OF_NEW_PROFILE, UNKNOWN] = ACCOUNTS.slice(-3) as [string, string, string];
/** A role of this name is in all accounts. */
const ROLE = 'github-actions-deploy';

const organization = () => path.join(testRun().folder, 'organization-accounts');
const configFile = () => path.join(testRun().folder, 'aws-config');
const profile = (name: string, account: string) =>
  `[profile ${name}]\nsso_account_id = ${account}\nsso_role_name = ReadOnly\n`;

const options: VSCodeOptions = {
  folder: organization,
  viewport: { width: 1440, height: 1000 },
  env: () => ({ AWS_CONFIG_FILE: configFile(), AWS_SHARED_CREDENTIALS_FILE: `${configFile()}-credentials` }),
  settings: {
    'cloudtrailTracker.accountNames': Object.fromEntries([...NAMES].slice(0, -3)),
    'cloudtrailTracker.columns': ['eventTime', 'user', 'eventName', 'account', 'outcome', 'home'],
    'cloudtrailTracker.pollInterval': 1,
  },
};

describe('names of accounts', () => {
  before('writes the logs of an organization', async function () {
    this.timeout(60_000);
    await runScript('scripts/sample.ts', organization(), '--organization');
    writeFileSync(configFile(), profile('data-dev-ReadOnly', OF_PROFILE));
  });

  describe('in an organization of 40 accounts', () => {
    const vscode = useVSCode(options);
    const users = () => vscode().showTree('Users');
    const cells = (field: string) => vscode().webview.locator(`.grid-body .cell-${field}`);
    const chip = (text: string) => vscode().webview.locator('.chip', { hasText: text });
    const type = async (text: string) => {
      await vscode().webview.getByRole('combobox', { name: 'Add a filter' }).focus();
      await vscode().page.keyboard.type(text);
    };

    before('shows everything, of all time', async () => {
      await vscode().showContainer('CloudTrail Tracker');
      await (await users()).row('People').waitFor();
      await vscode().runCommand('CloudTrail Tracker: Choose Period…');
      await vscode().quickPickRow('All time').click();
      await vscode().runCommand('CloudTrail Tracker: Choose Scope…');
      await vscode().quickPickRow('Everything').click();
      await vscode().statusBarItem('Everything').waitFor();
    });

    it('are rows of the tree where a role lives in several, in their order, with the number in the tooltip', async () => {
      const tree = await users();
      await tree.reveal('Roles');
      await tree.reveal(ROLE);
      await tree.expand(ROLE);
      const row = tree.row('analytics-dev');
      await row.waitFor();
      const shown = (await tree.rows())
        .map((text) => text.split(' ')[0]!)
        .filter((text) => /-(dev|test|prod)$/.test(text));
      assert.ok(shown.length > 2, shown.join());
      assert.deepEqual(shown, shown.toSorted());
      await row.hover();
      const [account] = [...NAMES].find(([, name]) => name === 'analytics-dev')!;
      const tip = vscode()
        .page.locator('.monaco-hover')
        .filter({ hasText: `role of account analytics-dev (${account})` });
      await tip.filter({ hasText: 'The account is called so in the settings.' }).waitFor();
      await vscode().chooseInMenu(row, 'Copy Name');
      await screenshot(vscode(), 'accounts-tree');
    });

    it('are in the breakdown by account, which is searched and sorted by them', async () => {
      const { webview } = vscode();
      await vscode().runCommand('CloudTrail Tracker: Show Activity');
      await webview.getByRole('tab', { name: 'Breakdown' }).click();
      await webview.getByLabel('Group by').selectOption({ label: 'Account' });
      await cells('account').nth(20).waitFor();
      await webview.getByRole('columnheader', { name: 'Account' }).click();
      await cells('account').first().getByText(OF_NEW_PROFILE).waitFor();
      const shown = await cells('account').allInnerTexts();
      // With the one of the column heads.
      assert.equal(await webview.getByRole('grid', { name: 'Breakdown' }).getAttribute('aria-rowcount'), '41');
      // Those of whom nobody tells a name stay numbers.
      assert.deepEqual(shown.filter((text) => /^\d+$/.test(text)).sort(), [OF_NEW_PROFILE, UNKNOWN]);
      assert.ok(shown.includes('data-dev'), 'the name that a profile has');
      await screenshot(vscode(), 'accounts-breakdown');
      await assertAccessible(await vscode().webviewFrame());
      await webview.getByLabel('Search in the table').fill('billing');
      await cells('account').nth(3).waitFor({ state: 'detached' });
      assert.deepEqual(await cells('account').allInnerTexts(), ['billing-dev', 'billing-prod', 'billing-test']);
      const [account] = [...NAMES].find(([, name]) => name === 'billing-dev')!;
      assert.equal(await cells('account').first().getAttribute('title'), `billing-dev (${account})`);
      await webview.getByLabel('Search in the table').fill('');
    });

    it('tell users of one name apart', async () => {
      const { webview } = vscode();
      await webview.getByLabel('Group by').selectOption({ label: 'User' });
      await cells('user').first().waitFor();
      await webview.getByLabel('Search in the table').fill(ROLE);
      await cells('user')
        .filter({ hasText: `${ROLE} platform-dev` })
        .waitFor();
      await screenshot(vscode(), 'accounts-namesakes');
      await webview.getByLabel('Search in the table').fill('');
    });

    it('are found by typing, and are chips; filters have numbers', async () => {
      const { webview } = vscode();
      const [account] = [...NAMES].find(([, name]) => name === 'orders-prod')!;
      await type('orders-p');
      await webview.getByRole('option', { name: /Account: orders-prod/ }).waitFor();
      await screenshot(vscode(), 'accounts-completion');
      await vscode().page.keyboard.press('Enter');
      await chip('Account: orders-prod').waitFor();
      assert.match((await chip('Account: orders-prod').locator('.chip-text').getAttribute('title')) ?? '', new RegExp(`^Account: orders-prod \\(${account}\\)\n`)); // prettier-ignore
      await vscode().editorTab('Activity: orders-prod').waitFor();
    });

    it('are in the event table and the details', async () => {
      const { webview } = vscode();
      const [account] = [...NAMES].find(([, name]) => name === 'orders-prod')!;
      await webview.getByRole('tab', { name: 'Events' }).click();
      await cells('account').first().getByText('orders-prod').waitFor();
      assert.equal(await cells('account').first().getAttribute('title'), `orders-prod (${account})`);
      await cells('account').first().click();
      const details = webview.getByLabel('Event details');
      await details.getByText(`orders-prod (${account})`).first().waitFor();
      await details
        .getByRole('button', { name: `Only orders-prod (${account})` })
        .first()
        .waitFor();
      await screenshot(vscode(), 'accounts-events');
      await assertAccessible(await vscode().webviewFrame());
      await webview.getByRole('button', { name: 'Clear All' }).click();
    });

    it('are in Go to User, with their numbers', async () => {
      await vscode().runCommand('CloudTrail Tracker: Go to User…');
      const [account] = [...NAMES].find(([, name]) => name === 'risk-dev')!;
      await vscode().typeInQuickInput('risk-dev');
      await vscode()
        .quickPickRow(new RegExp(`risk-dev \\(${account}\\)`))
        .first()
        .waitFor();
      await screenshot(vscode(), 'accounts-go-to-user');
      await vscode().page.keyboard.press('Escape');
    });

    it('change when the AWS config file does', async () => {
      const { webview } = vscode();
      await webview.getByRole('tab', { name: 'Breakdown' }).click();
      await webview.getByLabel('Group by').selectOption({ label: 'Account' });
      await cells('account').getByText(OF_NEW_PROFILE).waitFor();
      writeFileSync(configFile(), profile('data-dev', OF_PROFILE) + profile('archive', OF_NEW_PROFILE));
      await cells('account').getByText('archive').waitFor();
    });

    it('give way to numbers while names are hidden', async () => {
      await vscode().runCommand('CloudTrail Tracker: Hide Names');
      await vscode().statusBarItem('names hidden').waitFor();
      await cells('account').getByText(ACCOUNTS[3]!).waitFor();
      const tree = await users();
      await tree.row('archive').waitFor({ state: 'detached' });
      await tree
        .row(/^analytics-/)
        .first()
        .waitFor({ state: 'detached' });
      await screenshot(vscode(), 'accounts-hidden');
      const texts = [vscode().page.locator('body'), vscode().webview.locator('body')];
      for (const text of texts) assert.doesNotMatch(await text.innerText(), /(orders|billing|analytics)-(dev|test|prod)|archive/); // prettier-ignore
      await vscode().runCommand('CloudTrail Tracker: Show Names');
      await cells('account').getByText('archive').waitFor();
    });

    it('show in a light theme, too', async () => {
      await vscode().changeTheme('Light 2026');
      await cells('account').getByText('archive').waitFor();
      await screenshot(vscode(), 'accounts-light');
    });
  });

  describe('in Spanish', () => {
    const vscode = useVSCode({ ...options, language: 'es' });

    it('are in tree and panel', async () => {
      await vscode().showContainer('CloudTrail Tracker');
      const users = await vscode().showTree('Usuarios');
      await users.row('Personas').waitFor();
      await vscode().runCommand('CloudTrail Tracker: Mostrar actividad');
      const { webview } = vscode();
      await webview.getByRole('tab', { name: 'Desglose' }).click();
      await webview.getByLabel('Agrupar por').selectOption({ label: 'Cuenta' });
      const row = webview.locator('.grid-body .cell-account').filter({ hasText: /-(dev|test|prod)$/ });
      await row.first().waitFor();
      await vscode().page.mouse.move(0, 0);
      await screenshot(vscode(), 'accounts-spanish');
    });
  });
});
