import type { LineRow, LineSink } from './lineProgram';

/** Picks the rows that hold some addresses out of all that a program makes. */
export class LineMatches implements LineSink {
  /** By address. */
  readonly found = new Map<number, Readonly<LineRow>>();
  /** Addresses that no row held yet, in order: each is looked for once, however many rows say that they hold it. */
  private readonly wanted: number[];
  private last: LineRow | undefined;
  private isOfCode = false;

  /**
   * @param targets addresses, each once
   * @param isCode whether something is at an address: the code of a function that the linker left out begins at 0, or so
   */
  constructor(
    targets: readonly number[],
    private readonly isCode: (address: number) => boolean,
  ) {
    this.wanted = [...targets].sort((a, b) => a - b);
  }

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
    const { wanted, found } = this;
    if (!this.isOfCode || end <= row.address) {
      return;
    }
    let low = 0;
    let high = wanted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((wanted[middle] ?? 0) < row.address) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    let after = low;
    for (let target = wanted[after]; target !== undefined && target < end;) {
      found.set(target, { ...row });
      target = wanted[++after];
    }
    if (after > low) {
      wanted.splice(low, after - low);
    }
  }
}
