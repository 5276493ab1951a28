import type { LineRow, LineSink } from './lineProgram';

/** Picks the rows that hold some addresses out of all that a program makes. */
export class LineMatches implements LineSink {
  /** By address. */
  readonly found = new Map<number, Readonly<LineRow>>();
  private last: LineRow | undefined;
  private isOfCode = false;

  /**
   * @param targets addresses in order
   * @param isCode whether something is at an address: the code of a function that the linker left out begins at 0, or so
   */
  constructor(
    private readonly targets: Float64Array,
    private readonly isCode: (address: number) => boolean,
  ) {}

  row(row: Readonly<LineRow>): void {
    if (this.last === undefined) {
      this.isOfCode = this.isCode(row.address);
      this.last = { ...row };
    } else {
      // Of several rows at one address the last one holds, as for addr2line.
      this.take(this.last, row.address);
      Object.assign(this.last, row);
    }
  }

  end(address: number): void {
    if (this.last) {
      this.take(this.last, address);
    }
    this.last = undefined;
  }

  private take(row: LineRow, end: number): void {
    const { targets, found } = this;
    if (!this.isOfCode || end <= row.address) {
      return;
    }
    let low = 0;
    let high = targets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((targets[middle] ?? 0) < row.address) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (let target = targets[low]; target !== undefined && target < end; target = targets[++low]) {
      if (!found.has(target)) {
        found.set(target, { ...row });
      }
    }
  }
}
