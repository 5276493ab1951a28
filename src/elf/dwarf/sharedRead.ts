/** What could not be read is not tried again for so long, in ms: a hostile file may take long to be refused. */
const RETRY_MS = 10_000;

/** What is read once for all who ask; again where that failed a while ago, or was stopped. */
export class SharedRead<Result> {
  private reading: Promise<Result> | undefined;
  /** Infinity while nothing failed. */
  private failedAt = Infinity;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @param read one that somebody else's signal stops is begun again for those who still wait */
  async get(
    read: (signal: AbortSignal | undefined) => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    for (;;) {
      signal?.throwIfAborted();
      const others = this.now() - this.failedAt < RETRY_MS ? this.reading : undefined;
      if (!others) {
        return this.begin(read, signal);
      }
      try {
        return await others;
      } catch (error) {
        // Else it was stopped, which was not this one's wish.
        if (this.reading === others) {
          throw error;
        }
      }
    }
  }

  private async begin(
    read: (signal: AbortSignal | undefined) => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const reading = read(signal);
    this.reading = reading;
    this.failedAt = Infinity;
    try {
      return await reading;
    } catch (error) {
      if (signal?.aborted) {
        this.reading = undefined;
      } else {
        this.failedAt = this.now();
      }
      throw error;
    }
  }
}
