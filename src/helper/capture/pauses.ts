import type { Pause } from '../../protocol/capture';

/** For how long a capture took no events, and why: the kernel does not count what happened then. */
export class Pauses {
  private readonly sums = new Map<Pause['cause'], Pause>();

  add(cause: Pause['cause'], ms: number, times = 1): void {
    const before = this.sums.get(cause);
    this.sums.set(cause, {
      cause,
      times: (before?.times ?? 0) + times,
      ms: (before?.ms ?? 0) + ms,
    });
  }

  /** All of each cause. */
  get all(): Pause[] {
    return [...this.sums.values()];
  }
}
