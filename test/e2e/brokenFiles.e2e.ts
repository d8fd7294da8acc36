import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { change, writeBrokenLogs, writeLogFile } from './logFiles.ts';
import { testRun } from './testRun.ts';
import { useVSCode } from './useVSCode.ts';

describe('a folder with broken files', () => {
  let folder: string;
  const vscode = useVSCode({
    folder: () => {
      folder = mkdtempSync(path.join(testRun().folder, 'broken-'));
      writeBrokenLogs(folder);
      return folder;
    },
  });

  it('shows what can be read', async () => {
    await vscode().showContainer('CloudTrail Tracker');
    const users = await vscode().showTree('Users');
    await users.row('alice', /^2 ·/).waitFor();
    assert.equal(await users.row('bob').count(), 0);
  });

  it('tells what cannot, and why', async () => {
    const sources = await vscode().showTree('Sources');
    const problems = await sources.reveal('1 skipped, 2 rejected, 1 broken record');
    await problems.click();
    await vscode().editorTab('Log Files Report.txt').waitFor();
    const report = await vscode().editorText();
    assert.match(report, /Rejected files\s.*Example3\.json\.gz\s.*Example4\.json\.gz/s);
    assert.match(report, /Files with broken records\s.*Example2\.json\.gz/s);
    assert.match(report, /Skipped files\s.*CloudTrail-Digest/s);
  });

  it('takes up new files when asked to', async () => {
    writeLogFile(folder, 5, [change('carol', 5, 5)]);
    await vscode().runCommand('CloudTrail Tracker: Look for New Log Files');
    await (await vscode().showTree('Users')).row('carol').waitFor();
  });
});
