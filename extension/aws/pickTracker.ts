import * as vscode from 'vscode';
import { findTracker, findTrackers, type Tracker } from '../../backend/aws/trackers.ts';
import { UserError } from '../../backend/core/userError.ts';
import { withoutIcons } from '../format.ts';
import type { TrackerRemote } from '../sources/remote.ts';
import type { Source } from '../sources/source.ts';
import type { AwsDeps } from './awsFeatures.ts';
import { namedIdentity, pickAws, type AwsChoice } from './pickAws.ts';
import { profileAws } from './profileAws.ts';
import { pickStep } from './steps.ts';

export interface TrackerChoice extends AwsChoice {
  tracker: Tracker;
}

/** The stack of a connection is not there any more. Whoever looks for what is left of it goes on with the choice. */
export class TrackerGone extends UserError {
  readonly choice: AwsChoice;
  readonly stackName: string;

  constructor(choice: AwsChoice, stackName: string) {
    super(vscode.l10n.t('The tracker {0} is no longer there.', stackName));
    this.choice = choice;
    this.stackName = stackName;
  }
}

/**
 * The tracker that a command is about: the one that was handed over, the one of the row that it was called on, the current source,
 * or one that the user chooses among those deployed. Undefined when the user gives up.
 */
export async function pickTracker(deps: AwsDeps, title: string, node?: unknown): Promise<TrackerChoice | undefined> {
  if (isChoice(node)) return node;
  const remote = trackerOfNode(node) ?? trackerOfSource(deps.session.source);
  if (remote?.stack !== undefined) return trackerAt(deps, title, remote);
  const choice = await pickAws(deps, { title });
  if (!choice) return undefined;
  const trackers = await deps.commands.withProgress(vscode.l10n.t('Looking for trackers'), (signal) =>
    findTrackers(choice.aws, signal),
  );
  if (trackers.length === 0)
    throw new UserError(
      vscode.l10n.t(
        'There is no tracker in account {0}, region {1}.',
        choice.identity.accountInFull,
        choice.aws.region,
      ),
    );
  const picked = await pickStep(
    {
      title,
      placeholder: vscode.l10n.t(
        'The tracker, in account {0}, region {1}',
        choice.identity.accountInFull,
        choice.aws.region,
      ),
    },
    trackers.map((tracker) => ({
      label: withoutIcons(tracker.stage),
      description: withoutIcons(tracker.outputs.BucketName ?? ''),
      detail: tracker.status,
      tracker,
    })),
  );
  return typeof picked === 'object' ? { ...choice, tracker: picked.value.tracker } : undefined;
}

async function trackerAt(deps: AwsDeps, title: string, remote: TrackerRemote): Promise<TrackerChoice | undefined> {
  const { profile, region, stack = '' } = remote;
  const find = async (choice: AwsChoice, signal?: AbortSignal): Promise<TrackerChoice> => {
    const tracker = await findTracker(choice.aws, stack, signal);
    if (!tracker) throw new TrackerGone(choice, stack);
    return { ...choice, tracker };
  };
  try {
    const aws = profileAws(profile, region);
    return await deps.commands.withProgress(vscode.l10n.t('Looking for the tracker'), async (signal) =>
      find({ aws, identity: await namedIdentity(deps, aws, signal) }, signal),
    );
  } catch (error) {
    if (!(error instanceof UserError) || error.status === 400) throw error;
    // This profile may ask the tracker, but not look at its stack, or has to sign in again.
    const answer = await vscode.window.showWarningMessage(
      title,
      { modal: true, detail: error.message },
      vscode.l10n.t('Choose Another Profile'),
    );
    if (answer === undefined) return undefined;
    const choice = await pickAws(deps, { title, region });
    return choice && find(choice);
  }
}

/** A row of the Sources view has its source in it. */
function trackerOfNode(node: unknown): TrackerRemote | undefined {
  return trackerOfSource((node as { source?: Source } | undefined)?.source);
}

function trackerOfSource(source: Source | undefined): TrackerRemote | undefined {
  return source?.remote?.type === 'tracker' ? source.remote : undefined;
}

function isChoice(node: unknown): node is TrackerChoice {
  return typeof node === 'object' && node !== null && 'tracker' in node && 'aws' in node && 'identity' in node;
}
