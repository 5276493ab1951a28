import { setImmediate } from 'node:timers/promises';

/** Longest stretch between two looks at the signal, ms. */
const SLICE = 8;

/** Cuts long work into pieces, between which the worker hears of newer requests. */
export class Slices {
  #since = performance.now();

  constructor(private readonly signal: AbortSignal | undefined) {}

  isOver(): boolean {
    return performance.now() - this.#since > SLICE;
  }

  /** Lets others go first. Rejects with the signal's reason once it is aborted. */
  async next(): Promise<void> {
    await setImmediate();
    this.signal?.throwIfAborted();
    this.#since = performance.now();
  }
}
