import { ElfError } from '../elfError';

/** More than the largest programs have; a hostile file could name one for each of its bytes. */
const MAX_RANGES = 1 << 22;
/** Ranges that begin before an address and are looked at for one that holds it: they seldom overlap. */
const MAX_OVERLAPPING = 64;

/** Which unit an address's code is of. */
export class CodeRanges {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly units: number[] = [];
  private order: Uint32Array | undefined;

  /** @param unit any number */
  add(start: number, end: number, unit: number): void {
    const last = this.units.length - 1;
    if (end <= start) {
      return;
    }
    if (this.units[last] === unit && this.ends[last] === start) {
      this.ends[last] = end;
      return;
    }
    if (this.units.length >= MAX_RANGES) {
      throw new ElfError('tooLarge', 'The debug information of this file has too many ranges');
    }
    this.order = undefined;
    this.starts.push(start);
    this.ends.push(end);
    this.units.push(unit);
  }

  /** Undefined where no range holds the address. */
  unitOf(address: number): number | undefined {
    const { starts, ends, units } = this;
    this.order ??= Uint32Array.from(starts.keys()).sort(
      (a, b) => (starts[a] ?? 0) - (starts[b] ?? 0),
    );
    const { order } = this;
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((starts[order[middle] ?? 0] ?? 0) <= address) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (let at = low - 1; at >= Math.max(0, low - MAX_OVERLAPPING); at--) {
      const range = order[at] ?? 0;
      if (address < (ends[range] ?? 0)) {
        return units[range];
      }
    }
    return undefined;
  }
}
