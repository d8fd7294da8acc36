import * as vscode from 'vscode';
import type { AwsDeps } from '../awsFeatures.ts';
import { inputStep, pickStep } from '../steps.ts';
import type { DeploymentAnswers } from './answers.ts';
import { retentionProblem } from './checks.ts';
import { stepOptions } from './deploymentStep.ts';
import { retentionPeriods, retentionText } from './retention.ts';

/** How long events are kept after they happened. */
export async function askRetention(
  _deps: AwsDeps,
  answers: DeploymentAnswers,
  back: boolean,
): Promise<'next' | 'back' | undefined> {
  const { l10n } = vscode;
  const current = answers.retention ?? Number(answers.tracker?.parameters['Retention'] ?? 0);
  const periods = retentionPeriods(l10n);
  if (!periods.some(({ days }) => days === current))
    periods.push({ days: current, label: retentionText(l10n, current) });
  const items: (vscode.QuickPickItem & { days: number | undefined })[] = [
    ...periods.map(({ days, label }) => ({
      label,
      days,
      description: days === current && answers.tracker ? l10n.t('as it is now') : undefined,
    })),
    { label: `$(edit) ${l10n.t('Another Time…')}`, days: undefined },
  ];
  for (;;) {
    const picked = await pickStep(
      {
        ...stepOptions(4, back),
        placeholder: l10n.t(
          'How long events are kept after they happened. The log files in the bucket stay as they are.',
        ),
        current: ({ days }) => days === current,
      },
      items,
    );
    if (picked === undefined || picked === 'back') return picked;
    let { days } = picked.value;
    if (days === undefined) {
      const typed = await inputStep({
        ...stepOptions(4, true),
        prompt: l10n.t('For how many days events are kept'),
        problem: (text) => retentionProblem(l10n, text),
      });
      if (typed === 'back') continue;
      if (typed === undefined) return undefined;
      days = Number(typed.value);
    }
    answers.retention = days;
    return 'next';
  }
}
