/**
 * A counter of the kernel's that only grows for us: the removal of any event that was on here, by whomever, sets
 * it back to 0. What it gained between the latest look and that is not known.
 */
export class GrowingCount {
  private before = 0n;
  private latest = 0n;

  /** @param now what the kernel says; returns all that was counted, as far as it was seen */
  see(now: bigint): bigint {
    if (now < this.latest) {
      this.before += this.latest;
    }
    this.latest = now;
    return this.before + now;
  }
}
