import * as vscode from 'vscode';

/** Asks for the code that an MFA device shows, where a profile's role wants one. The device is named by its ARN. */
export async function askMfaCode(device: string): Promise<string> {
  const code = await vscode.window.showInputBox({
    title: vscode.l10n.t('Multi-Factor Authentication'),
    prompt: vscode.l10n.t('The code of the device {0}', device),
    ignoreFocusOut: true,
  });
  if (code === undefined) throw new vscode.CancellationError();
  return code.trim();
}
