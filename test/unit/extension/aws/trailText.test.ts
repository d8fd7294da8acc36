import assert from 'node:assert/strict';
import type { Trail } from '../../../../backend/aws/trails.ts';
import { isDoubtful, trailFacts } from '../../../../extension/aws/deployment/trailText.ts';
import { madrid } from '../texts.ts';

const NOW = Date.parse('2026-03-20T10:00:00Z');
const TRAIL: Trail = {
  name: 'all',
  arn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/all',
  account: '111122223333',
  homeRegion: 'eu-west-1',
  bucket: 'b',
  prefix: '',
  kmsKey: undefined,
  isMultiRegion: true,
  isOrganization: false,
  recording: { management: 'all', data: [], excluded: [] },
  isLogging: true,
  lastDelivery: '2026-03-20T09:55:00Z',
};

describe('a row of a trail', () => {
  const cases: [what: string, Partial<Trail>, text: string, isDoubtful: boolean][] = [
    ['a plain one', {}, 'all regions · reads and writes · logging · last file 5m ago', false],
    [
      'much',
      {
        isMultiRegion: false,
        isOrganization: true,
        kmsKey: 'arn:aws:kms:eu-west-1:111122223333:key/1',
        recording: { management: 'write', data: ['AWS::S3::Object'], excluded: ['kms.amazonaws.com'] },
      },
      'eu-west-1 only · whole organization · writes only · data events of S3::Object · without kms.amazonaws.com · ' +
        'encrypted with a KMS key · logging · last file 5m ago',
      false,
    ],
    [
      'one that is off',
      { isLogging: false, lastDelivery: undefined },
      'all regions · reads and writes · not logging',
      true,
    ],
    [
      'one that fails',
      { deliveryError: 'AccessDenied' },
      'all regions · reads and writes · logging · last file 5m ago · last delivery failed: AccessDenied',
      true,
    ],
    [
      'reads only',
      { recording: { management: 'read', data: [], excluded: [] } },
      'all regions · reads only · logging · last file 5m ago',
      true,
    ],
    [
      'data events only',
      { recording: { management: 'none', data: ['AWS::S3::Object'], excluded: [] } },
      'all regions · no management events · data events of S3::Object · logging · last file 5m ago',
      true,
    ],
    [
      'what may not be read',
      { recording: undefined, isLogging: undefined, lastDelivery: undefined },
      'all regions · what it records may not be read · whether it is logging may not be read',
      false,
    ],
  ];
  for (const [what, more, text, doubtful] of cases) {
    it(`tells ${what}`, () => {
      const trail = { ...TRAIL, ...more };
      assert.equal(trailFacts(madrid, trail, NOW).join(' · '), text);
      assert.equal(isDoubtful(trail), doubtful);
    });
  }
});
