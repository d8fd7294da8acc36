import type { FeatureDeps } from '../featureDeps.ts';
import type { Source } from '../sources/source.ts';
import type { MeteredSource, OpenLocalSource, SourceCallbacks } from '../sources/openSource.ts';
import type { RememberedSource } from '../sources/sourceList.ts';
import type { ReadTrackerState } from '../sources/trackerState.ts';
import type { SourceStorage } from '../sources/sourceStorage.ts';

/** What the AWS commands take from the rest of the extension. */
export interface AwsDeps extends FeatureDeps {
  storage: SourceStorage;
  /** Opens the index of a folder, for sources whose files are copied to this computer. */
  openLocal: OpenLocalSource;
  /** Makes a source the current one and shows it. */
  show(source: Source): Promise<void>;
  /** Forgets a source with all that is kept of it. Nothing of it is asked any more. */
  forget(source: Source | undefined): Promise<void>;
  /** What lies beside a tracker, its trigger and its queues, is looked at anew where it shows. */
  trackerChanged(): void;
}

/** The commands of package.json that need AWS's clients. */
export const AWS_COMMANDS = [
  'cloudtrailTracker.openHistory',
  'cloudtrailTracker.openBucket',
  'cloudtrailTracker.loadAccountNames',
  'cloudtrailTracker.connect',
  'cloudtrailTracker.copyConnectionLink',
  'cloudtrailTracker.deploy',
  'cloudtrailTracker.exportDeployment',
  'cloudtrailTracker.installTrigger',
  'cloudtrailTracker.removeTrigger',
  'cloudtrailTracker.backfillFolder',
  'cloudtrailTracker.backfillBucket',
  'cloudtrailTracker.retryFailed',
  'cloudtrailTracker.checkSetup',
  'cloudtrailTracker.removeTracker',
] as const;
export type AwsCommand = (typeof AWS_COMMANDS)[number];

/** What dist/aws.cjs offers: a bundle of its own, loaded when the first of these is used, for AWS's clients are large. */
export interface AwsFeatures {
  /** The node of the Sources view that a command was called on, where it was. */
  commands: Record<AwsCommand, (node?: unknown) => Promise<unknown>>;
  readTrackerState: ReadTrackerState;
  /** Opens a source in AWS. Asks nothing before somebody asks it. */
  openSource(source: RememberedSource, callbacks: SourceCallbacks): MeteredSource;
}
