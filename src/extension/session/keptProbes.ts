import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, thisExtensionHost, type ExtensionHost } from './extensionHost';
import type { ProbeStore } from './probeStore';
import { loadWindow, saveWindow } from './savedProbes';
import type { Unsubscribe } from './signal';

const KEY = 'probescope.probes';

/** How long a reloaded window's old extension host may take to end, and how often that is looked at, in ms. */
export interface Patience {
  readonly total: number;
  readonly step: number;
}

/** What of `vscode.Memento` is used. */
export interface KeptState {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** Keeps a window's probes for the window that comes after it. */
export class KeptProbes {
  private readonly host = thisExtensionHost();
  private readonly disposed = new AbortController();
  private readonly subscription: Unsubscribe;
  private saved = '';

  /** Saves every change from now on. */
  constructor(
    private readonly store: ProbeStore,
    private readonly state: KeptState,
    private readonly patience: Patience = { total: 60_000, step: 1000 },
  ) {
    this.subscription = store.onDidChange(() => void this.save());
  }

  /**
   * Puts back, as lost, what the window had before it was reloaded; resolves with whether there was
   * anything. Two windows on one folder share the state: what a living window saved is left to it.
   */
  async takeOver(): Promise<boolean> {
    const before = loadWindow(this.state.get(KEY));
    if (!before || before.probes.length === 0 || !(await this.ended(before.host))) {
      return false;
    }
    this.store.restore(before.probes);
    return true;
  }

  dispose(): void {
    this.disposed.abort();
    this.subscription.dispose();
  }

  private async ended(host: ExtensionHost): Promise<boolean> {
    const { signal } = this.disposed;
    const deadline = performance.now() + this.patience.total;
    while (await isAlive(host)) {
      if (signal.aborted || performance.now() > deadline) {
        return false;
      }
      await sleep(this.patience.step, undefined, { ref: false });
    }
    return !signal.aborted;
  }

  private async save(): Promise<void> {
    const value = saveWindow(await this.host, this.store.probes);
    // Counts change all the time, and are not saved.
    const text = JSON.stringify(value);
    if (text !== this.saved) {
      this.saved = text;
      await this.state.update(KEY, value);
    }
  }
}
