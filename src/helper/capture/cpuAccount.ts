import type { CpuStats } from '../../tracefs/cpuStats';

/** What one CPU's buffer has lost in all. */
export interface CpuLosses {
  readonly overrun: bigint;
  readonly dropped: bigint;
  /** Events that another program read away. */
  readonly taken: bigint;
}

/** A span of numbers, both included: what was read while the kernel was asked may be in its answer or not. */
export interface Between {
  readonly from: bigint;
  readonly to: bigint;
}

const NONE: Between = { from: 0n, to: 0n };

/**
 * The kernel's counters of one CPU, against what we read. They only grow, until the buffer is emptied, which sets them
 * back to 0 (`rb_reset_cpu` in `kernel/trace/ring_buffer.c`): by the removal of an event that was ever on here, by a
 * new clock, or by whoever opens its `trace` to write.
 */
export class CpuAccount {
  /** What was counted before the buffer was emptied. */
  private before = { overrun: 0n, dropped: 0n, taken: 0n };
  private latest = { overrun: 0n, dropped: 0n, read: 0n };
  private taken = 0n;
  /** Events that the buffer took at the least since it was emptied. */
  private written = 0n;
  /** What we had read when it was emptied. */
  private base = NONE;

  /**
   * @param read events that we have read of it in all
   * @returns whether it was emptied since the look before
   */
  see({ entries, overrun, dropped, read: kernelRead }: CpuStats, read: Between): boolean {
    const { latest } = this;
    const isEmptied =
      overrun < latest.overrun ||
      dropped < latest.dropped ||
      kernelRead < read.from - this.base.to ||
      // Its numbers are not of one moment: the first counted what the others say of later.
      entries + overrun + kernelRead < this.written;
    if (isEmptied) {
      const { before } = this;
      this.before = {
        overrun: before.overrun + latest.overrun,
        dropped: before.dropped + latest.dropped,
        taken: before.taken + this.taken,
      };
      this.base = { from: read.from - kernelRead, to: read.to - kernelRead };
      this.taken = 0n;
      this.written = entries;
    } else {
      const taken = kernelRead - (read.to - this.base.from);
      this.taken = taken > this.taken ? taken : this.taken;
      this.written = entries + latest.overrun + latest.read;
    }
    this.latest = { overrun, dropped, read: kernelRead };
    return isEmptied;
  }

  /** What it gained between the latest look and being emptied is not known. */
  get losses(): CpuLosses {
    const { before, latest, taken } = this;
    return {
      overrun: before.overrun + latest.overrun,
      dropped: before.dropped + latest.dropped,
      taken: before.taken + taken,
    };
  }
}
