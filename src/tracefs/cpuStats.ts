/** What `per_cpu/cpuN/stats` says (`tracing_stats_read` in `kernel/trace/trace.c`). */
export interface CpuStats {
  /** Events that are in the buffer. */
  readonly entries: bigint;
  /** Events that were overwritten before they were read, and those for which there was no room. */
  readonly overrun: bigint;
  readonly dropped: bigint;
  /** Events that were read. */
  readonly read: bigint;
  /** The oldest event in the buffer and this moment, in ns of the buffer's clock, to 1 µs. */
  readonly oldest: bigint;
  readonly now: bigint;
}

/** What is not in `text` is 0. */
export function parseCpuStats(text: string): CpuStats {
  const values = new Map(
    Array.from(text.matchAll(/^([a-z ]+): +(\d+)(?:\.(\d{6}))?$/gm), ([, name, whole, part]) => [
      name,
      BigInt(whole ?? 0) * (part === undefined ? 1n : 1_000_000_000n) + BigInt(part ?? 0) * 1000n,
    ]),
  );
  const value = (name: string): bigint => values.get(name) ?? 0n;
  return {
    entries: value('entries'),
    overrun: value('overrun'),
    dropped: value('dropped events'),
    read: value('read events'),
    oldest: value('oldest event ts'),
    now: value('now ts'),
  };
}
