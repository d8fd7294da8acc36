import * as vscode from 'vscode';

/** A value that `when` clauses of package.json ask for. */
export class ContextKey<V extends string | boolean> {
  readonly #name: string;
  #value: V | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  set(value: V): void {
    if (value === this.#value) return;
    this.#value = value;
    void vscode.commands.executeCommand('setContext', this.#name, value);
  }
}
