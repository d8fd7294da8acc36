import assert from 'node:assert/strict';
import type { FileProblem } from '../../../../backend/local/localService.ts';
import { MOST_PROBLEMS, reportText } from '../../../../extension/sources/report.ts';
import { createRemoteSource, createSource } from '../../../../extension/sources/source.ts';
import { madrid } from '../texts.ts';

const status = {
  version: '1',
  files: 10,
  skipped: 1,
  rejected: 1,
  records: 1300,
  broken: 2,
  duplicates: 8,
  dropped: 0,
  events: 1290,
  unsettled: [],
};
const source = createSource('folder', ['/logs/class']);
const problem = (state: FileProblem['state'], name: string, reason: string): FileProblem => ({
  name,
  state,
  reason,
  broken: 0,
});

describe('reportText', () => {
  it('lists numbers, then files by what is wrong with them, rejected ones first', () => {
    const problems = [
      problem('skipped', '/logs/class/digest.json.gz', 'A digest file.'),
      problem('rejected', '/logs/class/x.json.gz', 'Ends in the middle.'),
    ];
    const text = reportText(source, status, problems, madrid);
    assert.match(text, /^What was read of class\n\n {2}\/logs\/class\n/);
    assert.match(text, /^ {5}1,290 {2}events stored$/m);
    assert.match(
      text,
      /Rejected files\n\n {2}\/logs\/class\/x\.json\.gz\n {6}Ends in the middle\.\n\nSkipped files\n\n {2}\/logs\/class\/digest/,
    );
    assert.doesNotMatch(text, /vanished|broken records$/m);
  });

  it('tells where a tracker is, and what it does not store', () => {
    const url = 'https://abcdefghij.execute-api.eu-west-1.amazonaws.com/dev';
    const tracker = createRemoteSource({ type: 'tracker', url, region: 'eu-west-1' }, 'dev');
    const text = reportText(tracker, { ...status, dropped: 1671 }, [], madrid);
    assert.ok(text.startsWith(`What was read of dev\n\n  ${url}\n`), text);
    assert.match(text, /^ {5}1,671 {2}events dropped by rule: not stored$/m);
    assert.doesNotMatch(reportText(tracker, status, [], madrid), /dropped/);
  });

  it('tells nothing of files where only one user’s own events can be seen', () => {
    const url = 'https://abcdefghij.execute-api.eu-west-1.amazonaws.com/dev';
    const own = createRemoteSource({ type: 'tracker', url, region: 'eu-west-1', ownView: 'ana' }, 'dev');
    const text = reportText(own, { ...status, events: 12, ownView: true }, [], madrid);
    assert.equal(
      text.replace(/^.*\n\n.*\n\n/, ''),
      '        12  events of your own\n\nThe own view tells nothing of log files.\n',
    );
  });

  it('keeps a name with line breaks on its line', () => {
    const text = reportText(source, status, [problem('rejected', 'a\nSkipped files\r\u001b[31m', 'b\nc')], madrid);
    assert.match(text, /^ {2}a Skipped files {2}\[31m\n {6}b c$/m);
  });

  it('says where it is cut off', () => {
    const problems = Array.from({ length: MOST_PROBLEMS }, (_, i) => problem('skipped', `f${i}`, 'No log file.'));
    assert.match(reportText(source, status, problems, madrid), /Only the first 1,000 files are listed\.\n$/);
  });
});
