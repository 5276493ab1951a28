/** How long a list of the kernel is taken for true, in ms; modules come and go. */
const FRESH_MS = 30_000;

/** A value that takes long to get and may be a little old. */
export class StaleCache<T> {
  private value: T | undefined;
  private since = -Infinity;

  constructor(private readonly load: () => Promise<T>) {}

  async get(): Promise<T> {
    const now = performance.now();
    if (this.value === undefined || now - this.since > FRESH_MS) {
      this.value = await this.load();
      this.since = performance.now();
    }
    return this.value;
  }
}
