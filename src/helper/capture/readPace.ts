/** Between two turns, in ms: while a buffer fills fast, and when next to nothing happens. */
const BUSY_MS = 1;
const IDLE_MS = 50;
/** Sub-buffers that a turn is to give: every turn costs the same in all that they pass, whatever it gives. */
const AIM = 64;
/** But no more than this part of a CPU's buffer: a burst must find room. */
const AIM_PART = 1 / 32;

/**
 * How often the buffer is read. A reader takes a sub-buffer that is only begun as well, so reading
 * often makes many nearly empty ones: only a CPU that gave more than one in a turn is busy.
 */
export class ReadPace {
  private current = BUSY_MS;

  /** Until the next turn, in ms. */
  get delay(): number {
    return this.current;
  }

  /**
   * @param most sub-buffers that one CPU gave in this turn
   * @param room sub-buffers that a CPU's buffer holds
   */
  read(most: number, room: number): void {
    const aim = Math.max(1, Math.min(AIM, Math.floor(room * AIM_PART)));
    if (most > 2 * aim - 1) {
      this.current = Math.max(BUSY_MS, this.current / 4);
    } else if (most <= aim) {
      this.current = Math.min(IDLE_MS, this.current * 2);
    }
  }
}
