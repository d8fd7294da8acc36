import assert from 'node:assert/strict';
import type { FoundFile } from '../../../backend/local/listLogFiles.ts';
import { isLarge, tasksOf } from '../../../backend/local/parseTask.ts';

const KIB = 1024;

function files(count: number, size: number, name = 'x.json.gz'): FoundFile[] {
  return Array.from({ length: count }, (_, index) => ({ name: `${index}${name}`, size, modified: 0 }));
}

describe('tasksOf', () => {
  it('keeps every file, in order', () => {
    const all = [...files(3000, 2 * KIB), ...files(2, 9000 * KIB), ...files(20, 300 * KIB)];
    assert.deepEqual(tasksOf(all).flat(), all);
  });

  it('begins with small tasks', () => {
    const bytes = tasksOf(files(1000, 10 * KIB)).map((task) => task.length * 10);
    assert.ok(bytes.slice(0, 4).every((size) => size <= 128));
    assert.ok(bytes.slice(5, -1).every((size) => size > 900 && size <= 1024));
  });

  it('gives a large file a task of its own', () => {
    const large = files(1, 5000 * KIB)[0]!;
    const tasks = tasksOf([...files(2, KIB), large, ...files(2, KIB)]);
    assert.deepEqual(
      tasks.map((task) => task.length),
      [2, 1, 2],
    );
  });

  it('takes plain files for ten times smaller', () => {
    const [plain] = files(1, 5000 * KIB, '.json');
    const [packed] = files(1, 5000 * KIB);
    assert.deepEqual([isLarge(plain!), isLarge(packed!)], [false, true]);
  });

  it('has no tasks for no files', () => {
    assert.deepEqual(tasksOf([]), []);
  });
});
