import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listLogFiles, newestFirst } from '../../../backend/local/listLogFiles.ts';

describe('listLogFiles', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'list-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  async function write(name: string): Promise<void> {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), 'x');
  }

  async function names(roots = [root]): Promise<string[]> {
    const { files } = await listLogFiles(roots);
    return files.map(({ name }) => path.relative(root, name)).sort();
  }

  it('finds .json and .json.gz at any depth, and nothing else: no groups and no checklists of labs', async () => {
    for (const name of [
      'a.json',
      'b.JSON.GZ',
      'c.txt',
      'd.gz',
      'deep/er/e.json.gz',
      '.git/f.json',
      'node_modules/g.json',
      '.vscode/cloudtrail-groups.json',
      'labs/01-network.lab.json',
      'labs/02-network.LAB.JSON',
      'lab.json',
    ])
      await write(name);
    assert.deepEqual(await names(), ['a.json', 'b.JSON.GZ', 'deep/er/e.json.gz', 'lab.json']);
  });

  it('tells size and time of a file', async () => {
    await write('a.json');
    await utimes(path.join(root, 'a.json'), 1_600_000_000, 1_600_000_000.9);
    const { files } = await listLogFiles([root]);
    assert.deepEqual(files, [{ name: path.join(root, 'a.json'), size: 1, modified: 1_600_000_000_900 }]);
  });

  it('takes single files, and lists what lies in two roots once', async () => {
    await write('in/a.json');
    await write('odd.log');
    assert.deepEqual(await names([root, path.join(root, 'in'), path.join(root, 'odd.log')]), ['in/a.json', 'odd.log']);
  });

  it('follows symbolic links, but not in circles and not to nowhere', async () => {
    await write('in/a.json');
    await symlink(root, path.join(root, 'in', 'loop'));
    await symlink(path.join(root, 'none'), path.join(root, 'nowhere.json'));
    assert.deepEqual(await names(), ['in/a.json']);
  });

  it('says which root cannot be read, and lists the others', async () => {
    await write('a.json');
    const missing = path.join(root, 'missing');
    const { files, unreadable } = await listLogFiles([missing, root]);
    assert.deepEqual(unreadable, [{ name: missing, reason: 'ENOENT' }]);
    assert.equal(files.length, 1);
  });

  it('stops when asked to', async () => {
    await assert.rejects(listLogFiles([root], AbortSignal.abort()), { name: 'AbortError' });
  });
});

describe('newestFirst', () => {
  it('goes by the time in the name, the day in the path, or when the file was written', () => {
    const log = (time: string) => `/x/111122223333_CloudTrail_us-east-1_${time}Z_abc.json.gz`;
    const files = [
      { name: log('20200101T0000'), modified: 9e12 },
      { name: '/x/2021/05/06/odd.json', modified: 9e12 },
      { name: log('20210506T1200'), modified: 0 },
      { name: '/x/odd.json', modified: Date.parse('2021-05-05T00:00:00Z') },
    ].map((file) => ({ ...file, size: 1 }));
    assert.deepEqual(
      newestFirst(files).map(({ name }) => name),
      [log('20210506T1200'), '/x/2021/05/06/odd.json', '/x/odd.json', log('20200101T0000')],
    );
  });
});
