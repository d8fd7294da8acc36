import assert from 'node:assert/strict';
import { findLogFolders, type ListFolder } from '../../../../extension/sources/findLogFolders.ts';

const logFile = '111122223333_CloudTrail_us-east-1_20240601T1000Z_0123456789abcdef.json.gz';

/** A disk with these files, and the folders that were looked into. */
function disk(...files: string[]): { list: ListFolder; looked: string[] } {
  const looked: string[] = [];
  const list: ListFolder = (folder) => {
    looked.push(folder);
    const prefix = folder === '/' ? '/' : `${folder}/`;
    const entries = new Map<string, boolean>();
    for (const file of files.filter((name) => name.startsWith(prefix))) {
      const [name = '', ...rest] = file.slice(prefix.length).split('/');
      entries.set(name, rest.length > 0);
    }
    if (entries.size === 0) return Promise.reject(new Error('ENOENT'));
    return Promise.resolve([...entries].map(([name, isFolder]) => ({ name, isFolder })));
  };
  return { list, looked };
}

describe('findLogFolders', () => {
  const cases: [title: string, files: string[], found: string[]][] = [
    ['a workspace that is a bucket', [`/w/AWSLogs/1/CloudTrail/x/2024/06/01/${logFile}`], ['/w']],
    ['a copy of one account', [`/w/111122223333/CloudTrail/x/2024/06/01/${logFile}`], ['/w/111122223333']],
    ['a folder that is called CloudTrail', ['/w/src/CloudTrail/index.ts'], []],
    ['log folders side by side', [`/w/a/AWSLogs/1/${logFile}`, `/w/b/AWSLogs/1/${logFile}`], ['/w/a', '/w/b']],
    ['files without the folders', [`/w/downloads/${logFile}`], ['/w/downloads']],
    ['a project without logs', ['/w/src/index.ts', '/w/package.json'], []],
    ['digests alone', [`/w/x/${logFile.replace('CloudTrail', 'CloudTrail-Digest')}`], []],
    ['logs in dependencies', [`/w/node_modules/x/AWSLogs/1/${logFile}`], []],
    ['logs too deep', [`/w/1/2/3/4/AWSLogs/1/${logFile}`], []],
    ['nothing that can be read', [], []],
  ];
  for (const [title, files, found] of cases) {
    it(`finds ${found.join(' and ') || 'nothing'} in ${title}`, async () =>
      assert.deepEqual(await findLogFolders('/w', disk(...files).list), found));
  }

  it('knows AWSLogs by its name', async () => {
    assert.deepEqual(await findLogFolders('/w/AWSLogs', disk(`/w/AWSLogs/1/${logFile}`).list), ['/w/AWSLogs']);
  });

  it('never looks into AWSLogs', async () => {
    const { list, looked } = disk(`/w/a/AWSLogs/1/${logFile}`);
    await findLogFolders('/w', list);
    assert.deepEqual(looked, ['/w', '/w/a']);
  });

  it('gives up after a few hundred folders', async () => {
    const { list, looked } = disk(...Array.from({ length: 5000 }, (_, i) => `/w/${i}/x/y.txt`));
    await findLogFolders('/w', list);
    assert.equal(looked.length, 200);
  });
});
