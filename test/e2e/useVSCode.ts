import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { installVSCode } from '../../scripts/vscodeRuntime.ts';
import { startServer, type Server } from '../../scripts/vscodeServer.ts';
import { recordForeignHosts, startChromium } from './chromium.ts';
import { endProcessesNaming } from './processes.ts';
import { outputFolder, testRun } from './testRun.ts';
import { Workbench, type Theme } from './workbench.ts';

export interface VSCodeOptions {
  /** The folder to open; without one the window is empty. Asked for when the tests begin. */
  folder?: () => string | undefined | Promise<string>;
  theme?: Theme;
  language?: 'es';
  settings?: Record<string, unknown>;
  /** Those of scope `machine`. */
  machineSettings?: Record<string, unknown>;
  viewport?: { width: number; height: number };
  /** Environment variables of VS Code, the extension host included. Asked for when the tests begin. */
  env?: () => Record<string, string>;
  /** Opens the folder in Restricted Mode. */
  restricted?: boolean;
  /** Where what is left of failed tests lies; out/vscode if absent. */
  output?: string;
}

interface Window {
  profile: string;
  output: string;
  server: Server;
  browser: BrowserContext;
  page: Page;
  foreignHosts: () => string[];
  /** What the browser's console says, the extension host's errors included. */
  console: string[];
}

/**
 * Opens a VS Code of its own, with the extension installed from its .vsix, for the tests of the `describe` in which it
 * is called, and closes it after them. Returns the window, to be asked for inside the tests.
 *
 * Each failed test leaves a screenshot in out/vscode. After the last one it fails where the browser asked for anything
 * but this machine, or where a process stayed behind.
 */
export function useVSCode(options: VSCodeOptions = {}): () => Workbench {
  let window: Window | undefined;

  before('opens VS Code', async function () {
    this.timeout(90_000);
    window = await openWindow(options);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed' && window) await keepEvidence(window, this.currentTest.fullTitle());
  });

  after('closes VS Code', async function () {
    this.timeout(30_000);
    if (window) await closeWindow(window);
  });

  return () => {
    if (!window) throw new Error('VS Code is open inside tests only.');
    return new Workbench(window.page);
  };
}

/** Status bar items that only a VS Code in a browser has. */
const browserItems = ['status.workbench.keyboardLayout', 'status.forwardedPorts', 'status.host'];

/** A screenshot of the window: for README.md with `npm run test:vscode -- --screenshots`, else into out/. */
export async function screenshot(
  { page }: Workbench,
  name: string,
  folder = process.env['CLOUDTRAIL_TRACKER_SCREENSHOTS'] ?? path.join(outputFolder, 'screenshots'),
): Promise<void> {
  await mkdir(folder, { recursive: true });
  // Away from what would show a tooltip.
  await page.mouse.move(0, 0);
  const hidden = browserItems.map((id) => `[id="${id}"]`).join(', ');
  await page.screenshot({ path: path.join(folder, `${name}.png`), style: `${hidden} { display: none !important }` });
}

async function openWindow(options: VSCodeOptions): Promise<Window> {
  const run = testRun();
  const profile = await mkdtemp(path.join(run.folder, 'window-'));
  const server = await startServer({
    entry: await installVSCode(console.log),
    folder: profile,
    extensions: run.extensions,
    language: options.language,
    restricted: options.restricted,
    env: options.env?.(),
    settings: {
      'git.enabled': false,
      'workbench.colorTheme': options.theme ?? 'Dark 2026',
      'workbench.reduceMotion': 'on',
      // A row that stands under the sticky ones is in sight but cannot be clicked.
      'workbench.tree.enableStickyScroll': false,
      ...options.settings,
    },
    machineSettings: options.machineSettings,
  });
  try {
    const browser = await startChromium(
      path.join(profile, 'chromium'),
      options.viewport ?? { width: 1280, height: 800 },
    );
    const page = browser.pages()[0] ?? (await browser.newPage());
    // Less than mocha's, so that a failure names what was waited for.
    page.setDefaultTimeout(20_000);
    const console: string[] = [];
    page.on('console', (message) => console.push(message.text()));
    const output = options.output ?? outputFolder;
    const window = { profile, output, server, browser, page, console, foreignHosts: recordForeignHosts(browser) };
    await openPage(window, await options.folder?.());
    return window;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function openPage(window: Window, folder: string | undefined): Promise<void> {
  try {
    await window.page.goto(`${window.server.url}/?${folder ? `folder=${encodeURIComponent(folder)}` : 'ew=true'}`);
    await window.page.locator('.activitybar').getByRole('tab').first().waitFor({ timeout: 60_000 });
  } catch (error) {
    await keepEvidence(window, 'VS Code did not open');
    await window.browser.close();
    throw error;
  }
}

async function keepEvidence({ page, profile, output, console }: Window, title: string): Promise<void> {
  const folder = path.join(output, 'failed', title.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 100));
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, 'window.png') });
  await cp(path.join(profile, 'server.log'), path.join(folder, 'server.log'));
  await writeFile(path.join(folder, 'console.log'), console.join('\n'));
}

async function closeWindow({ browser, server, profile, foreignHosts }: Window): Promise<void> {
  await browser.close();
  await server.stop();
  const left = await endProcessesNaming(profile);
  await rm(profile, { recursive: true, force: true });
  assert.deepEqual(foreignHosts(), [], 'hosts outside this machine that VS Code asked for');
  assert.deepEqual(left, [], 'processes left behind');
}
