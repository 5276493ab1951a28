/** Between two turns, in ms: while sub-buffers fill, and when next to nothing happens. */
const BUSY_MS = 1;
const IDLE_MS = 50;

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

  /** @param most sub-buffers that one CPU gave in this turn */
  read(most: number): void {
    this.current =
      most > 1 ? Math.max(BUSY_MS, this.current / 4) : Math.min(IDLE_MS, this.current * 2);
  }
}
