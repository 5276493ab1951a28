import type { CaptureCounts } from '../../protocol/capture';

/** Where nothing is known, as before the first look. */
export const NO_COUNTS: CaptureCounts = { cpus: [], pauses: [] };

/** Between two looks, in ms. */
const INTERVAL = 1000;

/**
 * What the kernel lost of the capture that runs, as of some second ago. The helper answers one request after
 * the other, so whoever shows events does not wait for it: making many probes takes it a minute.
 */
export class KernelLosses {
  private counts = NO_COUNTS;
  private looking: Promise<void> | undefined;
  private lookedAt = -Infinity;

  constructor(
    private readonly ask: () => Promise<CaptureCounts | undefined>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** As last seen; looks again where that is long ago. */
  get latest(): CaptureCounts {
    if (!this.looking && performance.now() - this.lookedAt > INTERVAL) {
      const looking: Promise<void> = this.look(() => this.looking === looking);
      this.looking = looking;
    }
    return this.counts;
  }

  /** As last seen, without a look: nothing is captured now. */
  get last(): CaptureCounts {
    return this.counts;
  }

  /** Another capture: nothing is lost yet, whatever is still answered about the one before. */
  restart(): void {
    this.counts = NO_COUNTS;
    this.looking = undefined;
    this.lookedAt = -Infinity;
  }

  private async look(isCurrent: () => boolean): Promise<void> {
    let counts: CaptureCounts | undefined;
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
