import * as vscode from 'vscode';

export interface PickOptions {
  title: string;
  placeholder: string;
}

/**
 * A quick pick that begins at the item that is in force now. Items are looked through by their details too. Undefined
 * when the user gives up.
 */
export async function pickOne<T extends vscode.QuickPickItem>(
  items: readonly T[],
  current: T | undefined,
  { title, placeholder }: PickOptions,
): Promise<T | undefined> {
  const pick = vscode.window.createQuickPick<T>();
  pick.title = title;
  pick.placeholder = placeholder;
  pick.matchOnDetail = true;
  pick.items = items;
  if (current) pick.activeItems = [current];
  try {
    return await new Promise((resolve) => {
      pick.onDidAccept(() => resolve(pick.activeItems[0]));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}
