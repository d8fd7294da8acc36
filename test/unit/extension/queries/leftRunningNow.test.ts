import assert from 'node:assert/strict';
import { createLeftRunning } from '../../../../extension/queries/leftRunningNow.ts';
import { call, fakeSession, NOW, type FakeSession } from './fakeSession.ts';

const bucket = (eventName: string, bucketName: string, eventTime = '2024-06-14T10:00:00Z') =>
  call(eventName, { eventSource: 's3.amazonaws.com', eventTime, requestParameters: { bucketName } });

describe('what was left running in the period', () => {
  let fake: FakeSession;
  let now: number;
  let ask: () => Promise<string[] | number>;
  const reads = () => fake.asked.filter((request) => 'limit' in request).length;

  beforeEach(async () => {
    fake = await fakeSession(
      ...['a', 'b', 'c', 'd', 'e'].map((name) => bucket('CreateBucket', name)),
      bucket('CreateBucket', 'long ago', '2024-01-01T00:00:00Z'),
      bucket('DeleteBucket', 'b', '2024-06-14T12:00:00Z'),
    );
    now = NOW;
    const read = createLeftRunning(fake.session, () => now);
    ask = async () => {
      const answer = await read();
      return 'resources' in answer ? answer.resources.map(({ name }) => name).sort() : answer.tooMany;
    };
  });

  it('is read in pages', async () => {
    assert.deepEqual(await ask(), ['a', 'c', 'd', 'e']);
    assert.ok(reads() > 1);
  });

  it('minds what was deleted after the period', async () => {
    fake.state.period = { from: Date.parse('2024-06-14T00:00:00Z'), to: Date.parse('2024-06-14T11:00:00Z') };
    assert.deepEqual(await ask(), ['a', 'c', 'd', 'e']);
  });

  it('is read once, until there are other events or another period', async () => {
    await ask();
    const once = reads();
    await Promise.all([ask(), ask()]);
    assert.equal(reads(), once);
    await fake.add(bucket('DeleteBucket', 'c', '2024-06-14T13:00:00Z'));
    assert.deepEqual(await ask(), ['a', 'd', 'e']);
    fake.state.period = { from: 0, to: NOW };
    assert.deepEqual(await ask(), ['a', 'd', 'e', 'long ago']);
  });

  it('of a tracker stands for ten minutes', async () => {
    fake.state.kind = 'tracker';
    await ask();
    const once = reads();
    await fake.add(bucket('DeleteBucket', 'c', '2024-06-14T13:00:00Z'));
    now += 9 * 60_000;
    assert.deepEqual(await ask(), ['a', 'c', 'd', 'e']);
    assert.equal(reads(), once);
    now += 2 * 60_000;
    assert.deepEqual(await ask(), ['a', 'd', 'e']);
  });

  it('is not read of a tracker where that would be very many', async () => {
    fake.state.kind = 'tracker';
    const most = 20_000;
    await fake.add(...Array.from({ length: most }, (_, at) => bucket('CreateBucket', `bucket-${at}`)));
    assert.equal(await ask(), most + 6);
    assert.equal(reads(), 0);
  });

  it('is asked again after a failure', async () => {
    const { question } = fake.session;
    fake.session.question = () => Promise.reject(new Error('no answer'));
    await assert.rejects(ask());
    fake.session.question = question;
    assert.deepEqual(await ask(), ['a', 'c', 'd', 'e']);
  });
});
