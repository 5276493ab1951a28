import { MAX_BATCH } from '../../protocol/probes';
import type { HelperRequests } from './helperAccess';
import type { OwnedProbe } from './ownedProbe';
import { HOUR } from './probeLimits';
import type { ProbeStore } from './probeStore';

/** Changes what ends probes: asks the helper, then keeps the store true to its answer. */
export class LimitService {
  /** @param helper the one that runs; without one there is nothing armed */
  constructor(
    private readonly helper: () => HelperRequests | undefined,
    private readonly store: ProbeStore,
    private readonly start: (keys: readonly number[]) => Promise<void>,
  ) {}

  /** An hour more, also where the time was over before the answer came. Rejects with `HelperError`. */
  async keep(keys: readonly number[]): Promise<void> {
    await this.extend(keys);
    const over = this.known(keys).filter(({ stoppedBy }) => stoppedBy?.reason === 'expired');
    await (over.length > 0 ? this.start(over.map(({ key }) => key)) : undefined);
  }

  /** An hour more for those that are armed and have an end. Rejects with `HelperError`. */
  async extend(keys: Iterable<number>): Promise<void> {
    const probes = this.known(keys).filter(({ expiresAt }) => expiresAt !== undefined);
    const helper = this.helper();
    for (let at = 0; helper && at < probes.length; at += MAX_BATCH) {
      const batch = probes.slice(at, at + MAX_BATCH);
      const handles = batch.map(({ probe }) => probe.handle);
      const { results } = await helper.request('extend', { handles, seconds: HOUR });
      const done = batch.filter((_, index) => results[index]?.ok);
      this.store.extend(
        done.map(({ key }) => key),
        HOUR * 1000,
      );
    }
  }

  /** Stops a probe after so many hits from now on; undefined lifts that. Rejects with `HelperError`. */
  async stopAfter(key: number, maxHits: number | undefined): Promise<void> {
    for (const probe of this.known([key])) {
      await this.limit(probe, { maxHits: maxHits ?? null });
      const { unguarded } = probe.request.limits ?? {};
      const limits = {
        ...(unguarded && { unguarded }),
        ...(maxHits === undefined ? {} : { maxHits }),
      };
      this.store.setRequest(key, { ...probe.request, limits });
    }
  }

  /** Arms what was stopped for its cost, and lets it cost what it does. Rejects with `HelperError`. */
  async startAnyway(keys: readonly number[]): Promise<void> {
    for (const probe of this.known(keys)) {
      await this.limit(probe, { hitsPerSecond: null });
      const limits = { ...probe.request.limits, unguarded: true } as const;
      this.store.setRequest(probe.key, { ...probe.request, limits });
    }
    await this.start(keys);
  }

  /** What is lost has its limits when it is made again. */
  private async limit(
    { state, probe }: OwnedProbe,
    changes: { maxHits?: number | null; hitsPerSecond?: null },
  ): Promise<void> {
    if (state !== 'lost') {
      await this.helper()?.request('limit', { handles: [probe.handle], ...changes });
    }
  }

  private known(keys: Iterable<number>): OwnedProbe[] {
    return [...keys].flatMap(key => this.store.get(key) ?? []);
  }
}
