import * as vscode from 'vscode';
import { listAccounts } from '../../backend/aws/listAccounts.ts';
import { CLOCK } from '../../backend/aws/pace.ts';
import type { AwsDeps } from './awsFeatures.ts';
import { confirm } from './confirm.ts';
import { pickAws } from './pickAws.ts';

/** Load Account Names from AWS Organizations…: what an organization calls its accounts, kept on this computer. */
export function createLoadAccountNames(deps: AwsDeps): () => Promise<void> {
  const { accounts, commands, format } = deps;

  /** What is kept already: a line for each organization. */
  function known(): string[] {
    const { number, moment, accountInFull } = format();
    return accounts.organizations.map(({ organization, names, time, by }) =>
      vscode.l10n.t(
        'Kept from {0}: {1} names of the organization {2}, asked from account {3}.',
        moment(time),
        number(Object.keys(names).length),
        organization,
        accountInFull(by),
      ),
    );
  }

  return async () => {
    const title = vscode.l10n.t('Load Account Names');
    const choice = await pickAws(deps, { title, region: 'any' });
    if (!choice) return;
    const agreed = await confirm(choice, {
      question: vscode.l10n.t('Load the names of all accounts from AWS Organizations?'),
      lines: [
        vscode.l10n.t('It needs {0}. Nothing is changed in AWS.', 'organizations:ListAccounts'),
        vscode.l10n.t('The management account of an organization may list its accounts, and delegated administrators.'),
        vscode.l10n.t(
          'Numbers and names are kept on this computer, and nothing else; Clear All Local Data forgets them.',
        ),
        vscode.l10n.t('It costs nothing.'),
        ...known(),
      ],
      verb: vscode.l10n.t('Load'),
    });
    if (!agreed) return;
    const asking = vscode.l10n.t('Asking AWS Organizations');
    const { organization, names } = await commands.withProgress(asking, (signal, tell) =>
      listAccounts(choice.aws, CLOCK, (count) => tell(vscode.l10n.t('{0} accounts', format().number(count))), signal),
    );
    const time = `${new Date().toISOString().slice(0, 19)}Z`;
    await accounts.keep({ organization, names, time, by: choice.identity.account });
    const count = format().number(Object.keys(names).length);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Loaded the names of {0} accounts of the organization {1}.', count, organization),
    );
  };
}
