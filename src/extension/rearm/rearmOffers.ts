import { isUserRequest } from '../session/attachRequest';
import { isStale, type OwnedProbe } from '../session/ownedProbe';
import type { ProbeStore } from '../session/probeStore';
import type { Unsubscribe } from '../session/signal';

/** What is done about probes whose file was rebuilt: setting `probescope.probes.rearm`. */
export type RearmMode = 'ask' | 'auto' | 'never';

/** What an offer needs; the extension implements it. */
export interface RearmOfferUi {
  readonly mode: () => RearmMode;
  /** Resolves once the file at the path is finished, with what names its state; see `settledFile`. */
  readonly settled: (path: string, isWanted: () => boolean) => Promise<string | undefined>;
  /** One question for all stale probes of a file; resolves with whether to re-arm them. */
  readonly ask: (path: string, probes: readonly OwnedProbe[]) => Promise<boolean>;
  /** Re-arms them and says what came of it. */
  readonly rearm: (keys: readonly number[], mode: RearmMode) => Promise<void>;
  readonly failed: (error: unknown) => void;
}

/** Offers, once for each build of a file, to re-arm its probes; or does so by itself. */
export class RearmOffers {
  private readonly subscription: Unsubscribe;
  /** Which build each probe was last seen to be stale by, as the time it was written. */
  private readonly seen = new WeakMap<object, number>();
  /** What was offered last for each path: a failed re-arming is not tried again on the same file. */
  private readonly offered = new Map<string, string>();
  /** Paths that an offer is open for, with whether there was news meanwhile. */
  private readonly open = new Map<string, { again: boolean }>();
  private disposed = false;

  constructor(
    private readonly store: ProbeStore,
    private readonly ui: RearmOfferUi,
  ) {
    this.subscription = store.onDidChange(({ added, updated }) => {
      const paths = [...added, ...updated].flatMap(probe => this.newlyStale(probe) ?? []);
      for (const path of new Set(paths)) {
        void this.offer(path).catch(ui.failed);
      }
    });
  }

  dispose(): void {
    this.disposed = true;
    this.subscription.dispose();
  }

  /** The path, where the probe was not known to be stale by this build. */
  private newlyStale(probe: OwnedProbe): string | undefined {
    const { request, file } = probe;
    const builtAt = file?.builtAt ?? 0;
    if (!isOffered(probe) || !isUserRequest(request) || this.seen.get(request) === builtAt) {
      return undefined;
    }
    this.seen.set(request, builtAt);
    return request.target.path;
  }

  private async offer(path: string): Promise<void> {
    const known = this.open.get(path);
    if (known) {
      known.again = true;
      return;
    }
    const state = { again: true };
    this.open.set(path, state);
    try {
      while (state.again) {
        state.again = false;
        await this.offerOnce(path);
      }
    } finally {
      this.open.delete(path);
    }
  }

  private async offerOnce(path: string): Promise<void> {
    const mode = this.ui.mode();
    if (mode === 'never') {
      return;
    }
    const isWanted = (): boolean => !this.disposed && this.staleOf(path).length > 0;
    const version = await this.ui.settled(path, isWanted);
    const stale = this.staleOf(path);
    if (version === undefined || this.offered.get(path) === version || stale.length === 0) {
      return;
    }
    this.offered.set(path, version);
    if (mode === 'auto' || (await this.ui.ask(path, stale))) {
      await this.ui.rearm(
        this.staleOf(path).map(({ key }) => key),
        mode,
      );
    }
  }

  private staleOf(path: string): OwnedProbe[] {
    return this.store.probes.filter(
      probe =>
        isOffered(probe) && isUserRequest(probe.request) && probe.request.target.path === path,
    );
  }
}

/** What a helper has, and what the kernel would still fire in the old file: lost ones are re-created first. */
function isOffered(probe: OwnedProbe): boolean {
  return isStale(probe) && probe.state !== 'lost';
}
