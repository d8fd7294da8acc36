import assert from 'node:assert/strict';
import type { TrackerStatus } from '../../../../backend/core/trackerApi.ts';
import type { TrackerRemote } from '../../../../extension/sources/remote.ts';
import { createRemoteSource } from '../../../../extension/sources/source.ts';
import { sourceContext, sourceDescription, type SourceState } from '../../../../extension/sources/sourceRows.ts';
import { trackerRows } from '../../../../extension/sources/trackerRows.ts';
import type { TrackerState } from '../../../../extension/sources/trackerState.ts';
import { madrid } from '../texts.ts';

const remote: TrackerRemote = {
  type: 'tracker',
  url: 'https://abcdefghij.execute-api.eu-west-1.amazonaws.com/dev',
  region: 'eu-west-1',
  account: '111122223333',
  profile: 'class',
  stack: 'cloudtrail-tracker-dev',
};
const status: TrackerStatus = {
  version: '0.1.0',
  files: 317,
  skipped: 0,
  rejected: 0,
  records: 2119,
  broken: 0,
  duplicates: 0,
  dropped: 0,
  events: 448,
  unsettled: [],
};
const now = Date.parse('2026-03-01T12:00:00Z');

function rowsOf(
  changes: Partial<TrackerStatus>,
  state?: TrackerState,
  progress: Partial<SourceState['progress']> = {},
) {
  const situation: SourceState = {
    status: { ...status, ...changes },
    progress: { state: 'idle', filesDone: 0, filesFound: 0, events: 0, ...progress },
  };
  const rows = trackerRows(createRemoteSource(remote, 'dev'), situation, state, {
    format: madrid,
    now,
    version: '0.1.0',
  });
  return rows.map((row) => row.type === 'fact' && `${row.icon}|${row.label}|${row.description}`);
}

describe('the rows of a tracker', () => {
  it('say where it is, its version and what it has stored', () => {
    assert.deepEqual(rowsOf({}), [
      'organization|111122223333|eu-west-1',
      'key|Profile|class',
      'versions|Version|0.1.0',
      'list-unordered|448 events|in 317 files',
    ]);
  });

  const told: [what: string, changes: Partial<TrackerStatus>, state: TrackerState | undefined, row: string][] = [
    ['that it is older', { version: '0.0.9' }, undefined, 'warning|Version|0.0.9, older than the extension: update the tracker'],
    ['that it is newer', { version: '1.0.0' }, undefined, 'warning|Version|1.0.0, newer than the extension: update the extension'],
    ['what it does not store', { dropped: 1671 }, undefined, 'filter|Not stored|1,671 records that only read and succeeded, or deliver logs'],
    ['how old its newest log file is', { newestLogFile: '2026-03-01T11:55:00Z' }, undefined, 'history|Newest log file|5m ago'],
    ['what is not settled', { unsettled: ['a', 'b'] }, undefined, 'warning|2 files not settled|show why'],
    ['that log files arrive', {}, { trigger: 'installed', reasons: [] }, 'zap|Trigger|installed'],
    ['that none arrive', {}, { trigger: 'missing', reasons: [] }, 'warning|Trigger|not installed in the bucket'],
    ['what waits', {}, { queue: { waiting: 3, failed: 0 }, reasons: [] }, 'inbox|Waiting|3 files'],
    ['that nothing failed', {}, { queue: { waiting: 3, failed: 0 }, reasons: [] }, 'pass|Failed|0 files'],
    ['what failed', {}, { queue: { waiting: 0, failed: 1 }, reasons: [] }, 'error|Failed|1 file'],
    ['what may not be seen', {}, { reasons: ['You may not.'] }, 'lock|Not visible|You may not.'],
  ]; // prettier-ignore
  for (const [what, changes, state, row] of told) {
    it(`say ${what}`, () => {
      const rows = rowsOf(changes, state);
      assert.ok(rows.includes(row), `${row} is not among ${rows.join('\n')}`);
    });
  }

  it('say of the own view what it is, and nothing of version and files', () => {
    const own = createRemoteSource({ ...remote, stack: undefined, ownView: 'ana' }, 'dev');
    const events = { events: 12, oldestEvent: '2026-02-01T10:00:00Z', newestEvent: '2026-02-28T10:00:00Z' };
    const situation: SourceState = {
      status: { ...status, version: '', files: 0, records: 0, ...events, ownView: true },
      progress: { state: 'idle', filesDone: 0, filesFound: 0, events: 12 },
    };
    const rows = trackerRows(own, situation, undefined, { format: madrid, now, version: '0.1.0' });
    assert.deepEqual(rows.map((row) => row.type === 'fact' && `${row.label}|${row.description.replaceAll(/\s/g, ' ')}`), [
      '111122223333|eu-west-1',
      'Profile|class',
      'Own view|only what you have done',
      '12 events|of your own',
      'Covers|Feb 1 – 28, 2026',
    ]); // prettier-ignore
  });

  it('begin with what somebody has to see to, for the end of a long list is out of sight', () => {
    const state: TrackerState = { trigger: 'missing', queue: { waiting: 0, failed: 2 }, reasons: [] };
    assert.deepEqual(rowsOf({ unsettled: ['a'] }, state).slice(0, 4), [
      'warning|1 file not settled|show why',
      'warning|Trigger|not installed in the bucket',
      'error|Failed|2 files',
      'organization|111122223333|eu-west-1',
    ]);
  });

  it('begin with why it does not answer', () => {
    const [first] = rowsOf({}, undefined, { state: 'failed', message: 'The AWS credentials have expired.' });
    assert.equal(first, 'error|No answer|The AWS credentials have expired.');
  });
});

describe('a tracker in the Sources view', () => {
  it('has the menus of a tracker whether it is current or not', () => {
    const tracker = createRemoteSource(remote, 'dev');
    assert.deepEqual([sourceContext(undefined, tracker), sourceContext({ progress: { state: 'failed', filesDone: 0, filesFound: 0, events: 0 } }, tracker)], ['trackerSource', 'trackerSource']); // prettier-ignore
  });

  it('does not say that indexing failed, for there is none', () => {
    const failed: SourceState = { progress: { state: 'failed', filesDone: 0, filesFound: 0, events: 0 } };
    assert.equal(sourceDescription(createRemoteSource(remote, 'dev'), failed, madrid), 'no answer');
  });
});
