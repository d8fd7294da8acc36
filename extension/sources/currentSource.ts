import { OpenSource, type OpenLocalSource, type OpenSourceListener } from './openSource.ts';
import type { Source } from './source.ts';
import type { RememberedSource, SourceList } from './sourceList.ts';

export interface CurrentSourceListener extends OpenSourceListener {
  /** Another source is open, or none any more: whatever was known of the last one is out of date. */
  switched(): void;
}

/** The one source that all views show. It is opened by the first who asks, and what a closed one still tells is not heard. */
export class CurrentSource {
  readonly list: SourceList;
  readonly #openLocal: OpenLocalSource;
  readonly #listener: CurrentSourceListener;
  #open: OpenSource | undefined;
  /** The sources that actions under way need closed, by their ids; undefined for all. */
  readonly #held: (string | undefined)[] = [];

  constructor(list: SourceList, openLocal: OpenLocalSource, listener: CurrentSourceListener) {
    this.list = list;
    this.#openLocal = openLocal;
    this.#listener = listener;
  }

  /** Whether it is open yet or not. */
  get remembered(): RememberedSource | undefined {
    return this.list.find(this.list.currentId ?? undefined);
  }

  get open(): OpenSource | undefined {
    return this.#open;
  }

  /** Opens it, if there is one and nobody has done so. */
  start(): OpenSource | undefined {
    const { remembered } = this;
    if (this.#open || !remembered || this.#held.some((id) => (id ?? remembered.id) === remembered.id))
      return this.#open;
    const ifOpen = (tell: () => void) => () => this.#open === opened && tell();
    const opened: OpenSource = new OpenSource(remembered, this.#openLocal, {
      progressed: ifOpen(() => this.#listener.progressed()),
      changed: ifOpen(() => this.#listener.changed()),
      failed: this.#listener.failed,
    });
    this.#open = opened;
    this.#listener.switched();
    return opened;
  }

  /** Makes a source the current one, remembered from now on, and opens it. */
  async switchTo(source: Source): Promise<void> {
    await this.list.add(source);
    await this.list.setCurrent(source.id);
    if (this.#open?.source.id === source.id) return;
    const closing = this.close();
    this.start();
    await closing;
  }

  /** Does something to the index of a source, or of all, that needs the worker gone; then opens the current source again. */
  async whileClosed(id: string | undefined, action: () => Promise<void>): Promise<void> {
    const wasOpen = this.#open !== undefined && (id === undefined || this.#open.source.id === id);
    this.#held.push(id);
    try {
      if (wasOpen) await this.close();
      await action();
    } finally {
      this.#held.splice(this.#held.indexOf(id), 1);
      if (wasOpen) this.start();
    }
  }

  /** It stays the current one. */
  async close(): Promise<void> {
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    this.#listener.switched();
    await open.close();
  }
}
