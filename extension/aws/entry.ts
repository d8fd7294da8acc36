import type { AwsDeps, AwsFeatures } from './awsFeatures.ts';
import { createBackfillBucket } from './backfillBucket.ts';
import { createBackfillFolder } from './backfillFolder.ts';
import { createCheckSetup } from './checkSetup.ts';
import { createConnect, createCopyLink } from './connect.ts';
import { createDeploy } from './deploy.ts';
import { createExportDeployment } from './exportDeployment.ts';
import { createInstallTrigger, createRemoveTrigger } from './installTrigger.ts';
import { createLoadAccountNames } from './loadAccountNames.ts';
import { createOpenBucket } from './openBucket.ts';
import { openCopied } from './openCopied.ts';
import { createOpenHistory } from './openHistory.ts';
import { createRemoveTracker } from './removeTracker.ts';
import { createRetryFailed } from './retryFailed.ts';
import { createShowText } from './showText.ts';
import { openTrackerSource } from './trackerSource.ts';
import { lookAtTracker } from './trackerState.ts';

/** The entry of dist/aws.cjs. */
export function createAwsFeatures(deps: AwsDeps): AwsFeatures {
  const showText = createShowText(deps);
  return {
    commands: {
      'cloudtrailTracker.openHistory': createOpenHistory(deps),
      'cloudtrailTracker.openBucket': createOpenBucket(deps),
      'cloudtrailTracker.loadAccountNames': createLoadAccountNames(deps),
      'cloudtrailTracker.connect': createConnect(deps),
      'cloudtrailTracker.copyConnectionLink': createCopyLink(deps),
      'cloudtrailTracker.deploy': createDeploy(deps, showText),
      'cloudtrailTracker.exportDeployment': createExportDeployment(deps),
      'cloudtrailTracker.installTrigger': createInstallTrigger(deps, showText),
      'cloudtrailTracker.removeTrigger': createRemoveTrigger(deps),
      'cloudtrailTracker.backfillFolder': createBackfillFolder(deps, showText),
      'cloudtrailTracker.backfillBucket': createBackfillBucket(deps, showText),
      'cloudtrailTracker.retryFailed': createRetryFailed(deps, showText),
      'cloudtrailTracker.checkSetup': createCheckSetup(deps, showText),
      'cloudtrailTracker.removeTracker': createRemoveTracker(deps, showText),
    },
    readTrackerState: lookAtTracker,
    openSource(source, callbacks) {
      const { remote } = source;
      if (remote?.type === 'tracker') return openTrackerSource(remote, callbacks);
      if (remote) return openCopied(deps, source, remote, callbacks);
      throw new Error(`No source of the kind ${source.kind} can be opened.`);
    },
  };
}
