import assert from 'node:assert/strict';
import { planUpload, type LocalFile } from '../../../backend/aws/planUpload.ts';

const NAME = '111122223333_CloudTrail_eu-west-1_20260227T0005Z_aaaaaaaaaaaaaaaa.json.gz';
const STANDARD = `111122223333/CloudTrail/eu-west-1/2026/02/27/${NAME}`;
const file = (name: string, size = 10, modified = 0): LocalFile => ({ name, size, modified });
const keysOf = (files: LocalFile[], trails?: Map<string, string>) =>
  planUpload({ files, trails }).uploads.map(({ key }) => key);

describe('planUpload', () => {
  it('gives a file the key that the trail gave it', () => {
    const cases: [where: string, key: string][] = [
      [`/home/ana/logs/AWSLogs/${STANDARD}`, `AWSLogs/${STANDARD}`],
      [`/home/ana/AWSLogs/o-abc/${STANDARD}`, `AWSLogs/o-abc/${STANDARD}`],
      [`C:\\logs\\AWSLogs\\${STANDARD.replaceAll('/', '\\')}`, `AWSLogs/${STANDARD}`],
      [`/home/ana/flat/${NAME}`, `AWSLogs/${STANDARD}`],
    ];
    for (const [where, key] of cases) assert.deepEqual(keysOf([file(where)]), [key]);
  });

  it('and that of this trail, where its place is known', () => {
    const trails = new Map([['111122223333', 'o-abc/AWSLogs/o-abc/']]);
    for (const where of [`/logs/AWSLogs/${STANDARD}`, `/logs/${NAME}`])
      assert.deepEqual(keysOf([file(where)], trails), [`o-abc/AWSLogs/o-abc/${STANDARD}`]);
    assert.deepEqual(keysOf([file(`/logs/${NAME.replaceAll('111122223333', '444455556666')}`)], trails), [
      `AWSLogs/${STANDARD.replaceAll('111122223333', '444455556666')}`,
    ]);
  });

  it('gives another file a key that tells nothing of this computer', () => {
    const [other = '', key = ''] = keysOf([file('/home/ana/other/events.json'), file('/home/ana/secret/events.json')]);
    assert.match(key, /^files\/[0-9a-f]{16}\/events\.json$/);
    assert.match(other, /^files\/[0-9a-f]{16}\/events\.json$/);
    assert.notEqual(key, other);
    assert.deepEqual(keysOf([file('/home/ana/secret/events.json')]), [key]);
    const [long = ''] = keysOf([file(`/logs/${'ñ'.repeat(600)}.json`)]);
    assert.ok(Buffer.byteLength(long) < 1024);
  });

  it('takes the same file once, and both where two of a name differ', () => {
    const [one, two] = ['/a', '/b'].map((folder) => `${folder}/${NAME}`) as [string, string];
    assert.deepEqual(keysOf([file(one, 10), file(two, 10)]), [`AWSLogs/${STANDARD}`]);
    const keys = keysOf([file(one, 10), file(two, 11)]);
    assert.equal(new Set(keys).size, 2);
    assert.ok(keys.every((key) => key.endsWith(NAME)));
  });

  it('is bounded by the days of delivery, both included', () => {
    const names = ['26', '27', '28'].map((day) => `/logs/${NAME.replace('20260227', `202602${day}`)}`);
    const files = [...names.map((name) => file(name)), file('/logs/copy.json', 3, Date.parse('2026-02-28T23:00:00Z'))];
    const chosen = (from?: string, to?: string) => planUpload({ files, from, to }).uploads.map(({ file }) => file);
    assert.equal(chosen().length, 4);
    assert.deepEqual(chosen('2026-02-27', '2026-02-27'), [names[1]]);
    assert.deepEqual(chosen('2026-02-28'), ['/logs/copy.json', names[2]]);
    assert.deepEqual(chosen(undefined, '2026-02-26'), [names[0]]);
  });

  it('leaves digests and the like here, and counts them', () => {
    const digest = `/logs/AWSLogs/${STANDARD.replace('/CloudTrail/', '/CloudTrail-Digest/').replace('_CloudTrail_', '_CloudTrail-Digest_')}`;
    const plan = planUpload({ files: [file(digest, 99), file(`/logs/${NAME}`, 7)] });
    assert.deepEqual([plan.uploads.length, plan.bytes, plan.skipped], [1, 7, 1]);
  });

  it('begins with the newest', () => {
    const names = ['25', '27', '26'].map((day) => `/logs/${NAME.replace('20260227', `202602${day}`)}`);
    const { uploads } = planUpload({ files: names.map((name) => file(name)) });
    assert.deepEqual(uploads.map(({ file }) => file), [names[1], names[2], names[0]]); // prettier-ignore
  });
});
