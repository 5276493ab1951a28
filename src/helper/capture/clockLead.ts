import type { CpuPages } from './bufferReader';

/** Looks, of which the quickest counts. */
const LOOKS = 3;

/**
 * ns that the buffer's clock is ahead of CLOCK_MONOTONIC now, to half of what a look takes (some 10 µs);
 * undefined where the kernel does not say what its clock shows.
 */
export async function aheadOfMonotonic(cpus: readonly CpuPages[]): Promise<number | undefined> {
  const [first] = cpus;
  let best: { readonly took: bigint; readonly lead: bigint } | undefined;
  for (let look = 0; first && look < LOOKS; look++) {
    const before = process.hrtime.bigint();
    const { now } = await first.stats();
    const took = process.hrtime.bigint() - before;
    if (now > 0n && (!best || took < best.took)) {
      best = { took, lead: now - before - took / 2n };
    }
  }
  return best && Number(best.lead);
}
