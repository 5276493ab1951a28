/** Over how long a rate is taken, in ms. */
const SPAN = 1500;

/** How many come in a second, from how many there are at some times. */
export class RateMeter {
  private samples: { readonly at: number; readonly count: number }[] = [];

  /**
   * @param at ms of a monotonic clock
   * @returns per second; undefined until it is known
   */
  add(at: number, count: number): number | undefined {
    const last = this.samples.at(-1);
    if (last && count < last.count) {
      // Another capture.
      this.samples = [];
    }
    this.samples.push({ at, count });
    while ((this.samples[1]?.at ?? at) <= at - SPAN) {
      this.samples.shift();
    }
    const [first] = this.samples;
    return first && at > first.at ? ((count - first.count) * 1000) / (at - first.at) : undefined;
  }
}
