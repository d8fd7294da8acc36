import * as vscode from 'vscode';
import { environmentKind } from '../../backend/aws/environmentCredentials.ts';
import { readProfiles } from '../../backend/aws/profiles.ts';

/** How often the shared files are looked at, in milliseconds. */
const INTERVAL = 2_000;

const HELP = 'https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-configure.html';

/**
 * Shows how to get an AWS profile, and waits until there is one: a profile that appears in the shared files is noticed by itself.
 * False when the user gives up.
 */
export async function waitForProfile(title: string): Promise<boolean> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { url?: string }>();
  pick.title = title;
  pick.placeholder = vscode.l10n.t('There is no AWS profile on this computer yet. Waiting for one…');
  pick.busy = true;
  pick.ignoreFocusOut = true;
  pick.items = [
    {
      label: `$(terminal) aws configure sso`,
      detail: vscode.l10n.t('In a terminal, where your organization signs in with IAM Identity Center'),
    },
    {
      label: `$(terminal) aws login`,
      detail: vscode.l10n.t('In a terminal, to sign in as in the AWS console'),
    },
    {
      label: `$(terminal) aws configure`,
      detail: vscode.l10n.t('In a terminal, with the access key of an IAM user'),
    },
    {
      label: `$(link-external) ${vscode.l10n.t('Read How to Get a Profile')}`,
      detail: HELP,
      url: HELP,
    },
    { label: `$(refresh) ${vscode.l10n.t('Look Again')}` },
  ];
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<boolean>((resolve, reject) => {
      const look = async () => {
        const profiles = await readProfiles();
        if (profiles.length > 0 || (await environmentKind(process.env, profiles)) !== undefined) resolve(true);
      };
      timer = setInterval(() => void look().catch(reject), INTERVAL);
      pick.onDidAccept(() => {
        const [item] = pick.activeItems;
        if (item?.url) void vscode.env.openExternal(vscode.Uri.parse(item.url));
        else void look().catch(reject);
      });
      pick.onDidHide(() => resolve(false));
      pick.show();
    });
  } finally {
    clearInterval(timer);
    pick.dispose();
  }
}
