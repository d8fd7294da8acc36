import assert from 'node:assert/strict';
import path from 'node:path';
import { eventsIn } from '../../e2e/logFiles.ts';
import type { HistoryRecord } from '../local/eventHistory.ts';
import { REGION } from '../local/names.ts';
import { createBucket, createTrail, putFolder, writeClass } from './trailBucket.ts';
import { useJourney } from './useJourney.ts';

const BUCKET = 'class-trail-bucket';
/** From a list; the agreement to what is shown at the end, with its cost, is none. */
const MOST_CHOICES = 3;

describe('somebody who has just installed the extension, in an empty window', () => {
  const journey = useJourney('first-answers', () => ({ buckets: [BUCKET] }), { folder: () => undefined });
  const logs = () => path.join(journey().folder, 'logs');

  before(async () => {
    const { aws, home } = journey();
    home.writeKeys('student');
    await writeClass(logs(), { days: 3, users: 12, events: 700 });
    aws.front.history.records = eventsIn(logs()) as unknown as HistoryRecord[];
    await createBucket(aws, BUCKET);
    await putFolder(aws, logs(), BUCKET);
    await createTrail(aws, 'class-trail', BUCKET);
  });

  /** Runs a command to the first users that show. Each of `choices` waits for a list and answers it. */
  async function measure(command: string, choices: readonly (() => Promise<unknown>)[], agreement: string) {
    const { run, agree, show, vscode } = journey();
    const begin = performance.now();
    await run(command);
    for (const choose of choices) await choose();
    await agree(agreement, 'Open');
    const users = await vscode.showTree('Users');
    await users.row('IAM Users').waitFor();
    const seconds = (performance.now() - begin) / 1000;
    await show('answers');
    // How fast a test's machine is says nothing about the extension: the time is told, not asserted.
    console.log(`      ${command} ${choices.length} choices, ${seconds.toFixed(1)} s to the first users`);
    assert.ok(choices.length <= MOST_CHOICES);
    // Whatever else had been asked would still be waiting.
    assert.equal(await vscode.page.locator('.quick-input-widget, .monaco-dialog-box').filter({ visible: true }).count(), 0); // prettier-ignore
  }

  it('has answers of the event history after three choices at most', async () => {
    const { choose, vscode } = journey();
    const regions = async () => {
      await vscode.quickPickRow(REGION).waitFor();
      await vscode.page.keyboard.press('Enter');
    };
    await measure('Open Event History…', [() => choose('student'), regions], 'Copy the event history');
  });

  it('has answers of the bucket of a trail after three choices at most', async () => {
    const { choose, vscode } = journey();
    await vscode.runCommand('CloudTrail Tracker: Forget Source');
    await measure(
      'Open Bucket…',
      [() => choose('student'), () => choose(BUCKET), () => choose('The Last 7 Days')],
      'Copy the log files',
    );
  });
});
