import * as vscode from 'vscode';

/** Knows whether the user sees anything of ours, so that nothing is read for nobody. */
export class Visibility {
  readonly #views: vscode.TreeView<unknown>[] = [];
  readonly #shown = new vscode.EventEmitter<void>();

  /** One of our views has become visible. */
  readonly onDidShow = this.#shown.event;

  add(view: vscode.TreeView<unknown>): void {
    this.#views.push(view);
    view.onDidChangeVisibility(({ visible }) => visible && this.#shown.fire());
  }

  get any(): boolean {
    return this.#views.some((view) => view.visible) || panelIsActive();
  }
}

/** VS Code prefixes the view type of a webview's tab. */
function panelIsActive(): boolean {
  return vscode.window.tabGroups.all.some(({ activeTab }) => {
    const input = activeTab?.input;
    return input instanceof vscode.TabInputWebview && input.viewType.endsWith('cloudtrailTracker.activity');
  });
}
