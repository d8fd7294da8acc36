import assert from 'node:assert/strict';
import { readLogFileName, type LogFileName } from '../../../backend/core/logFile.ts';

const NAME = '111122223333_CloudTrail_eu-west-1_20240501T0915Z_AbCdEfGhIjKlMnOp.json.gz';
const LOG: LogFileName = {
  kind: 'log',
  account: '111122223333',
  region: 'eu-west-1',
  delivered: '2024-05-01T09:15:00Z',
};

const TABLE: [path: string, expected: LogFileName][] = [
  [`AWSLogs/111122223333/CloudTrail/eu-west-1/2024/05/01/${NAME}`, LOG],
  [`some/prefix/AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail/eu-west-1/2024/05/01/${NAME}`, LOG],
  // Control Tower: the organization's id stands before AWSLogs as the prefix and again behind it.
  [`o-a1b2c3d4e5/AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail/eu-west-1/2024/05/01/${NAME}`, LOG],
  [`C:\\logs\\AWSLogs\\111122223333\\CloudTrail\\eu-west-1\\2024\\05\\01\\${NAME}`, LOG],
  [NAME, LOG],
  [NAME.replace('.gz', ''), LOG],
  [
    '111122223333_CloudTrail_us-gov-west-1_20240501T0915Z_AbCdEfGhIjKlMnOp.json.gz',
    { ...LOG, region: 'us-gov-west-1' },
  ],
  // Variants found in the documentation and in published sets.
  ['111122223333_CloudTrail_eu-west-1_20240501T0915ZhdkvFTXOA3Vnhbc.json.gz', LOG],
  ['111122223333_CloudTrail_eu-west-1-20240501T0915.json.gz', LOG],
  [
    'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2024/05/01/111122223333_CloudTrail-Digest_eu-west-1_my-trail_eu-west-1_20240501T091500Z.json.gz',
    { ...LOG, kind: 'digest' },
  ],
  [
    'AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail-Digest/eu-west-1/2024/05/01/111122223333_o-a1b2c3d4e5_CloudTrail-Digest_eu-west-1_t_eu-west-1_20240501T091500Z.json.gz',
    { ...LOG, kind: 'digest' },
  ],
  [
    `AWSLogs/111122223333/CloudTrail-Insight/eu-west-1/2024/05/01/${NAME.replace('CloudTrail', 'CloudTrail-Insight')}`,
    { ...LOG, kind: 'insight' },
  ],
  [`AWSLogs/111122223333/CloudTrail-Insight/eu-west-1/2024/05/01/${NAME}`, { ...LOG, kind: 'insight' }],
  [`AWSLogs/111122223333/CloudTrail-NetworkActivity/eu-west-1/2024/05/01/${NAME}`, { ...LOG, kind: 'networkActivity' }],
  [`AWSLogs/111122223333/CloudTrail-Aggregated/eu-west-1/2024/05/01/${NAME}`, { ...LOG, kind: 'aggregated' }],
  [
    'AWSLogs/111122223333/Config/eu-west-1/2024/5/1/ConfigHistory/111122223333_Config_eu-west-1_x.json.gz',
    { kind: 'other' },
  ],
  ['AWSLogs/111122223333/elasticloadbalancing/eu-west-1/2024/05/01/x.log.gz', { kind: 'other' }],
  ['package.json', { kind: 'other' }],
];

describe('readLogFileName', () => {
  for (const [path, expected] of TABLE) {
    it(path, () => assert.deepEqual(readLogFileName(path), expected));
  }
});
