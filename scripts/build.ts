import { build, context, type BuildOptions } from 'esbuild';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Bundles every target into dist/. `--watch` keeps at it. Writes dist/meta.json, esbuild's account of who imports whom,
 * from which test/unit/imports.test.ts checks the import directions.
 */
const common: BuildOptions = {
  bundle: true,
  minify: !process.argv.includes('--watch'),
  sourcemap: process.argv.includes('--watch') ? 'linked' : false,
  metafile: true,
  logLevel: 'warning',
  legalComments: 'none',
};

const node: BuildOptions = {
  ...common,
  platform: 'node',
  // The Node of the oldest VS Code that engines.vscode allows.
  target: 'node22.15',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  mainFields: ['module', 'main'],
};

/** The two functions of a tracker: one file each, AWS's clients included, so that what was tested is what runs. */
const lambda: BuildOptions = {
  ...common,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  mainFields: ['module', 'main'],
  define: { VERSION: JSON.stringify(ownVersion()) },
  entryPoints: { ingest: 'backend/lambda/ingest.ts', query: 'backend/lambda/query.ts' },
  outdir: 'dist/lambda',
};

const targets: BuildOptions[] = [
  lambda,
  {
    ...node,
    entryPoints: {
      extension: 'extension/extension.ts',
      localWorker: 'backend/local/localWorker.ts',
      parseWorker: 'backend/local/parseWorker.ts',
      sampleWorker: 'extension/sources/sampleWorker.ts',
      // What needs AWS's clients, which are large: extension.cjs loads it when it is first needed (loadAws.ts).
      aws: 'extension/aws/entry.ts',
    },
    external: ['vscode'],
    outdir: 'dist',
  },
  {
    ...common,
    platform: 'browser',
    target: 'chrome134',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'text' },
    entryPoints: { panel: 'media/panel/main.tsx' },
    outdir: 'dist/media',
  },
];

mkdirSync('dist/lambda', { recursive: true });
// Here they lie below this project's package.json, which says that .js is an ES module; in their packages nothing says so.
writeFileSync('dist/lambda/package.json', '{ "type": "commonjs" }\n');
if (process.argv.includes('--watch')) {
  const watched = await Promise.all(targets.map((target) => context(target)));
  // Watching begins with a build too, but does not wait for it.
  for (const target of watched) await target.rebuild();
  for (const target of watched) await target.watch();
  console.log('watching');
} else {
  const inputs: Record<string, unknown> = {};
  for (const target of targets) Object.assign(inputs, (await build(target)).metafile!.inputs);
  writeFileSync('dist/meta.json', JSON.stringify(inputs));
}

function ownVersion(): string {
  return (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;
}
