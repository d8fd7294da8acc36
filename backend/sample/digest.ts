import type { Random } from './random.ts';
import { dayFolder, fileTime, type SampleFile } from './sampleFile.ts';
import { eventTime } from './visit.ts';

/** The bucket that the sample pretends to be a copy of. */
const BUCKET = 'trail-logs-example';
const TRAIL = 'all-events';

/** A digest file, which lists log files and is none. Its hashes are made up. */
export function digestFile(
  root: string,
  account: string,
  region: string,
  at: number,
  logFiles: SampleFile[],
  random: Random,
): SampleFile {
  const name = `${account}_CloudTrail-Digest_${region}_${TRAIL}_${region}_${fileTime(at)}.json.gz`;
  const path = `${root}/CloudTrail-Digest/${region}/${dayFolder(at)}/${name}`;
  const content = {
    awsAccountId: account,
    digestEndTime: eventTime(at),
    digestS3Bucket: BUCKET,
    digestS3Object: path,
    digestSignatureAlgorithm: 'SHA256withRSA',
    previousDigestHashAlgorithm: 'SHA-256',
    logFiles: logFiles.map((file) => ({
      s3Bucket: BUCKET,
      s3Object: file.path,
      hashValue: random.hex(64),
      hashAlgorithm: 'SHA-256',
    })),
  };
  return { path, content };
}
