import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeWhole } from '../../../../extension/export/writeWhole.ts';

describe('a file that is written whole', () => {
  let folder: string;
  let file: string;
  const never = new AbortController().signal;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'export-'));
    file = path.join(folder, 'out.csv');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function* pieces(count: number, then?: () => void): AsyncGenerator<string> {
    for (let at = 0; at < count; at++) yield `${at} é\n`;
    then?.();
  }

  it('has all of the text', async () => {
    await writeWhole(file, pieces(3), never);
    assert.equal(await readFile(file, 'utf8'), '0 é\n1 é\n2 é\n');
    assert.deepEqual(await readdir(folder), ['out.csv']);
  });

  it('replaces what was there', async () => {
    await writeFile(file, 'a longer text that was there before');
    await writeWhole(file, pieces(1), never);
    assert.equal(await readFile(file, 'utf8'), '0 é\n');
  });

  it('leaves what was there, and nothing else, where the text fails', async () => {
    await writeFile(file, 'before');
    const failing = pieces(3, () => {
      throw new Error('broken');
    });
    await assert.rejects(writeWhole(file, failing, never), /broken/);
    assert.deepEqual(await readdir(folder), ['out.csv']);
    assert.equal(await readFile(file, 'utf8'), 'before');
  });

  it('leaves nothing where it is cancelled, and asks for no more text', async () => {
    const abort = new AbortController();
    let asked = 0;
    async function* endless(): AsyncGenerator<string> {
      for (; ; asked++) {
        if (asked === 100) abort.abort();
        yield 'x'.repeat(1000);
      }
    }
    await assert.rejects(writeWhole(file, endless(), abort.signal), { name: 'AbortError' });
    assert.deepEqual(await readdir(folder), []);
    assert.ok(asked < 200);
  });

  it('says why a folder cannot be written to', async () => {
    const nowhere = path.join(folder, 'missing', 'out.csv');
    await assert.rejects(writeWhole(nowhere, pieces(1), never), { code: 'ENOENT' });
  });
});
