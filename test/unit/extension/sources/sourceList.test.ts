import assert from 'node:assert/strict';
import { createSource } from '../../../../extension/sources/source.ts';
import { SourceList, type Memory } from '../../../../extension/sources/sourceList.ts';
import { memory } from '../memory.ts';

const a = createSource('folder', ['/a']);
const b = createSource('file', ['/b.json']);

describe('SourceList', () => {
  let everywhere: Memory;
  let list: SourceList;
  beforeEach(() => {
    everywhere = memory();
    list = new SourceList(everywhere, memory());
  });

  it('remembers sources, each once', async () => {
    await list.add(a);
    await list.add(b);
    await list.add(a);
    assert.deepEqual(
      list.all().map(({ id }) => id),
      [a.id, b.id],
    );
    assert.deepEqual(list.find(b.id)?.roots, ['/b.json']);
  });

  it('tells a workspace in which none was chosen from one in which it was forgotten', async () => {
    assert.equal(list.currentId, undefined);
    await list.add(a);
    await list.setCurrent(a.id);
    assert.equal(list.currentId, a.id);
    await list.forget(a.id);
    assert.equal(list.currentId, null);
    assert.deepEqual(list.all(), []);
  });

  it('has a current source of its own in each workspace', async () => {
    const other = new SourceList(everywhere, memory());
    await list.add(a);
    await list.setCurrent(a.id);
    assert.equal(other.currentId, undefined);
    assert.deepEqual(other.find(a.id)?.name, 'a');
  });

  it('remembers the period and the facts of a source', async () => {
    await list.add(a);
    await list.change(a.id, { period: { id: '30d' } });
    await list.change(a.id, { facts: { events: 7, files: 2, newestEvent: '2024-01-01T00:00:00Z' } });
    const { period, facts } = list.find(a.id)!;
    assert.deepEqual(period, { id: '30d' });
    assert.equal(facts?.events, 7);
  });

  it('ignores what another version may have left', async () => {
    await everywhere.update('sources', [
      null,
      7,
      {},
      { ...a, kind: 'bucket' },
      { ...a, roots: 'x' },
      { ...b, period: 'x', facts: {} },
    ]);
    assert.deepEqual(list.all(), [{ ...b, facts: undefined, period: undefined }]);
    await everywhere.update('sources', 'x');
    assert.deepEqual(list.all(), []);
  });
});
