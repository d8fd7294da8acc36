import assert from 'node:assert/strict';
import type { Tracker } from '../../../../backend/aws/trackers.ts';
import { keyNotes } from '../../../../extension/aws/deployment/reviewText.ts';
import { accessLines } from '../../../../extension/aws/triggerText.ts';
import { madrid } from '../texts.ts';

const KEY = 'arn:aws:kms:eu-west-1:999988887777:key/1';
const tracker = (parameters: Record<string, string>) => ({ account: '111122223333', parameters }) as unknown as Tracker;

describe('what is said before a trigger is installed', () => {
  it('is nothing where the tracker can read the files', () => {
    assert.deepEqual(accessLines(madrid, tracker({ KmsKey: '', BucketOwner: '' }), {}), []);
  });

  it('is whose key it is, and whether the tracker is deployed with it', () => {
    const [key = '', deployment = ''] = accessLines(madrid, tracker({ KmsKey: '' }), { kmsKey: KEY });
    assert.match(key, /key\/1 of account 999988887777/);
    assert.match(deployment, /not deployed with that key/);
    assert.equal(accessLines(madrid, tracker({ KmsKey: KEY }), { kmsKey: KEY }).length, 1);
  });

  it('is whose bucket it is, and what could not be looked at', () => {
    const lines = accessLines(madrid, tracker({ BucketOwner: '999988887777' }), { refused: 'May not.' });
    assert.match(lines.join('\n'), /belongs to account 999988887777[\s\S]*could not be looked at\. May not\./);
  });
});

describe('what the review of a deployment says of the key', () => {
  for (const [what, kmsKey, ofTrail, expected] of [
    ['none', '', undefined, undefined],
    ['one of the account', KEY.replace('999988887777', '111122223333'), undefined, /its key policy has to let/],
    ['one of another account', KEY, undefined, /of account 999988887777, whose owner/],
    ['an alias of which no file tells the key', '', 'alias/trail', /alias\/trail, which is not the ARN of a key/],
  ] as const)
    it(what, () => {
      const [note] = keyNotes(madrid, { kmsKey, ofTrail, account: '111122223333' });
      if (expected === undefined) assert.equal(note, undefined);
      else assert.match(note ?? '', expected);
    });
});
