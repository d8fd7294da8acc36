import { DeleteObjectsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { UserError } from '../core/userError.ts';
import { ask, isMissing } from './awsErrors.ts';
import type { Aws } from './openAws.ts';

/**
 * Deletes all objects of a bucket, and all their versions, for CloudFormation deletes no bucket that has some. Answers how many
 * there were. Needs s3:ListBucketVersions, s3:DeleteObject and s3:DeleteObjectVersion.
 */
export async function emptyBucket({ s3 }: Pick<Aws, 's3'>, bucket: string, signal?: AbortSignal): Promise<number> {
  const resource = `arn:aws:s3:::${bucket}`;
  // What was deleted is gone from the next list, so that is asked for from its beginning.
  for (let deleted = 0; ;) {
    const listing = s3.send(new ListObjectVersionsCommand({ Bucket: bucket }), { abortSignal: signal });
    const { Versions = [], DeleteMarkers = [] } = await ask(
      { action: 's3:ListBucketVersions', resource },
      listing,
    ).catch(nothingWhereMissing);
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return deleted;
    const deleting = s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }), {
      abortSignal: signal,
    });
    const { Errors = [] } = await ask({ action: 's3:DeleteObjectVersion', resource: `${resource}/*` }, deleting);
    if (Errors.length > 0)
      throw new UserError(
        `s3:DeleteObjectVersion on ${resource}/${Errors[0]!.Key} failed. ${Errors[0]!.Message ?? ''}`,
      );
    deleted += Objects.length;
  }
}

function nothingWhereMissing(error: unknown): { Versions?: undefined; DeleteMarkers?: undefined } {
  if (isMissing(error)) return {};
  throw error;
}
