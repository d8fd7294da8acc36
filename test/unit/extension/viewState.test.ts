import assert from 'node:assert/strict';
import { viewState, type Situation, type ViewState } from '../../../extension/viewState.ts';

const counts = (stored: number, inPeriod: number, inScope: number) => ({ stored, inPeriod, inScope });

describe('viewState', () => {
  const cases: [Partial<Situation>, ViewState][] = [
    [{ hasSource: false }, 'noSource'],
    [{}, 'opening'],
    [{ indexing: true }, 'opening'],
    [{ failed: true }, 'error'],
    [{ counts: counts(0, 0, 0), indexing: true }, 'indexing'],
    [{ counts: counts(0, 0, 0) }, 'noEvents'],
    [{ counts: counts(0, 0, 0), failed: true }, 'error'],
    [{ counts: counts(9, 0, 0) }, 'nothingInPeriod'],
    [{ counts: counts(9, 5, 0) }, 'nothingInScope'],
    [{ counts: counts(9, 5, 1) }, 'ready'],
    // What was indexed before is shown, whatever keeps new files from being read.
    [{ counts: counts(9, 5, 1), failed: true }, 'ready'],
    [{ counts: counts(9, 5, 1), indexing: true }, 'ready'],
  ];
  for (const [situation, state] of cases) {
    it(`is ${state} for ${JSON.stringify(situation)}`, () =>
      assert.equal(viewState({ hasSource: true, failed: false, indexing: false, ...situation }), state));
  }
});
