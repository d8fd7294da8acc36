import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sampleLabs } from '../../../backend/sample/sampleLabs.ts';
import { generateSample } from '../../../backend/sample/generateSample.ts';
import { writeSample } from '../../../backend/local/writeSample.ts';

const options = { end: new Date('2026-03-13T15:20:00Z'), users: 5, days: 3 };

describe('writeSample', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'sample-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Path below the folder → bytes. */
  function written(below: string): Map<string, Buffer> {
    const names = readdirSync(below, { recursive: true, encoding: 'utf8' }).sort();
    const files = names.filter((name) => statSync(path.join(below, name)).isFile());
    return new Map(files.map((name) => [name.replaceAll(path.sep, '/'), readFileSync(path.join(below, name))]));
  }

  it('writes what generateSample makes, compressed, and counts it', async () => {
    const { logFiles, records, bytes } = await writeSample(folder, options);
    const labs = new Set(sampleLabs(options).map((file) => file.path));
    const files = new Map([...written(folder)].filter(([name]) => !labs.has(name)));
    const expected = [...generateSample(options)];
    assert.deepEqual([...files.keys()], expected.map((file) => file.path).sort());
    for (const file of expected) {
      assert.equal(gunzipSync(files.get(file.path)!).toString(), JSON.stringify(file.content));
    }
    const contents = expected.flatMap(({ content }) => ('Records' in content ? [content.Records.length] : []));
    assert.equal(logFiles, contents.length);
    assert.equal(
      records,
      contents.reduce((sum, count) => sum + count),
    );
    assert.equal(
      bytes,
      [...files.values()].reduce((sum, file) => sum + file.length, 0),
    );
  });

  it('writes the class’s groups and labs beside the logs of a class, and not beside those of an organization', async () => {
    await writeSample(folder, options);
    const files = written(folder);
    const labs = sampleLabs(options);
    assert.ok(labs.length > 1);
    for (const { path: name, text } of labs) assert.equal(files.get(name)?.toString(), text);
    const organization = path.join(folder, 'organization');
    await writeSample(organization, { ...options, organization: true, events: 100 });
    assert.deepEqual(readdirSync(organization), ['AWSLogs']);
  });

  it('writes the same bytes every time', async () => {
    const [one, other] = ['one', 'other'].map((name) => path.join(folder, name));
    await writeSample(one!, options);
    await writeSample(other!, options);
    assert.deepEqual(written(one!), written(other!));
  });

  it('reports progress up to the end', async () => {
    const fractions: number[] = [];
    await writeSample(folder, options, undefined, (fraction) => fractions.push(fraction));
    assert.ok(fractions.length > 5);
    assert.deepEqual(
      fractions.toSorted((a, b) => a - b),
      fractions,
    );
    assert.equal(fractions.at(-1), 1);
  });

  it('stops when told to', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const writing = writeSample(folder, options, controller.signal, () => controller.abort(reason));
    await assert.rejects(writing, reason);
    const count = written(folder).size;
    assert.ok(count > 0 && count < [...generateSample(options)].length, String(count));
  });

  it('writes nothing when told to stop before', async () => {
    await assert.rejects(writeSample(folder, options, AbortSignal.abort()), { name: 'AbortError' });
    assert.equal(written(folder).size, 0);
  });

  it('rejects when it cannot write', async () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    await assert.rejects(writeSample(file, options), { code: 'ENOTDIR' });
  });
});
