import { createContext, Script } from 'node:vm';

/**
 * Runs work that hostile input can make take for ever, and ends it: V8 interrupts both regular
 * expressions and WebAssembly for vm's timeout, which nothing else in the same thread can do.
 */
export class Interruptible {
  readonly #script = new Script('work()');
  readonly #global: { work: () => void } = { work: () => undefined };
  readonly #context = createContext(this.#global);

  /** False when it was ended after `limit` ms. Costs 0.1 ms a call. */
  run(work: () => void, limit: number): boolean {
    this.#global.work = work;
    try {
      this.#script.runInContext(this.#context, { timeout: limit });
      return true;
    } catch (error) {
      // The error may come from the context, where Error is another one.
      if ((error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
        return false;
      }
      throw error;
    }
  }
}
