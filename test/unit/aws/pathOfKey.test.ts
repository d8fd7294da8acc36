import assert from 'node:assert/strict';
import path from 'node:path';
import { pathOfKey } from '../../../backend/aws/pathOfKey.ts';

const FOLDER = path.resolve('/copies');
const KEY =
  'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/02/03/111122223333_CloudTrail_eu-west-1_20260203T1005Z_AbCdEfGhIjKlMnOp.json.gz';

describe('the path of a key', () => {
  it('is the key itself, as CloudTrail makes keys', () => {
    assert.equal(pathOfKey(FOLDER, KEY), path.join(FOLDER, ...KEY.split('/')));
  });

  const hostile = [
    '../../etc/passwd', 'a/../../b', '/etc/passwd', '//a', 'a//b', '', '.', '..', '...', './a', 'a/.', 'C:\\Windows\\a', 'C:/a', '..\\..\\a',
    '.ssh/authorized_keys', '.incoming/a', '.bucket.json', '~/a', 'a\0b', 'a\nb', 'a b ', 'a.', 'con/nul.json', 'AUX', 'node_modules/a.json.gz',
    '%2E%2E/a', '%', 'a?b*c:d|e<f>g"h', 'ü/日本/\u202Egz.nosj', '\uD800', `${'x'.repeat(1000)}.json.gz`, 'ü'.repeat(512), `${'a/'.repeat(500)}b.json.gz`,
  ]; // prettier-ignore

  for (const key of hostile) {
    it(`stays in the folder: ${JSON.stringify(key.slice(0, 40))}`, () => {
      const file = pathOfKey(FOLDER, key);
      const parts = path.relative(FOLDER, file).split(path.sep);
      assert.ok(file.startsWith(FOLDER + path.sep), file);
      for (const part of parts) {
        assert.match(part, /^[\w%=@+,()-][\w%=@+,()~ .-]*$/);
        assert.doesNotMatch(part, /[. ]$|^(con|aux|nul|node_modules)(\.|$)/i);
        assert.ok(Buffer.byteLength(part) <= 250, `${part.length} bytes`);
      }
      assert.ok(Buffer.byteLength(file) <= 1200, `${file.length} bytes`);
    });
  }

  it('is no other key’s', () => {
    const paths = hostile.map((key) => pathOfKey(FOLDER, key));
    assert.equal(new Set(paths).size, hostile.length);
  });
});
