import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { UserError } from '../../backend/core/userError.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** The path of the browser that the tests use. Throws a UserError that says how to get one where there is none. */
export function findChromium(): string {
  const chosen = process.env['CHROMIUM_PATH'];
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new UserError(`CHROMIUM_PATH says ${chosen}, which does not exist.`);
  }
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const found = names
    .flatMap((name) => folders.map((folder) => path.join(folder, name)))
    .find((file) => existsSync(file));
  if (found) return found;
  throw new UserError(
    `The tests in VS Code need a Chromium, and none of ${names.join(', ')} is on the PATH.\n` +
      'On Debian and Ubuntu: apt-get install chromium. Elsewhere set CHROMIUM_PATH to a Chromium or Chrome.',
  );
}

/** Starts the browser on a new profile in `folder`. It can reach this machine only. */
export function startChromium(folder: string, viewport: { width: number; height: number }): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    executablePath: findChromium(),
    headless: true,
    viewport,
    // Otherwise screenshots show what is half faded in.
    reducedMotion: 'reduce',
    args: [
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'],
      ...['--disable-gpu', '--no-first-run', '--lang=en-US'],
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });
}

/** Notes which hosts other than this machine the browser asks for, and answers them. */
export function recordForeignHosts(context: BrowserContext): () => string[] {
  const foreign = new Set<string>();
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(data|blob|vscode-webview|chrome-error|about):$/.test(protocol)) return;
    // Webviews address their files by made-up hosts, which a service worker in the page answers.
    if (/^(127\.0\.0\.1|localhost|.*\.vscode-resource\.vscode-cdn\.net)$/.test(hostname)) return;
    foreign.add(hostname);
  });
  return () => [...foreign];
}
