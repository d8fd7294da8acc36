import * as vscode from 'vscode';
import { inputStep, type StepResult } from './steps.ts';

/** Names of regions are made alike, and AWS adds new ones. */
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

export async function askRegion(title: string, back?: boolean): Promise<StepResult<string>> {
  return inputStep({
    title,
    back,
    prompt: vscode.l10n.t('The AWS region, for example eu-west-1. The profile has none.'),
    value: 'us-east-1',
    problem: (text) =>
      REGION.test(text) ? undefined : vscode.l10n.t('Type a region as AWS names it, for example eu-west-1.'),
  });
}
