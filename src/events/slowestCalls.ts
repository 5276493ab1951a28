/** Calls that are told. */
const COUNT = 10;

/** A call by its return. */
export interface SlowCall {
  /** Number in the view. */
  readonly index: number;
  readonly table: number;
  /** ns after the capture's time 0 */
  readonly time: number;
  /** ns */
  readonly took: number;
}

/** The ten calls that took longest, the longest first. */
export class SlowestCalls {
  private readonly slowest: SlowCall[] = [];

  /** What a call takes more than that is told, in ns. */
  get least(): number {
    return this.slowest.length < COUNT ? -1 : (this.slowest.at(-1)?.took ?? -1);
  }

  add(call: SlowCall): void {
    const { slowest } = this;
    if (slowest.length < COUNT || call.took > (slowest.at(-1)?.took ?? 0)) {
      const at = slowest.findIndex(({ took }) => took < call.took);
      slowest.splice(at < 0 ? slowest.length : at, 0, call);
      slowest.length = Math.min(slowest.length, COUNT);
    }
  }

  facts(): readonly SlowCall[] {
    return [...this.slowest];
  }
}
