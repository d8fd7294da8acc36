import assert from 'node:assert/strict';
import { isOptIn, regionsAround } from '../../../backend/aws/regions.ts';

describe('the regions of which an event history can be chosen', () => {
  it('begin with that of the profile, and end with those that have to be opted into', () => {
    const [first, second, ...rest] = regionsAround('eu-west-1');
    assert.deepEqual([first, second], ['eu-west-1', 'us-east-1']);
    assert.ok(rest.includes('eu-south-2') && isOptIn(rest.at(-1)!));
    assert.ok(!isOptIn('eu-west-1'));
    assert.equal(new Set(regionsAround('eu-south-2')).size, regionsAround('eu-south-2').length);
    assert.equal(regionsAround('eu-south-2')[0], 'eu-south-2');
  });

  it('are those of its partition', () => {
    assert.deepEqual(regionsAround('cn-north-1'), ['cn-north-1', 'cn-northwest-1']);
    assert.deepEqual(regionsAround('us-gov-east-1'), ['us-gov-east-1', 'us-gov-west-1']);
  });
});
