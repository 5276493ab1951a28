import type { CpuCounts } from '../../protocol/capture';

/** Between two looks, in ms. */
const INTERVAL = 1000;

/**
 * What the kernel lost of the capture that runs, as of some second ago. The helper answers one request after
 * the other, so whoever shows events does not wait for it: making many probes takes it a minute.
 */
export class KernelLosses {
  private counts: readonly CpuCounts[] = [];
  private looking: Promise<void> | undefined;
  private lookedAt = -Infinity;

  constructor(
    private readonly ask: () => Promise<readonly CpuCounts[]>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** As last seen; looks again where that is long ago. */
  get latest(): readonly CpuCounts[] {
    if (!this.looking && performance.now() - this.lookedAt > INTERVAL) {
      const looking: Promise<void> = this.look(() => this.looking === looking);
      this.looking = looking;
    }
    return this.counts;
  }

  /** As last seen, without a look: nothing is captured now. */
  get last(): readonly CpuCounts[] {
    return this.counts;
  }

  /** Another capture: nothing is lost yet, whatever is still answered about the one before. */
  restart(): void {
    this.counts = [];
    this.looking = undefined;
    this.lookedAt = -Infinity;
  }

  private async look(isCurrent: () => boolean): Promise<void> {
    let counts: readonly CpuCounts[] | undefined;
    try {
      counts = await this.ask();
    } catch (error) {
      this.onError(error);
    }
    if (isCurrent()) {
      this.counts = counts ?? this.counts;
      this.lookedAt = performance.now();
      this.looking = undefined;
    }
  }
}
