import type { Stopped } from '../../protocol/limits';
import type { StoppedBy } from './ownLimits';
import type { ProbeStore } from './probeStore';
import { Signal, type Unsubscribe } from './signal';

/** Probes that end within this belong to one notice, in ms. */
const TOGETHER_MS = 500;

/** Hears from the helper what it stopped by itself, and keeps the store true to that. */
export class StoppedProbes {
  private readonly stopped = new Signal<ReadonlyMap<number, StoppedBy>>();
  /** Those that stopped at about the same time, by key. */
  readonly onDidStop = this.stopped.event;
  private readonly subscription: Unsubscribe;
  /** By handle: what was stopped before the answer to its request arrived. */
  private readonly early = new Map<number, StoppedBy>();
  private readonly untold = new Map<number, StoppedBy>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly store: ProbeStore) {
    this.subscription = store.onDidChange(({ added, updated }) => {
      if (this.early.size > 0 && added.length + updated.length > 0) {
        const early = [...this.early];
        this.early.clear();
        early.forEach(([handle, why]) => this.take(handle, why));
      }
    });
  }

  /** The helper stopped a probe. */
  add({ handle, ...why }: Stopped): void {
    this.take(handle, {
      reason: why.reason,
      ...(why.hitsPerSecond === undefined ? {} : { hitsPerSecond: why.hitsPerSecond }),
    });
  }

  /** Another helper has other handles. */
  forget(): void {
    this.early.clear();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
    this.stopped.dispose();
  }

  private take(handle: number, why: StoppedBy): void {
    const owned = this.store.probes.find(
      ({ state, probe }) => state !== 'lost' && probe.handle === handle,
    );
    if (!owned) {
      this.early.set(handle, why);
      return;
    }
    this.untold.set(owned.key, why);
    this.timer ??= setTimeout(() => this.tell(), TOGETHER_MS);
    this.store.setStopped(new Map([[owned.key, why]]));
  }

  private tell(): void {
    this.timer = undefined;
    const untold = new Map(this.untold);
    this.untold.clear();
    this.stopped.fire(untold);
  }
}
