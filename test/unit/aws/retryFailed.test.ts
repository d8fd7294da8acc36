import assert from 'node:assert/strict';
import { messageOf, sendMessages } from '../../../backend/aws/announce.ts';
import { readFailed, retryFailed } from '../../../backend/aws/retryFailed.ts';
import { DEAD, fakeTracker, QUEUE, UPLOADS, type FakeTracker } from './fakeTracker.ts';

describe('retrying failed files', () => {
  let tracker: FakeTracker;
  const keys = Array.from({ length: 25 }, (_, at) => `files/${String(at).padStart(2, '0')}.json.gz`);

  /** Files that were all given up. */
  beforeEach(async () => {
    tracker = fakeTracker();
    for (const key of keys) {
      tracker.objects.set(`${UPLOADS}/${key}`, 7);
      tracker.poison.add(key);
    }
    const messages = keys.map((key) => messageOf({ bucket: UPLOADS, key, size: 7 }, 0));
    await sendMessages(tracker.aws, QUEUE, messages, undefined, tracker.clock);
    tracker.settle();
    assert.equal(tracker.dead().length, 25);
    await tracker.clock.sleep(1000);
  });

  const places = () => ({ queueUrl: QUEUE, deadLetterUrl: DEAD, api: tracker.api, clock: tracker.clock });

  it('shows what failed and why, and leaves it', async () => {
    for (let time = 0; time < 2; time++) {
      const failed = await readFailed(tracker.aws, places());
      assert.deepEqual([failed.messages, failed.isPartial], [25, false]);
      assert.deepEqual(failed.files, keys.map((name) => ({ name, state: 'rejected', reason: 'is cut off' }))); // prettier-ignore
    }
  });

  it('settles what was repaired, and tells what failed again', async () => {
    for (const key of keys.slice(2)) tracker.poison.delete(key);
    const { moved, settled, failed } = await retryFailed(tracker.aws, places());
    assert.deepEqual([moved, settled], [25, keys.slice(2)]);
    assert.deepEqual(failed.map(({ name }) => name), keys.slice(0, 2)); // prettier-ignore
    assert.equal(tracker.dead().length, 2);
  });

  it('does not go round with what comes back at once', async () => {
    const { onMoved, counts } = counting();
    tracker.fault = (call) => {
      if (call === 'ReceiveMessage') tracker.settle();
      return undefined;
    };
    const { moved } = await retryFailed(tracker.aws, { ...places(), onMoved });
    assert.deepEqual([moved, counts.at(-1)], [25, 25]);
    assert.equal(tracker.dead().length, 25);
  });

  for (const call of ['SendMessageBatch', 'DeleteMessageBatch'])
    it(`loses nothing when it is killed at ${call}`, async () => {
      tracker.poison.clear();
      let seen = 0;
      tracker.fault = (each) => (each === call && ++seen === 2 ? new Error('killed') : undefined);
      await assert.rejects(retryFailed(tracker.aws, places()), /killed/);
      tracker.settle();
      const { files } = await tracker.api.status();
      const waiting = new Set(tracker.dead());
      assert.ok(files + waiting.size >= 25, `${files} and ${waiting.size}`);
      tracker.fault = () => undefined;
      await retryFailed(tracker.aws, places());
      assert.deepEqual([(await tracker.api.status()).files, tracker.dead()], [25, []]);
    });

  it('stops when it is cancelled, with the rest where it was', async () => {
    tracker.poison.clear();
    const controller = new AbortController();
    const stopped = retryFailed(tracker.aws, {
      ...places(),
      signal: controller.signal,
      onMoved: () => controller.abort(),
    });
    await assert.rejects(stopped, { name: 'AbortError' });
    assert.equal(tracker.dead().length, 15);
    // Nobody has to wait until what was received shows again.
    assert.equal((await readFailed(tracker.aws, places())).files.length, 15);
    const { moved } = await retryFailed(tracker.aws, places());
    assert.deepEqual([moved, tracker.dead()], [15, []]);
  });

  it('tells what went wrong first, where giving back fails too', async () => {
    tracker.fault = (call) =>
      /^(SendMessageBatch|ChangeMessage)/.test(call) ? new Error(`${call} failed`) : undefined;
    await assert.rejects(retryFailed(tracker.aws, places()), /SendMessageBatch failed/);
  });

  it('has nothing to do where nothing has failed', async () => {
    const idle = fakeTracker();
    const own = { queueUrl: QUEUE, deadLetterUrl: DEAD, api: idle.api, clock: idle.clock };
    assert.deepEqual(await readFailed(idle.aws, own), { messages: 0, files: [], isPartial: false });
    assert.deepEqual(await retryFailed(idle.aws, own), { moved: 0, settled: [], failed: [] });
  });
});

function counting() {
  const counts: number[] = [];
  return { counts, onMoved: (moved: number) => void counts.push(moved) };
}
