import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';

describe('activation', () => {
  const extension = () => {
    const found = vscode.extensions.getExtension<unknown>('cloudtrail-tracker.cloudtrail-tracker');
    assert.ok(found, 'the extension is installed');
    return found;
  };

  it('succeeds', async () => {
    await extension().activate();
    assert.equal(extension().isActive, true);
  });

  it("leaves AWS's clients for when they are needed", async () => {
    await extension().activate();
    const loaded = Object.keys(createRequire(extension().extensionPath + '/').cache);
    const inDist = loaded
      .filter((file) => file.startsWith(extension().extensionPath))
      .map((file) => path.basename(file));
    assert.ok(inDist.includes('extension.cjs'), loaded.join('\n'));
    assert.ok(!inDist.includes('aws.cjs'));
  });

  it('registers the commands that package.json declares, and no others', async () => {
    await extension().activate();
    const manifest = extension().packageJSON as { contributes: { commands: { command: string }[] } };
    const declared = manifest.contributes.commands.map(({ command }) => command).sort();
    // VS Code itself registers some for each view and container: `…users.focus`, `workbench.view.extension…`.
    const views = /^cloudtrailTracker\.(users|services|queries|sources)\./;
    const registered = (await vscode.commands.getCommands(true)).filter(
      (command) => command.startsWith('cloudtrailTracker.') && !views.test(command),
    );
    assert.notEqual(declared.length, 0);
    assert.deepEqual(registered.sort(), declared);
  });
});
