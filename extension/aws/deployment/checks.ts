import type { Tracker } from '../../../backend/aws/trackers.ts';
import type { L10n } from '../../format.ts';

/** Names of functions, with the service's name before it, have 64 characters at most. */
const STAGE = /^[a-z][a-z0-9-]{0,29}$/;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const LONGEST = 3650;

/** What is wrong with the name of a new tracker; undefined where it is right. */
export function stageProblem(l10n: L10n, text: string, trackers: readonly Tracker[]): string | undefined {
  if (!STAGE.test(text))
    return l10n.t('1 to 30 small letters, digits and hyphens, of which the first is a letter. For example: dev');
  const taken = trackers.find(({ stage }) => stage === text);
  const bucket = taken && bucketOf(taken);
  // One without a bucket never came to be: its deployment is begun anew, or gone on with.
  if (bucket === undefined) return undefined;
  return l10n.t('There is a tracker {0} already, of the bucket {1}. Choose another name.', text, bucket);
}

/** Undefined of a deployment that failed or was given up at its very beginning; later the parameters tell, if not the outputs. */
export function bucketOf({ outputs, parameters }: Tracker): string | undefined {
  return outputs.BucketName ?? parameters['Bucket'];
}

export function bucketProblem(l10n: L10n, text: string): string | undefined {
  return BUCKET.test(text) ? undefined : l10n.t('The name of a bucket, for example my-trail-bucket');
}

export function accountProblem(l10n: L10n, text: string): string | undefined {
  return /^\d{12}$/.test(text) ? undefined : l10n.t('The 12 digits of an account');
}

export function retentionProblem(l10n: L10n, text: string): string | undefined {
  const days = Number(text);
  if (/^\d+$/.test(text) && days >= 1 && days <= LONGEST) return undefined;
  return l10n.t('A whole number of days from 1 to {0}', LONGEST);
}
