import assert from 'node:assert/strict';
import type { TrackerEvent } from '../../backend/core/event.ts';
import { isObject } from '../../backend/core/json.ts';
import { inParallel } from '../../backend/dynamodb/inParallel.ts';
import { call } from '../fixtures/http.ts';
import { wholeAnswer, type WholeAnswer } from '../parity/wholeAnswer.ts';
import { ALL, questionAboutService, questionAboutUser, QUESTIONS } from './questions.ts';
import type { Story } from './story.ts';

/** Asks the tracker and the embedded server the same, and compares whole answers, all pages of them. */
export function testAnswers(story: () => Story): void {
  async function compare(targets: readonly string[]): Promise<void> {
    const { ask, embedded } = story();
    await inParallel(targets, 4, async (target) => {
      const [expected, answer] = await Promise.all([
        wholeAnswer((each) => call(embedded.url, each), target),
        wholeAnswer(ask, target),
      ]);
      assert.deepEqual(comparable(answer), comparable(expected), target);
    });
  }

  /**
   * Without what may differ: the version, when a file was written whose name does not say when it was delivered, and which
   * file an event is from that two files deliver.
   */
  function comparable({ body, ...answer }: WholeAnswer): WholeAnswer {
    if (Array.isArray(body)) return { ...answer, body: body.map(withoutFile) };
    if (isObject(body)) return { ...answer, body: { ...body, version: undefined, newestLogFile: undefined } };
    return { ...answer, body };
  }

  function withoutFile(event: unknown): unknown {
    if (!isObject(event) || !story().corpus.deliveredTwice.has(event['eventID'] as string)) return event;
    return { ...event, logFile: undefined, position: undefined };
  }

  for (const [route, targets] of Object.entries(QUESTIONS)) it(route, () => compare(targets));

  it('about every user', async () => compare((await story().json<string[]>('/users')).map(questionAboutUser)));

  it('about every service', async () => compare((await story().json<string[]>('/services')).map(questionAboutService)));

  it('GET /users/{user}/events/{id}', async () => {
    const events = await story().json<TrackerEvent[]>(`/scan?${ALL}&limit=10000`);
    const targets = events
      .filter((_, at) => at % 10 === 0)
      .map(({ id, userIdentity_userName: user }) => `/users/${encodeURIComponent(user)}/events/${id}`);
    assert.ok(targets.length > 0);
    await compare([...targets, targets[0]!.replace(/[^/]+$/, 'x')]);
  });
}
