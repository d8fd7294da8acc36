import assert from 'node:assert/strict';
import { presets } from '../../../../extension/queries/presets.ts';
import type { Query } from '../../../../extension/queries/query.ts';
import { QueryCounts } from '../../../../extension/queries/queryCounts.ts';
import { english } from '../texts.ts';
import { call, fakeSession, type FakeSession } from './fakeSession.ts';

const saved = (name: string, filter: Query['filter'], scope: Query['scope'] = 'everything'): Query => ({
  ...{ id: `saved/${name}`, name, description: '', icon: 'bookmark', kind: 'saved' },
  ...{ filter, scope },
});
const DENIED = { errorCode: 'AccessDenied' };
const read = saved('read', { requestParameters_instanceType: { in: ['t3.micro'] } });
const byAna = saved('ana', { user: { in: ['ana'] } });

describe('QueryCounts', () => {
  let fake: FakeSession;
  let counts: QueryCounts;
  let changed: string[];
  let failed: unknown[];

  beforeEach(async () => {
    fake = await fakeSession(
      call('DeleteVolume'),
      call('DeleteVolume', { ...DENIED, eventTime: '2024-06-14T11:00:00Z' }),
      call('DescribeVolumes', { ...DENIED, readOnly: true }),
      call('DescribeVolumes', { readOnly: true, userIdentity: { type: 'Root', accountId: '111122223333' } }),
      call('RunInstances', { requestParameters: { instanceType: 't3.micro' } }),
      call('DeleteVolume', { eventTime: '2024-01-01T00:00:00Z' }),
    );
    changed = [];
    failed = [];
    counts = new QueryCounts({
      session: fake.session,
      countLeftRunning: () => Promise.resolve(7),
      changed: ({ name }) => changed.push(name),
      failed: (error) => failed.push(error),
    });
  });
  afterEach(() => assert.deepEqual(failed, []));

  const count = (name: string, queries: readonly Query[]) =>
    counts.of(queries.find((query) => query.name === name)!)?.count;
  it('counts what the counters know with one question, in the scope of each query', async () => {
    const queries = [...presets(english), saved('changes', { outcome: { in: ['denied'] } }, 'changes')];
    await counts.refresh(queries);
    assert.equal(fake.asked.filter(({ filter }) => Object.keys(filter ?? {}).length === 0).length, 1);
    assert.deepEqual(
      ['Errors and Denials', 'Root User', 'Deletions', 'Trail Tampering', 'changes'].map((name) =>
        count(name, queries),
      ),
      [2, 1, 2, 0, 1],
    );
    const { denied, last } = counts.of(queries.find(({ name }) => name === 'Deletions')!)!;
    assert.deepEqual([denied, last], [1, '2024-06-14T11:00:00Z']);
  });

  it('asks by itself what names a user, and reads for what no counter knows', async () => {
    await counts.refresh([byAna, read]);
    await counts.settled();
    assert.deepEqual([counts.of(byAna)?.count, counts.of(read)?.count], [4, 1]);
  });

  it('counts what was left', async () => {
    const queries = presets(english);
    await counts.refresh(queries);
    await counts.settled();
    assert.equal(count('Left Running', queries), 7);
  });

  it('reads nothing of a tracker, and says so', async () => {
    fake.state.kind = 'tracker';
    const queries = [...presets(english), read, byAna];
    await counts.refresh(queries);
    await counts.settled();
    assert.deepEqual([counts.of(read), counts.of(byAna)?.count], [undefined, 4]);
    assert.deepEqual(
      queries.filter((query) => !counts.isCounted(query)).map(({ name }) => name),
      ['Sign-Ins without MFA', 'Changes Made in the Console', 'Left Running', 'read'],
    );
    assert.equal(count('Left Running', queries), undefined);
  });

  it('reads nothing while files are indexed', async () => {
    fake.state.indexing = {};
    await counts.refresh([read, byAna]);
    await counts.settled();
    assert.deepEqual([counts.of(read), counts.of(byAna)?.count], [undefined, 4]);
  });

  it('tells of changes only, and keeps what is known until there is something new', async () => {
    await counts.refresh([byAna]);
    assert.deepEqual(changed, ['ana']);
    await counts.refresh([byAna]);
    assert.deepEqual(changed, ['ana']);
    await fake.add(call('DeleteVolume', { eventTime: '2024-06-14T12:00:00Z' }));
    const refreshed = counts.refresh([byAna]);
    assert.equal(counts.of(byAna)?.count, 4);
    await refreshed;
    assert.deepEqual([counts.of(byAna)?.count, changed], [5, ['ana', 'ana']]);
  });

  it('forgets what is known with the period', async () => {
    await counts.refresh([byAna]);
    fake.state.period = { from: Date.parse('2024-01-01T00:00:00Z'), to: Date.parse('2024-02-01T00:00:00Z') };
    const refreshed = counts.refresh([byAna]);
    assert.equal(counts.of(byAna), undefined);
    await refreshed;
    assert.equal(counts.of(byAna)?.count, 1);
  });
});
