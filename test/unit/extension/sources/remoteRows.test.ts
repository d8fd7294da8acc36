import assert from 'node:assert/strict';
import type { Remote } from '../../../../extension/sources/remote.ts';
import { remoteFacts } from '../../../../extension/sources/remoteRows.ts';
import { createRemoteSource } from '../../../../extension/sources/source.ts';
import { factRows, sourceDescription, type SourceState } from '../../../../extension/sources/sourceRows.ts';
import { sourceName } from '../../../../extension/sources/sourceName.ts';
import { madrid, named } from '../texts.ts';

const bucket: Remote = {
  type: 'bucket',
  profile: 'class',
  region: 'eu-west-1',
  bucket: 'logs',
  prefixes: [
    'a/AWSLogs/111122223333/CloudTrail/eu-west-1/',
    'AWSLogs/o-abc/444455556666/CloudTrail/eu-west-1/',
    'AWSLogs/o-abc/444455556666/CloudTrail/us-east-1/',
  ],
  from: '2026-01-28',
};
const history: Remote = { type: 'history', account: '111122223333', regions: ['eu-west-1', 'us-east-1'] };
const rows = (remote: Remote) => remoteFacts(remote, madrid).map(({ label, description }) => `${label}|${description}`);

describe('what is said of a source that is copied from AWS', () => {
  it('is where the bucket is, and what of it', () => {
    assert.deepEqual(rows(bucket), [
      'logs|eu-west-1',
      'Log files of|2 accounts, 2 regions',
      'Days copied|2026-01-28 – now',
      'Profile|class',
    ]);
    const one: Remote = { ...bucket, prefixes: bucket.prefixes.slice(0, 1), to: '2026-02-03' };
    assert.deepEqual(rows(one).slice(1, 3), [
      'Log files of|111122223333, eu-west-1',
      'Days copied|2026-01-28 – 2026-02-03',
    ]);
  });

  it('is the account and its regions', () => {
    assert.deepEqual(rows(history), ['111122223333|eu-west-1, us-east-1']);
  });

  it('is the account’s name where that is known; the number is in the tooltip, and what is copied', () => {
    const one: Remote = { ...bucket, prefixes: bucket.prefixes.slice(0, 1) };
    const of = (remote: Remote, id: string) => remoteFacts(remote, named).find((fact) => fact.id === id);
    assert.deepEqual(of(history, 'account'), {
      id: 'account',
      icon: 'organization',
      label: 'production',
      description: 'eu-west-1, us-east-1',
      value: '111122223333 eu-west-1, us-east-1',
      tooltip: 'production (111122223333): eu-west-1, us-east-1',
    });
    const { description, value, tooltip } = of(one, 'places')!;
    assert.deepEqual([description, value, tooltip], [
      'production, eu-west-1',
      'Log files of 111122223333, eu-west-1',
      'Log files of: production (111122223333), eu-west-1',
    ]); // prettier-ignore
    assert.equal(sourceName(createRemoteSource(history, 'Event history of 111122223333'), named), 'Event history of production'); // prettier-ignore
    assert.equal(sourceName(createRemoteSource(bucket, 'logs of 111122223333'), named), 'logs of 111122223333');
  });

  it('is how much is copied, of the event history in percent', () => {
    const indexing = { filesDone: 30, filesFound: 120 };
    const state: SourceState = { progress: { state: 'downloading', events: 5, ...indexing }, indexing };
    const of = (remote: Remote) => {
      const source = createRemoteSource(remote, 'name');
      const facts = factRows(source, state, 2_000_000, madrid).map(
        (row) => row.type === 'fact' && `${row.label}|${row.description}`,
      );
      return [sourceDescription(source, state, madrid), facts[0], facts.at(-1)];
    };
    const disk = 'Copied files and index on disk|2 MB';
    assert.deepEqual(of(bucket), ['copying 25%', 'Copying|30 of 120 files', disk]);
    assert.deepEqual(of(history), ['copying 25%', 'Copying|25%', disk]);
  });
});

describe('a source in AWS', () => {
  it('is the same whatever days, regions of the history and profile are chosen', () => {
    const id = (remote: Remote) => createRemoteSource(remote, 'name').id;
    const { profile: _profile, ...withoutProfile } = bucket;
    assert.equal(id(bucket), id({ ...withoutProfile, from: '2020-01-01', to: '2020-02-01' }));
    assert.equal(id(history), id({ ...history, regions: ['sa-east-1'] }));
    assert.notEqual(id(bucket), id({ ...bucket, prefixes: [] }));
    assert.notEqual(id(history), id({ ...history, account: '444455556666' }));
  });
});
