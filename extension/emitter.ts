/** As vscode.Disposable, whose class cannot be imported where the code is to run in plain Node. */
export interface Disposable {
  dispose(): void;
}

/** The listeners of one kind of event. */
export class Emitter<T> {
  readonly #listeners = new Set<(event: T) => void>();

  /** Compatible with vscode.Event. */
  readonly event = (listener: (event: T) => void): Disposable => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  dispose(): void {
    this.#listeners.clear();
  }

  fire(event: T): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
