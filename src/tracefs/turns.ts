import { setImmediate } from 'node:timers/promises';

/** For how long nobody else has a turn, in ms. */
const TURN_MS = 2;

/** Lets others have their turn in work that waits for nothing. */
export class Turns {
  private since = performance.now();

  /** To be called often; it waits only once a turn has taken long enough. */
  async pause(): Promise<void> {
    if (performance.now() - this.since > TURN_MS) {
      await setImmediate();
      this.since = performance.now();
    }
  }
}
