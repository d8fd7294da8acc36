import assert from 'node:assert/strict';
import type { GetEventSelectorsResponse } from '@aws-sdk/client-cloudtrail';
import { recordingOf, type Recording } from '../../../backend/aws/recording.ts';

const field = (Field: string, ...Equals: string[]) => ({ Field, Equals });
const advanced = (...FieldSelectors: { Field: string; Equals?: string[]; NotEquals?: string[] }[]) => ({
  FieldSelectors,
});

describe('recordingOf', () => {
  const cases: [what: string, GetEventSelectorsResponse, Recording][] = [
    ['no selectors', {}, { management: 'all', data: [], excluded: [] }],
    ['basic, all', { EventSelectors: [{ ReadWriteType: 'All' }] }, { management: 'all', data: [], excluded: [] }],
    [
      'basic, data events only',
      {
        EventSelectors: [
          {
            IncludeManagementEvents: false,
            DataResources: [{ Type: 'AWS::S3::Object' }, { Type: 'AWS::Lambda::Function' }],
          },
        ],
      },
      { management: 'none', data: ['AWS::Lambda::Function', 'AWS::S3::Object'], excluded: [] },
    ],
    [
      'basic, reads and writes apart, without KMS',
      {
        EventSelectors: [
          { ReadWriteType: 'ReadOnly', ExcludeManagementEventSources: ['kms.amazonaws.com'] },
          { ReadWriteType: 'WriteOnly' },
        ],
      },
      { management: 'all', data: [], excluded: ['kms.amazonaws.com'] },
    ],
    [
      'advanced, writes and objects',
      {
        AdvancedEventSelectors: [
          advanced(field('eventCategory', 'Management'), field('readOnly', 'false'), {
            Field: 'eventSource',
            NotEquals: ['rdsdata.amazonaws.com'],
          }),
          advanced(field('eventCategory', 'Data'), field('resources.type', 'AWS::S3::Object')),
        ],
      },
      { management: 'write', data: ['AWS::S3::Object'], excluded: ['rdsdata.amazonaws.com'] },
    ],
    [
      'advanced, reads only',
      { AdvancedEventSelectors: [advanced(field('eventCategory', 'Management'), field('readOnly', 'true'))] },
      { management: 'read', data: [], excluded: [] },
    ],
    [
      'advanced, network activity only',
      { AdvancedEventSelectors: [advanced(field('eventCategory', 'NetworkActivity'))] },
      { management: 'none', data: [], excluded: [] },
    ],
  ];
  for (const [what, selectors, recording] of cases)
    it(`reads ${what}`, () => assert.deepEqual(recordingOf(selectors), recording));
});
