import * as vscode from 'vscode';
import { findTrails, type FoundTrails, type Trail } from '../../../backend/aws/trails.ts';
import { UserError } from '../../../backend/core/userError.ts';
import { withoutIcons, type Format } from '../../format.ts';
import type { AwsDeps } from '../awsFeatures.ts';
import type { AwsChoice } from '../pickAws.ts';
import { inputStep, pickStep, type StepResult } from '../steps.ts';
import type { DeploymentAnswers } from './answers.ts';
import { bucketProblem } from './checks.ts';
import { deployTitle, stepOptions } from './deploymentStep.ts';
import { offerNewTrail } from './newTrail.ts';
import { placeBucket } from './placeBucket.ts';
import { isDoubtful, trailFacts } from './trailText.ts';

interface TrailItem extends vscode.QuickPickItem {
  /** What is chosen with it. */
  choice: Trail | 'type' | 'create';
}

/** The trail whose log files are to be read: one of those that are found, one of a bucket that is typed, or a new one. */
export async function askTrail(
  deps: AwsDeps,
  answers: DeploymentAnswers,
  back: boolean,
): Promise<'next' | 'back' | undefined> {
  const { choice } = answers;
  if (!choice) return 'back';
  let found: FoundTrails | undefined;
  for (;;) {
    found ??= await trailsOf(deps, choice);
    const picked = await pickStep<TrailItem>(
      {
        ...stepOptions(2, back),
        placeholder: vscode.l10n.t('The trail whose log files the tracker reads. It goes where the bucket is.'),
        current: (item) => typeof item.choice === 'object' && item.choice.bucket === answers.place?.bucket,
      },
      trailItems(deps.format(), found, Date.now()),
    );
    if (picked === undefined || picked === 'back') return picked;
    const bucket = await bucketOfChoice(deps, choice, picked.value.choice, answers.place?.bucket);
    if (bucket === undefined) return undefined;
    if (bucket === 'back') continue;
    if (picked.value.choice === 'create') found = await trailsOf(deps, choice);
    const trail =
      typeof picked.value.choice === 'object'
        ? picked.value.choice
        : found.trails.find((each) => each.bucket === bucket.value);
    const place = await placeBucket(deps, choice, bucket.value, trail);
    if (place === 'otherProfile') return 'back';
    if (place === undefined || place === 'back') continue;
    answers.place = place.value;
    return 'next';
  }
}

async function bucketOfChoice(
  deps: AwsDeps,
  choice: AwsChoice,
  picked: TrailItem['choice'],
  last: string | undefined,
): Promise<StepResult<string>> {
  if (picked === 'create') return offerNewTrail(deps, choice);
  if (picked !== 'type') return { value: picked.bucket };
  return inputStep({
    ...stepOptions(2, true),
    prompt: vscode.l10n.t('The name of the bucket that a trail delivers to'),
    value: last,
    problem: (text) => bucketProblem(vscode.l10n, text),
  });
}

/** Whoever may not look for trails may still type a bucket. */
async function trailsOf(deps: AwsDeps, { aws }: AwsChoice): Promise<FoundTrails> {
  const looking = vscode.l10n.t('Looking for trails');
  try {
    return await deps.commands.withProgress(`${deployTitle()}: ${looking}`, (signal) => findTrails(aws, signal));
  } catch (error) {
    if (error instanceof UserError) return { trails: [], unread: [error.message] };
    throw error;
  }
}

function trailItems(format: Format, { trails, unread }: FoundTrails, now: number): TrailItem[] {
  const { l10n } = format;
  const found = trails.map((trail): TrailItem => ({
    label: `${isDoubtful(trail) ? '$(warning)' : '$(list-tree)'} ${withoutIcons(trail.name)}`,
    description: withoutIcons(trail.bucket),
    detail: withoutIcons(trailFacts(format, trail, now).join(' · ')),
    choice: trail,
  }));
  const type: TrailItem = {
    label: `$(edit) ${l10n.t('Type a Bucket…')}`,
    detail: unread.length === 0 ? undefined : withoutIcons(unread.join(' ')),
    choice: 'type',
  };
  const create: TrailItem = {
    label: `$(add) ${l10n.t('Create a Trail…')}`,
    detail: l10n.t(
      'There is none yet. Records the management events of all regions; the first copy is free, S3 charges for storage.',
    ),
    choice: 'create',
  };
  return found.length === 0 ? [create, type] : [...found, type];
}
