import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits until `probe` gives something truthy and returns it. Fails with what was waited for and the last error seen.
 * @param timeout milliseconds
 */
export async function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  timeout = 10_000,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + timeout;
  let last: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value) {
        return value;
      }
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`Waited ${timeout / 1000} s in vain until ${what}`, { cause: last });
    }
    await delay(20);
  }
}
