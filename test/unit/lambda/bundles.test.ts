import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Bytes. A function starts the faster, the smaller it is. */
const LIMIT = 700 * 1024;

/** The files that are deployed, by themselves in a folder as Lambda has them. They are written by "npm run build", which "npm test" runs before the tests. */
describe('the bundles of the functions', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cloudtrail-tracker-test-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const name of ['ingest', 'query']) {
    const file = `dist/lambda/${name}.js`;

    it(`${file} is small enough`, () => {
      assert.ok(existsSync(file), `${file} is missing: npm run build`);
      assert.ok(statSync(file).size < LIMIT, `${statSync(file).size} bytes`);
    });

    it(`${file} needs nothing beside it, and calls nobody before it is called`, async () => {
      cpSync(file, path.join(folder, `${name}.js`));
      const script = `
        const { handler } = require('./${name}.js');
        const unasked = process.getActiveResourcesInfo().filter((kind) => /TCP|DNS|GetAddrInfo/.test(kind));
        handler({ Records: [] }, {}).catch((error) => console.log(JSON.stringify([unasked, error.message])));`;
      const { stdout, stderr } = await run(
        process.execPath,
        ['-e', `(async () => {${script}})().catch((error) => console.log(JSON.stringify([[], error.message])))`],
        { cwd: folder, env: { AWS_REGION: 'eu-west-1' } },
      );
      assert.deepEqual(JSON.parse(stdout), [[], 'The environment variable TABLE_NAME is missing.'], stderr);
    });
  }
});
