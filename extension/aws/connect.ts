import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { connectionLink, readConnectionLink } from '../../backend/aws/connectionLink.ts';
import { findTrackers, type Tracker } from '../../backend/aws/trackers.ts';
import { iamUserOfArn } from '../../backend/core/iamUserArn.ts';
import type { TrackerApi } from '../../backend/core/trackerApi.ts';
import { UserError } from '../../backend/core/userError.ts';
import { withoutIcons, withoutLinks } from '../format.ts';
import type { TrackerRemote } from '../sources/remote.ts';
import { createRemoteSource, isOwnView, type Source } from '../sources/source.ts';
import { rememberTracker } from '../sources/trackerSettings.ts';
import type { AwsDeps } from './awsFeatures.ts';
import { pickAws, type AwsChoice } from './pickAws.ts';
import { inputStep, pickStep } from './steps.ts';
import { trackerApi } from './trackerSource.ts';

const title = () => vscode.l10n.t('Connect to Tracker');

/** Milliseconds for which the address of a new tracker may be unknown, and between two questions. */
const NEW_PATIENCE = 60_000;
const PAUSE = 2_000;

/** Connect to Tracker…: to one of those deployed in the account, or by a link. `node`: a link, where one was followed. */
export function createConnect(deps: AwsDeps): (node?: unknown) => Promise<void> {
  return async (node) => {
    if (typeof node === 'string') return connectByLink(deps, node, true);
    const way = await pickStep({ title: title() }, [
      {
        label: `$(search) ${vscode.l10n.t('Find the Trackers of an Account')}`,
        detail: vscode.l10n.t('Looks at what is deployed in one region. Needs cloudformation:DescribeStacks.'),
        byLink: false,
      },
      {
        label: `$(link) ${vscode.l10n.t('Paste a Connection Link…')}`,
        detail: vscode.l10n.t(
          "From whoever deployed the tracker. Needs the tracker's policy for readers or for the own view only.",
        ),
        byLink: true,
      },
    ]);
    if (typeof way !== 'object') return;
    if (way.value.byLink) return askLink(deps);
    const choice = await pickAws(deps, { title: title() });
    if (choice) await connectToOneOf(deps, choice);
  };
}

/** Copy Connection Link: whoever gets it needs one of the tracker's policies for readers, and nothing else from here. */
export function createCopyLink(deps: AwsDeps): (node?: unknown) => Promise<void> {
  return async (node) => {
    const source = (node as { source?: Source } | undefined)?.source ?? deps.session.source;
    if (source?.remote?.type !== 'tracker')
      throw new UserError(vscode.l10n.t('The current source is no tracker. Connect to one first.'));
    const { url, region } = source.remote;
    const ownView = isOwnView(source) ? true : await askForWhom();
    if (ownView === undefined) return;
    const link = { url, region, name: source.name, ...(ownView && { ownView }) };
    await vscode.env.clipboard.writeText(connectionLink(link, vscode.env.uriScheme));
    void vscode.window.showInformationMessage(
      ownView
        ? vscode.l10n.t('Copied. Whoever opens the link also needs the access key of an IAM user with the own-view policy of the tracker.') // prettier-ignore
        : vscode.l10n.t('Copied. Whoever opens the link also needs AWS credentials with the reader policy of the tracker.'), // prettier-ignore
    );
  };
}

/** Whether the link is for the own view; undefined where the user gives up. */
async function askForWhom(): Promise<boolean | undefined> {
  const picked = await pickStep(
    { title: vscode.l10n.t('Copy Connection Link'), placeholder: vscode.l10n.t('Who gets the link?') },
    [
      {
        label: `$(organization) ${vscode.l10n.t('Readers')}`,
        detail: vscode.l10n.t('They see everybody, by the policy ReaderPolicyArn.'),
        ownView: false,
      },
      {
        label: `$(person) ${vscode.l10n.t('Students, for Their Own View')}`,
        detail: vscode.l10n.t('IAM users who see only themselves, by the policy OwnViewPolicyArn.'),
        ownView: true,
      },
    ],
  );
  return typeof picked === 'object' ? picked.value.ownView : undefined;
}

/**
 * Connects to a tracker that is known: asks it, remembers it, and makes it the current source. `isNew`: it was deployed just now, and
 * its address need not be known everywhere yet.
 */
export async function connectTo(
  deps: AwsDeps,
  { aws, identity }: AwsChoice,
  tracker: Tracker,
  { isNew = false } = {},
): Promise<void> {
  const { ApiUrl: url } = tracker.outputs;
  if (!url)
    throw new UserError(
      vscode.l10n.t('The tracker {0} is in the state {1} and has no API.', tracker.stage, tracker.status),
    );
  const remote: TrackerRemote = {
    type: 'tracker',
    ...(aws.profile !== undefined && { profile: aws.profile }),
    url,
    region: tracker.region || aws.region,
    account: tracker.account || identity.account,
    stack: tracker.stackName,
  };
  await connect(deps, remote, tracker.stage, isNew ? NEW_PATIENCE : 0);
}

async function connectToOneOf(deps: AwsDeps, choice: AwsChoice): Promise<void> {
  const { aws, identity } = choice;
  const looking = vscode.l10n.t('Looking for trackers');
  const found = await deps.commands.withProgress(looking, (signal) => findTrackers(aws, signal));
  if (found.length === 0) return offerOtherWays(identity.accountInFull, aws.region);
  const picked = await pickStep(
    {
      title: title(),
      placeholder: vscode.l10n.t('The tracker, in account {0}, region {1}', identity.accountInFull, aws.region),
    },
    found.map((tracker) => ({
      label: withoutIcons(tracker.stage),
      description: withoutIcons(tracker.outputs.BucketName ?? ''),
      detail: tracker.outputs.ApiUrl === undefined ? tracker.status : undefined,
      tracker,
    })),
  );
  if (typeof picked === 'object') await connectTo(deps, choice, picked.value.tracker);
}

async function offerOtherWays(account: string, region: string): Promise<void> {
  const deploy = vscode.l10n.t('Deploy a Tracker…');
  const again = vscode.l10n.t('Look Elsewhere…');
  const message = vscode.l10n.t('There is no tracker in account {0}, region {1}.', withoutLinks(account), region);
  const answer = await vscode.window.showInformationMessage(message, deploy, again);
  if (answer === deploy) await vscode.commands.executeCommand('cloudtrailTracker.deploy');
  if (answer === again) await vscode.commands.executeCommand('cloudtrailTracker.connect');
}

async function askLink(deps: AwsDeps): Promise<void> {
  const clipboard = await vscode.env.clipboard.readText();
  const text = await inputStep({
    title: title(),
    prompt: vscode.l10n.t("The connection link, or the tracker's API URL"),
    value: problemOf(clipboard) === undefined ? clipboard.trim() : '',
    problem: problemOf,
  });
  if (typeof text === 'object') await connectByLink(deps, text.value, false);
}

function problemOf(text: string): string | undefined {
  try {
    readConnectionLink(text);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** A link that was followed may come from anybody: nothing is sent before the user has seen where to. */
async function connectByLink(deps: AwsDeps, text: string, followed: boolean): Promise<void> {
  const { url, region, name, ownView } = readConnectionLink(text);
  if (followed) {
    const detail = vscode.l10n.t(
      'Requests signed with your AWS credentials will go to {0}. A tracker there could learn who you are, and nothing else.',
      new URL(url).host,
    );
    const yes = vscode.l10n.t('Connect');
    const question = vscode.l10n.t('Connect to the tracker {0} in {1}?', name, region);
    if ((await vscode.window.showInformationMessage(question, { modal: true, detail }, yes)) !== yes) return;
  }
  const choice = await pickAws(deps, { title: title(), region });
  if (!choice) return;
  const { profile } = choice.aws;
  const remote: TrackerRemote = { type: 'tracker', ...(profile !== undefined && { profile }), url, region };
  await connect(deps, ownView ? { ...remote, ...ownPlace(choice.identity.arn) } : remote, name);
}

/** The own view is asked for by the name of an IAM user, which only they have by their policy: a role may ask for nothing. */
function ownPlace(arn: string): Pick<TrackerRemote, 'account' | 'ownView'> {
  const user = iamUserOfArn(arn);
  if (!user)
    throw new UserError(
      vscode.l10n.t(
        'The own view is for IAM users, and {0} is none: choose a profile with the access key of an IAM user.',
        withoutLinks(arn),
      ),
    );
  return { account: user.home, ownView: user.name };
}

async function connect(deps: AwsDeps, remote: TrackerRemote, name: string, patience = 0): Promise<void> {
  const asking = vscode.l10n.t('Asking the tracker {0}', name);
  await deps.commands.withProgress(asking, (signal) => firstAnswer(trackerApi(remote), patience, signal));
  const source = createRemoteSource(remote, name);
  await rememberTracker(source);
  // A profile chosen now replaces the one that was remembered.
  await deps.session.whileClosed(source.id, () => deps.session.list.forget(source.id));
  await deps.show(source);
}

/** Waits for a first answer. Another refusal than that nobody is there is final. */
async function firstAnswer(api: Pick<TrackerApi, 'status'>, patience: number, signal: AbortSignal): Promise<void> {
  const end = Date.now() + patience;
  for (;;) {
    try {
      await api.status({}, signal);
      return;
    } catch (error) {
      if (!(error instanceof UserError) || error.status !== 503 || Date.now() >= end) throw error;
    }
    await delay(PAUSE, undefined, { signal });
  }
}
