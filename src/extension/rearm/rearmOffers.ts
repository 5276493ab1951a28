import { isUserRequest, type UserAttachRequest } from '../session/attachRequest';
import { isStale, targetOf, type OwnedProbe } from '../session/ownedProbe';
import type { ProbeStore } from '../session/probeStore';
import type { Unsubscribe } from '../session/signal';

/** What is done about probes whose file was rebuilt: setting `probescope.probes.rearm`. */
export type RearmMode = 'ask' | 'auto' | 'never';

/** What an offer needs; the extension implements it. */
export interface RearmOfferUi {
  readonly mode: () => RearmMode;
  /** Resolves once the file where the probed one was is finished, with what names its state; see `settledFile`. */
  readonly settled: (
    request: UserAttachRequest,
    isWanted: () => boolean,
  ) => Promise<string | undefined>;
  /** One question for all stale probes of a file, or of a process's; resolves with whether to re-arm them. */
  readonly ask: (file: string, probes: readonly OwnedProbe[]) => Promise<boolean>;
  /** Re-arms them and says what came of it. */
  readonly rearm: (keys: readonly number[], mode: RearmMode) => Promise<void>;
  readonly failed: (error: unknown) => void;
}

/** Offers, once for each build of a file, to re-arm its probes; or does so by itself. */
export class RearmOffers {
  private readonly subscription: Unsubscribe;
  /** Which build each probe was last seen to be stale by, as the time it was written. */
  private readonly seen = new WeakMap<object, number>();
  /** What was offered last for each file: a failed re-arming is not tried again on the same file. */
  private readonly offered = new Map<string, string>();
  /** Files that an offer is open for, with whether there was news meanwhile. */
  private readonly open = new Map<string, { again: boolean }>();
  private disposed = false;

  constructor(
    private readonly store: ProbeStore,
    private readonly ui: RearmOfferUi,
  ) {
    this.subscription = store.onDidChange(({ added, updated }) => {
      const files = [...added, ...updated].flatMap(probe => this.newlyStale(probe) ?? []);
      for (const file of new Set(files)) {
        void this.offer(file).catch(ui.failed);
      }
    });
  }

  dispose(): void {
    this.disposed = true;
    this.subscription.dispose();
  }

  /** The file, where the probe was not known to be stale by this build. */
  private newlyStale(probe: OwnedProbe): string | undefined {
    const { request, file } = probe;
    const builtAt = file?.builtAt ?? 0;
    if (!isOffered(probe) || !isUserRequest(request) || this.seen.get(request) === builtAt) {
      return undefined;
    }
    this.seen.set(request, builtAt);
    return targetOf(request);
  }

  private async offer(file: string): Promise<void> {
    const known = this.open.get(file);
    if (known) {
      known.again = true;
      return;
    }
    const state = { again: true };
    this.open.set(file, state);
    try {
      while (state.again) {
        state.again = false;
        await this.offerOnce(file);
      }
    } finally {
      this.open.delete(file);
    }
  }

  private async offerOnce(file: string): Promise<void> {
    const mode = this.ui.mode();
    if (mode === 'never') {
      return;
    }
    const isWanted = (): boolean => !this.disposed && this.staleOf(file).length > 0;
    const request = this.staleOf(file)[0]?.request;
    const version =
      request && isUserRequest(request) ? await this.ui.settled(request, isWanted) : undefined;
    const stale = this.staleOf(file);
    if (version === undefined || this.offered.get(file) === version || stale.length === 0) {
      return;
    }
    this.offered.set(file, version);
    if (mode === 'auto' || (await this.ui.ask(file, stale))) {
      await this.ui.rearm(
        this.staleOf(file).map(({ key }) => key),
        mode,
      );
    }
  }

  private staleOf(file: string): OwnedProbe[] {
    return this.store.probes.filter(
      probe => isOffered(probe) && isUserRequest(probe.request) && targetOf(probe.request) === file,
    );
  }
}

/** What a helper has, and what the kernel would still fire in the old file: lost ones are re-created first. */
function isOffered(probe: OwnedProbe): boolean {
  return isStale(probe) && probe.state !== 'lost';
}
