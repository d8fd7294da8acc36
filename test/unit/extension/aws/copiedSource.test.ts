import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Copy, CopyRun } from '../../../../backend/aws/copy.ts';
import { UserError } from '../../../../backend/core/userError.ts';
import type { IndexProgress, LocalService } from '../../../../backend/local/localService.ts';
import { openCopiedSource } from '../../../../extension/aws/copiedSource.ts';
import type { SourceCallbacks } from '../../../../extension/sources/openSource.ts';
import { useTemporaryFolder } from '../../../fixtures/temporaryFolder.ts';

const IDLE: IndexProgress = { state: 'idle', filesDone: 3, filesFound: 3, events: 7 };

describe('a source that is copied from AWS', () => {
  const temporary = useTemporaryFolder();

  function open(copy: Partial<Copy>) {
    const told: string[] = [];
    const time = { now: 1_000_000 };
    const runs: CopyRun[] = [];
    let inner: SourceCallbacks | undefined;
    const service = {
      index: () => {
        told.push('index');
        inner?.onProgress({ ...IDLE, state: 'indexing' });
        return Promise.resolve(IDLE);
      },
      status: () => Promise.resolve({ rejected: 1 }),
      problems: () => Promise.resolve([{ name: 'local', state: 'broken records', reason: 'r', broken: 1 }]),
    } as unknown as LocalService;
    const folder = path.join(temporary(), 'files');
    const source = openCopiedSource({
      copy: {
        isDue: () => Promise.resolve(true),
        failures: () => Promise.resolve([]),
        ...copy,
        run: async (run) => {
          runs.push(run);
          await copy.run?.(run);
        },
      },
      folder,
      openLocal: (callbacks) => {
        inner = callbacks;
        return { service, close: () => Promise.resolve() };
      },
      callbacks: {
        onProgress: ({ state, filesDone, filesFound }) => told.push(`${state} ${filesDone}/${filesFound}`),
        onChanged: () => told.push('changed'),
      },
      now: () => time.now,
    });
    return { source, told, runs, time, folder };
  }

  it('asks nothing before it is brought up to date', async () => {
    const { source, runs, told, folder } = open({});
    await source.service.status({});
    assert.deepEqual([runs.length, told.length, existsSync(folder)], [0, 0, false]);
  });

  it('copies, and indexes while it copies, and at the end', async () => {
    const { source, told } = open({
      run: async ({ onProgress, onFiles }) => {
        onProgress({ done: 1, found: 2, bytes: 10 });
        onFiles();
        onFiles();
        await Promise.resolve();
      },
    });
    assert.deepEqual(await source.service.index({}), IDLE);
    assert.deepEqual(told, [
      'downloading 0/0', 'downloading 1/2', 'index', 'downloading 1/2', 'index', 'indexing 3/3',
    ]); // prettier-ignore
  });

  it('only indexes where it is not due', async () => {
    const { source, runs, told } = open({ isDue: (asked) => Promise.resolve(asked) });
    await source.service.index({});
    assert.deepEqual([runs.length, told], [0, ['index', 'indexing 3/3']]);
    await source.service.index({ asked: true });
    assert.deepEqual(runs.map(({ asked }) => asked), [true]); // prettier-ignore
  });

  it('shows what is copied and says why there is no more, and tries again after a while or when it is asked to', async () => {
    const problem = new UserError('The AWS credentials have expired.');
    const { source, runs, told, time } = open({ run: () => Promise.reject(problem) });
    await assert.rejects(source.service.index({}), problem);
    assert.ok(told.includes('index'));
    await assert.rejects(source.service.index({}), problem);
    assert.equal(runs.length, 1);
    await assert.rejects(source.service.index({ asked: true }), problem);
    assert.equal(runs.length, 2);
    time.now += 300_000;
    await assert.rejects(source.service.index({}), problem);
    assert.equal(runs.length, 3);
  });

  it('is cancelled by its signal', async () => {
    const controller = new AbortController();
    const { source, told } = open({
      run: ({ signal }) => {
        controller.abort();
        signal?.throwIfAborted();
        return Promise.resolve();
      },
    });
    await assert.rejects(source.service.index({}, controller.signal), { name: 'AbortError' });
    assert.ok(!told.includes('index'));
  });

  it('reports what could not be copied with what could not be read', async () => {
    const { source } = open({ failures: () => Promise.resolve([{ key: 'a/b.json.gz', reason: 'No.' }]) });
    assert.equal((await source.service.status({})).rejected, 2);
    assert.deepEqual(
      (await source.service.problems({})).map(({ name, reason }) => [name, reason]),
      [['a/b.json.gz', 'could not be copied: No.'], ['local', 'r']], // prettier-ignore
    );
    assert.equal((await source.service.problems({ limit: 1 })).length, 1);
  });
});
