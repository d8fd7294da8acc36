import assert from 'node:assert/strict';
import Mocha from 'mocha';
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

  it('takes the time that VS Code has measured', async () => {
    await extension().activate();
    const { id } = extension();
    const { loading, activating } = activationTimes(id);
    // Into the report, where the runner prints it.
    Mocha.reporters.Base.consoleLog(
      `      activation of ${id}: ${loading} ms for its code, ${activating} ms for its activation`,
    );
    // Which of the two is longer is a matter of the machine: code may be read before its activation is counted.
    assert.ok(loading > 0 && activating > 0, `${loading} ms, ${activating} ms`);
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

/** What VS Code keeps of the extension host's time: a mark at the begin and end of each extension's loading and activation. */
interface PerformanceMarks {
  getMarks(): { name: string; startTime: number }[];
}

/** Milliseconds for an extension's code, and for its whole activation, as "Developer: Show Running Extensions" has them. */
function activationTimes(id: string): { loading: number; activating: number } {
  const { MonacoPerformanceMarks: marks } = globalThis as { MonacoPerformanceMarks?: PerformanceMarks };
  const timeOf = (mark: string) => {
    const found = marks?.getMarks().find(({ name }) => name === `code/extHost/${mark}/${id}`);
    assert.ok(found, `VS Code has no mark ${mark}`);
    return found.startTime;
  };
  return {
    loading: timeOf('didLoadExtensionCode') - timeOf('willLoadExtensionCode'),
    activating: timeOf('didActivateExtension') - timeOf('willActivateExtension'),
  };
}
