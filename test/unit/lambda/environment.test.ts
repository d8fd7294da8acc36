import assert from 'node:assert/strict';
import { readEnvironment } from '../../../backend/lambda/environment.ts';

describe('readEnvironment', () => {
  const whole = { TABLE_NAME: 'events', BUCKET_NAME: 'trail' };

  it('knows the table, the bucket and the retention', () => {
    const names = { table: 'events', buckets: ['trail'] };
    assert.deepEqual(readEnvironment({ ...whole, RETENTION_DAYS: '90' }), { ...names, retentionDays: 90 });
    for (const none of ['', '0', undefined])
      assert.deepEqual(readEnvironment({ ...whole, RETENTION_DAYS: none }), names);
  });

  it('knows the bucket of its own, behind that of the trail', () => {
    const { buckets } = readEnvironment({ ...whole, RETENTION_DAYS: '', UPLOAD_BUCKET: 'uploads' });
    assert.deepEqual(buckets, ['trail', 'uploads']);
  });

  it('names the variable that is missing or wrong', () => {
    for (const name of ['TABLE_NAME', 'BUCKET_NAME']) {
      for (const value of [undefined, ''])
        assert.throws(() => readEnvironment({ ...whole, [name]: value }), new RegExp(name));
    }
    for (const days of ['ninety', '-1', '1.5', '1 day'])
      assert.throws(() => readEnvironment({ ...whole, RETENTION_DAYS: days }), /RETENTION_DAYS/);
  });
});
