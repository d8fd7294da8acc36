import * as vscode from 'vscode';
import { globalRegion, isOptIn, regionsAround } from '../../backend/aws/regions.ts';
import type { AwsDeps } from './awsFeatures.ts';
import { confirm } from './confirm.ts';
import { showCopied } from './openCopied.ts';
import { pickAws } from './pickAws.ts';
import { pickManyStep } from './steps.ts';

/** Open Event History…: what CloudTrail keeps by itself of an account's last 90 days, copied to this computer and indexed here. */
export function createOpenHistory(deps: AwsDeps): () => Promise<void> {
  return async () => {
    const title = vscode.l10n.t('Open Event History');
    const choice = await pickAws(deps, { title, region: 'any' });
    if (!choice) return;
    const { profile, region } = choice.aws;
    const global = globalRegion(region);
    const picked = await pickManyStep(
      { title, placeholder: vscode.l10n.t('The regions whose events to copy to this computer') },
      regionsAround(region).map((label) => ({
        label,
        description:
          label === global
            ? vscode.l10n.t('also IAM, sign-ins and other global services')
            : isOptIn(label)
              ? vscode.l10n.t('only where the account has opted into it')
              : '',
        picked: label === region || label === global,
      })),
    );
    if (typeof picked !== 'object') return;
    const regions = picked.value.map(({ label }) => label);
    const { account } = choice.identity;
    const agreed = await confirm(choice, {
      question: vscode.l10n.t('Copy the event history of account {0} to this computer?', choice.identity.accountInFull),
      lines: [
        vscode.l10n.t('Regions: {0}', regions.join(', ')),
        vscode.l10n.t('The management events of the last 90 days, the newest and those that change something first.'),
        vscode.l10n.t(
          'AWS takes two requests a second and region: the first events show within seconds, 10,000 of a region take about two minutes. It can be cancelled and goes on later.',
        ),
        vscode.l10n.t('It needs {0}. Nothing is changed in AWS.', 'cloudtrail:LookupEvents'),
        vscode.l10n.t('It costs nothing.'),
      ],
      verb: vscode.l10n.t('Open'),
    });
    if (!agreed) return;
    const name = vscode.l10n.t('Event history of {0}', account);
    await showCopied(deps, { type: 'history', ...(profile !== undefined && { profile }), account, regions }, name);
  };
}
