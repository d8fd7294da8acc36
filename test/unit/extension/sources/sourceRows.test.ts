import assert from 'node:assert/strict';
import type { TrackerStatus } from '../../../../backend/core/trackerApi.ts';
import type { IndexProgress } from '../../../../backend/local/localService.ts';
import { createRemoteSource, createSource } from '../../../../extension/sources/source.ts';
import {
  factRows,
  problemsLabel,
  sourceContext,
  sourceDescription,
  type SourceState,
} from '../../../../extension/sources/sourceRows.ts';
import { madrid } from '../texts.ts';

const status: TrackerStatus = {
  version: '1',
  files: 317,
  skipped: 0,
  rejected: 0,
  records: 2119,
  broken: 0,
  duplicates: 0,
  dropped: 0,
  events: 2119,
  oldestEvent: '2014-09-26T20:00:00Z',
  newestEvent: '2018-02-07T10:00:00Z',
  unsettled: [],
};
const source = createSource('folder', ['/logs/class']);
const state = (progress: Partial<IndexProgress> = {}): SourceState => ({
  status,
  progress: { state: 'idle', filesDone: 0, filesFound: 0, events: 0, ...progress },
  indexing: progress.filesDone === undefined ? undefined : { filesDone: 0, filesFound: 0, ...progress },
});
// Intl puts thin spaces around a dash.
const plain = (text: string) => text.replaceAll(/\s/g, ' ');
const rows = (situation: SourceState, of = source) =>
  factRows(of, situation, 12_345, madrid).map((row) => row.type === 'fact' && plain(`${row.label}|${row.description}`));

describe('sourceDescription and sourceContext', () => {
  const cases: [SourceState | undefined, description: string, context: string][] = [
    [state(), 'current · 2,119 events', 'currentSource'],
    [{ ...state(), status: undefined }, 'current', 'currentSource'],
    [state({ state: 'listing' }), 'current · 2,119 events', 'currentSource'],
    [state({ state: 'indexing', filesDone: 1, filesFound: 4 }), 'indexing 25%', 'indexingSource'],
    [state({ state: 'waiting' }), 'another window is indexing', 'currentSource'],
    [state({ state: 'cancelled' }), 'indexing cancelled', 'stoppedSource'],
    [state({ state: 'failed' }), 'indexing failed', 'stoppedSource'],
    [undefined, '', 'otherSource'],
  ];
  for (const [situation, description, context] of cases) {
    it(`say ${description || 'nothing'} of one that is ${situation?.progress.state ?? 'not current'}`, () => {
      assert.equal(sourceDescription(source, situation, madrid), description);
      assert.equal(sourceContext(situation, source), context);
    });
  }

  const place = {
    type: 'tracker',
    region: 'eu-west-1',
    url: 'https://a.execute-api.eu-west-1.amazonaws.com/dev',
  } as const;
  const tracker = createRemoteSource(place, 'dev');

  it('tell the own view, which has nothing to do with the upkeep of a tracker', () => {
    const own = createRemoteSource({ ...place, ownView: 'ana' }, 'dev');
    const answered = { ...state(), status: { ...status, version: '', ownView: true as const } };
    assert.deepEqual([undefined, answered].map((each) => sourceContext(each, own)), ['ownView', 'ownView']); // prettier-ignore
    assert.equal(sourceDescription(own, answered, madrid), 'current · own view · 2,119 events');
    assert.equal(sourceDescription(own, undefined, madrid), 'own view');
  });

  it('tell a tracker that lacks what newer commands need, as soon as it has answered', () => {
    const of = (version: string): SourceState => ({ ...state(), status: { ...status, version } });
    assert.deepEqual(
      [undefined, { ...state(), status: undefined }, of('0.0.9'), of('0.1.0'), of('1.0.0')].map((each) =>
        sourceContext(each, tracker),
      ),
      ['trackerSource', 'trackerSource', 'olderTracker', 'trackerSource', 'trackerSource'],
    );
  });

  it('say what was last known of a source that is not current', () => {
    assert.equal(sourceDescription({ ...source, facts: { events: 1, files: 1 } }, undefined, madrid), '1 event');
  });
});

describe('factRows', () => {
  it('tell numbers, times, size and folder', () => {
    assert.deepEqual(rows(state()), [
      '2,119 events|in 317 files',
      'Newest event|Feb 7, 2018, 11:00 AM GMT+1',
      'Covers|Sep 26, 2014 – Feb 7, 2018',
      'Index on disk|12.3 kB',
      'class|/logs',
    ]);
  });

  it('tell how far the indexing is', () => {
    assert.equal(
      rows(state({ state: 'indexing', filesDone: 1200, filesFound: 5000 }))[0],
      'Indexing|1,200 of 5,000 files',
    );
  });

  it('tell why it failed', () => {
    assert.equal(
      rows(state({ state: 'failed', message: 'The folder is gone.' }))[0],
      'Indexing failed|The folder is gone.',
    );
  });

  it('count folders where there are many', () => {
    const many = createSource(
      'folder',
      Array.from({ length: 25 }, (_, i) => `/logs/${i}`),
    );
    assert.equal(rows(state(), many).at(-1), '25 folders|/logs');
  });
});

describe('problemsLabel', () => {
  it('is silent where all was read', () => assert.equal(problemsLabel(status, madrid), undefined));
  it('counts what was not', () => {
    assert.equal(
      problemsLabel({ ...status, skipped: 3, rejected: 1, broken: 2000 }, madrid),
      '3 skipped, 1 rejected, 2,000 broken records',
    );
  });
});
