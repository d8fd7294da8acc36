import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createSourceStorage, type SourceStorage } from '../../../../extension/sources/sourceStorage.ts';

describe('createSourceStorage', () => {
  let folder: string;
  let storage: SourceStorage;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'storage-'));
    storage = createSourceStorage(path.join(folder, 'not made yet'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes a folder per source that nobody else can read', () => {
    const database = storage.database('a');
    assert.notEqual(path.dirname(database), path.dirname(storage.database('b')));
    if (process.platform !== 'win32') assert.equal(statSync(path.dirname(database)).mode & 0o777, 0o700);
  });

  it('sums up the files of an index', async () => {
    assert.equal(await storage.size('a'), 0);
    const database = storage.database('a');
    writeFileSync(database, 'x'.repeat(100));
    writeFileSync(`${database}-wal`, 'x'.repeat(23));
    assert.equal(await storage.size('a'), 123);
  });

  it('counts the files that were copied, and keeps them when the index is removed', async () => {
    const file = path.join(storage.files('a'), 'AWSLogs/111122223333/one.json.gz');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, 'x'.repeat(50));
    const database = storage.database('a');
    writeFileSync(database, 'x'.repeat(7));
    assert.equal(await storage.size('a'), 57);
    await storage.removeIndex('a');
    assert.equal(existsSync(database), false);
    assert.equal(await storage.size('a'), 50);
    await storage.removeIndex('b');
    await storage.remove('a');
    assert.equal(existsSync(file), false);
  });

  it('removes one index, or all and the sample', async () => {
    for (const id of ['a', 'b']) writeFileSync(storage.database(id), 'x');
    mkdirSync(storage.sampleFolder);
    await storage.remove('a');
    assert.deepEqual([await storage.size('a'), await storage.size('b')], [0, 1]);
    await storage.removeAll();
    assert.equal(await storage.size('b'), 0);
    assert.equal(existsSync(storage.sampleFolder), false);
    await storage.removeAll();
  });
});
