/** Allows `perSecond` in any second, and `burst` at once after a pause. */
export class RateLimit {
  private room: number;
  private last: number;

  constructor(
    private readonly perSecond: number,
    private readonly now: () => number = () => performance.now(),
    private readonly burst: number = perSecond,
  ) {
    this.room = burst;
    this.last = now();
  }

  /** Takes one, if there is one left. */
  take(): boolean {
    const now = this.now();
    this.room = Math.min(this.burst, this.room + ((now - this.last) / 1000) * this.perSecond);
    this.last = now;
    if (this.room < 1) {
      return false;
    }
    this.room--;
    return true;
  }
}
