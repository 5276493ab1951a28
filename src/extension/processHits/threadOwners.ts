import type { ThreadOwner } from '../../processes/threadOwner';

/** Threads looked up at once; the others wait for the next time. */
const MAX_LOOKUPS = 64;

/**
 * Whose threads are, looked up when they first hit: later they may have ended, and their number may
 * be another's.
 */
export class ThreadOwners {
  private readonly known = new Map<number, ThreadOwner | undefined>();

  constructor(private readonly lookUp: (tid: number) => Promise<ThreadOwner | undefined>) {}

  get(tid: number): ThreadOwner | undefined {
    return this.known.get(tid);
  }

  /** Looks up those of `tids` that are new. */
  async learn(tids: Iterable<number>): Promise<void> {
    const fresh = [...tids].filter(tid => !this.known.has(tid)).slice(0, MAX_LOOKUPS);
    await Promise.all(fresh.map(async tid => this.known.set(tid, await this.lookUp(tid))));
  }
}
