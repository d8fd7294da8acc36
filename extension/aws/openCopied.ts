import { createBucketCopy } from '../../backend/aws/bucketCopy.ts';
import type { Copy } from '../../backend/aws/copy.ts';
import { createHistoryCopy } from '../../backend/aws/historyCopy.ts';
import type { Aws } from '../../backend/aws/openAws.ts';
import { CLOCK } from '../../backend/aws/pace.ts';
import type { LocalSource } from '../../backend/local/localSource.ts';
import type { BucketRemote, HistoryRemote } from '../sources/remote.ts';
import type { SourceCallbacks } from '../sources/openSource.ts';
import { createRemoteSource, type Source } from '../sources/source.ts';
import type { RememberedSource } from '../sources/sourceList.ts';
import type { AwsDeps } from './awsFeatures.ts';
import { openCopiedSource } from './copiedSource.ts';
import { profileAws } from './profileAws.ts';

export type CopiedRemote = BucketRemote | HistoryRemote;

/** Opens a source whose files are copied to this computer. AWS is not asked before the source is brought up to date. */
export function openCopied(
  { storage, openLocal }: Pick<AwsDeps, 'storage' | 'openLocal'>,
  source: RememberedSource,
  remote: CopiedRemote,
  callbacks: SourceCallbacks,
): LocalSource {
  const folder = storage.files(source.id);
  return openCopiedSource({
    copy: copyOf(remote, folder),
    folder,
    openLocal: (inner) => openLocal({ ...source, roots: [folder] }, inner),
    callbacks,
    now: Date.now,
  });
}

function copyOf(remote: CopiedRemote, folder: string): Copy {
  const region = remote.type === 'bucket' ? remote.region : (remote.regions[0] ?? 'us-east-1');
  let opened: Aws | undefined;
  const aws = () => (opened ??= profileAws(remote.profile, region));
  if (remote.type === 'history')
    return createHistoryCopy({ aws, account: remote.account, regions: remote.regions, folder, clock: CLOCK });
  const { bucket, prefixes, from, to } = remote;
  return createBucketCopy({ aws, bucket, prefixes, from, to, folder, now: Date.now });
}

/** Makes such a source the current one. One of the same place takes over what was copied before, and what was chosen now. */
export async function showCopied(deps: AwsDeps, remote: CopiedRemote, name: string): Promise<void> {
  const source: Source = createRemoteSource(remote, name);
  if (deps.session.source?.id === source.id) await deps.session.close();
  await deps.session.list.forget(source.id);
  await deps.show(source);
}
