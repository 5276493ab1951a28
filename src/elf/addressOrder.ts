import { RowSort } from './columns/rowSort';
import { STT_TLS, type SymbolColumns } from './symbolColumns';

/** The rows that have an address, by it. TLS symbols have offsets in their block instead. */
export class AddressOrder {
  #sorted: Uint32Array | undefined;

  /** @param lowest the first rows of the order, where those are all that is looked at */
  constructor(
    private readonly columns: SymbolColumns,
    lowest?: Uint32Array,
  ) {
    this.#sorted = lowest;
  }

  get sorted(): Uint32Array {
    return this.prepare();
  }

  /** Sorts the rows where that was not done yet. */
  prepare(): Uint32Array {
    return (this.#sorted ??= new RowSort(this.columns).byAddress());
  }

  /** Address of a row, and behind all others for one that has none. */
  key(row: number): bigint {
    return isPlaced(this.columns, row) ? this.columns.address(row) : 1n << 64n;
  }

  /** How many rows lie before `address`. */
  lowerBound(address: bigint): number {
    const high = Number(address >> 32n);
    const low = Number(address & 0xffffffffn);
    const { addressHigh, addressLow } = this.columns;
    let start = 0;
    let end = this.sorted.length;
    while (start < end) {
      const middle = (start + end) >>> 1;
      const row = this.sorted[middle] ?? 0;
      const rowHigh = addressHigh[row] ?? 0;
      if (rowHigh < high || (rowHigh === high && (addressLow[row] ?? 0) < low)) {
        start = middle + 1;
      } else {
        end = middle;
      }
    }
    return start;
  }

  /** Address of the first row in `section` after `address`, looking at no more than `limit` rows. */
  nextInSection(address: bigint, section: number, limit: number): bigint | undefined {
    const start = this.lowerBound(address + 1n);
    for (const row of this.sorted.subarray(start, start + limit)) {
      if (this.columns.section[row] === section) {
        return this.columns.address(row);
      }
    }
    return undefined;
  }
}

/** Whether a row has an address of its own. */
export function isPlaced(columns: SymbolColumns, row: number): boolean {
  return !columns.isUndefined(row) && columns.type(row) !== STT_TLS;
}
