import type { OwnedProbe } from './ownedProbe';
import type { ProbeStore } from './probeStore';
import { Signal, type Unsubscribe } from './signal';

/** How often it is looked how long probes have, in ms. */
const LOOK_MS = 5000;

/** Follows the time that armed probes have left, and says when it is short. */
export class ExpiryWatch {
  private readonly ending = new Signal<readonly OwnedProbe[]>();
  /** Those whose time is nearly over, once for each time. */
  readonly onEnding = this.ending.event;
  private readonly subscription: Unsubscribe;
  private timer: NodeJS.Timeout | undefined;
  /** Ends that were told, by key. */
  private readonly told = new Map<number, number>();

  constructor(private readonly store: ProbeStore) {
    this.subscription = store.onDidChange(() => this.watch());
  }

  dispose(): void {
    clearInterval(this.timer);
    this.subscription.dispose();
    this.ending.dispose();
  }

  /** Ticks only while something runs out. */
  private watch(): void {
    const isNeeded = this.store.probes.some(({ expiresAt }) => expiresAt !== undefined);
    if (isNeeded && !this.timer) {
      this.timer = setInterval(() => this.look(performance.now()), LOOK_MS);
    } else if (!isNeeded) {
      clearInterval(this.timer);
      this.timer = undefined;
    }
  }

  private look(now: number): void {
    this.store.age(now);
    const fresh = this.store.probes.filter(({ key, expiresAt, minutesLeft }) => {
      const isSoon = minutesLeft !== undefined && expiresAt !== undefined && expiresAt > now;
      return isSoon && this.told.get(key) !== expiresAt;
    });
    if (fresh.length > 0) {
      fresh.forEach(({ key, expiresAt }) => this.told.set(key, expiresAt ?? 0));
      this.ending.fire(fresh);
    }
  }
}
