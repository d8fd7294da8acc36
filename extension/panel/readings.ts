import { isCountedQuestion, type ActivityField } from '../../backend/core/activity.ts';
import { GROUP } from '../../backend/core/filter.ts';
import { groupsKey } from './groupsKey.ts';
import type { PanelDeps } from './panelDeps.ts';
import type { ReadingState } from './protocol.ts';
import { Reading, type ReadingQuestion } from './reading.ts';

/** Events that are read without asking: on this computer within a second, from a tracker for a fraction of a cent. */
const AT_ONCE = { local: 2_000_000, metered: 20_000 };

export interface Readings {
  /** The one that questions beyond the counters are answered from, if there is one. */
  readonly current: Reading | undefined;
  look: (
    question: ReadingQuestion & { groupBy: ActivityField[] },
    go: boolean,
    signal: AbortSignal,
  ) => Promise<ReadingState | undefined>;
}

/** One reading at a time: that of the question which the panel shows. */
export function createReadings(deps: PanelDeps): Readings {
  let current: { key: string; reading: Reading } | undefined;

  return {
    get current() {
      return current?.reading;
    },
    async look({ groupBy, ...question }, go, signal) {
      const source = deps.source();
      if (!source || isCountedQuestion(question.filter, groupBy)) {
        current = undefined;
        return undefined;
      }
      // Groups have names in filters, and other members tomorrow.
      const groups = question.filter[GROUP] && (await groupsKey(deps));
      const key = JSON.stringify([source.description, question, groups]);
      let reading = current?.key === key ? current.reading : undefined;
      if (!reading) {
        current = undefined;
        reading = await Reading.plan(source.api, question, signal);
        // What is on this computer is asked at once: its own store reads faster than events can be sent here.
        if (!source.metered && reading.of <= AT_ONCE.local) return undefined;
        current = { key, reading };
      }
      if (go) await reading.readOn(signal);
      const { of, read, finished, full, events } = reading;
      return { of, read, matched: events.length, finished, full, asks: source.metered && of > AT_ONCE.metered };
    },
  };
}
