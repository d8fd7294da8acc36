import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../scripts/runProgram.ts';
import { testRun } from './testRun.ts';

describe('the package', () => {
  const installed = () => {
    const [folder, ...others] = globSync('cloudtrail-tracker.cloudtrail-tracker-*', { cwd: testRun().extensions });
    assert.ok(folder && others.length === 0);
    return path.join(testRun().extensions, folder);
  };

  it('is under 1.5 MB', () => {
    assert.ok(statSync(path.join(projectFolder, 'dist/cloudtrail-tracker.vsix')).size < 1_500_000);
  });

  it('has every file that its package.json names, in English and in Spanish', () => {
    const files = globSync('package{,.nls,.nls.es}.json', { cwd: installed() });
    assert.equal(files.length, 3);
    const texts = files.map((file) => readFileSync(path.join(installed(), file), 'utf8')).join('\n');
    const named = [...texts.matchAll(/"((?:\.\/)?(?:dist|media|l10n)\/[^"]+|\.\/l10n)"/g)].map(([, file = '']) => file);
    for (const file of ['./dist/extension.cjs', 'media/walkthrough/look.es.md']) assert.ok(named.includes(file), file);
    assert.deepEqual(
      named.filter((file) => !existsSync(path.join(installed(), file))),
      [],
    );
  });

  it('has the tracker that it deploys', () => {
    const files = globSync('dist/deployment/*', { cwd: installed() }).map((file) => path.basename(file));
    assert.deepEqual(files.sort(), ['create.json', 'ingest.zip', 'query.zip', 'template.json']);
  });

  it('has nothing else than what it needs', () => {
    const wanted =
      /^(package(\.nls(\.\w+)?)?\.json|readme\.md|changelog\.md|LICENSE\.txt|NOTICE\.txt|\.vsixmanifest|dist|l10n|media)$/;
    const unwanted = globSync('*', { cwd: installed() }).filter((file) => !wanted.test(file));
    const sources = globSync('**/*.{ts,tsx,map}', { cwd: installed() });
    assert.deepEqual([...unwanted, ...sources], []);
  });
});
