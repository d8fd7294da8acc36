import * as vscode from 'vscode';
import type { AwsDeps } from '../awsFeatures.ts';
import type { StepOptions } from '../steps.ts';
import type { DeploymentAnswers } from './answers.ts';

/** Profile, trail, name, how long to keep events, review. */
const STEPS = 5;

/** A step of the dialog: asks, and adds what it was told to the answers. */
export type DeploymentStep = (
  deps: AwsDeps,
  answers: DeploymentAnswers,
  back: boolean,
) => Promise<'next' | 'skip' | 'back' | undefined>;

export function deployTitle(): string {
  return vscode.l10n.t('Deploy or Update Tracker');
}

export function stepOptions(step: number, back: boolean): StepOptions {
  return { title: deployTitle(), step, totalSteps: STEPS, back };
}
