import { AddressOrder } from './addressOrder';
import { lowestCodeRows } from './columns/codeRows';
import type { ElfImage } from './elfImage';
import { isToPair } from './pairedRows';
import { concat, sortByKey } from './radixSort';
import { MAX_LOOK_AHEAD } from './rowBuilder';
import type { SymbolColumns } from './symbolColumns';
import { judge, PROBEABLE } from './verdicts';

/** Rows of code for each that can be probed, of which some are aliases, labels or too many. */
const ENOUGH = [4, 64];

/** The first rows that can be probed, by address, and as much of the order as making them looks at. */
export interface LowestRows {
  readonly rows: Uint32Array;
  /** Those and all rows before or beside them, by address: some are their aliases. */
  readonly near: Uint32Array;
  readonly order: AddressOrder;
}

/**
 * What a first page shows, without sorting or judging all rows. Nothing where that does not suffice.
 * @param paired leaves rows out that an earlier table has too, of the first rows by address; or gives nothing where it
 * cannot tell
 */
export async function lowestRows(
  image: ElfImage,
  columns: SymbolColumns,
  wanted: number,
  paired: (rows: Uint32Array) => Promise<Uint32Array | undefined>,
): Promise<LowestRows | undefined> {
  const { verdict, addressLow, addressHigh } = columns;
  for (const factor of ENOUGH) {
    const lowest = lowestCodeRows(columns, image.table.sections, image.code, factor * wanted);
    if (!lowest) {
      return undefined;
    }
    const sorted = sortByKey(lowest.rows, addressLow, addressHigh);
    // Others get other numbers, or none.
    const lasting = sorted.filter(row => !isToPair(columns, row));
    judge(image, columns, lasting);
    const rows = lasting.filter(row => verdict[row] === PROBEABLE).subarray(0, wanted);
    const end = endOfAddress(columns, sorted, rows.at(-1));
    if (rows.length === wanted && (lowest.areAll || end + MAX_LOOK_AHEAD < sorted.length)) {
      const first = await paired(sorted.subarray(0, end));
      const order = first && concat(first, sorted.subarray(end));
      return order && { rows, near: first, order: new AddressOrder(columns, order) };
    }
  }
  return undefined;
}

/** Where the rows by address end that have the one of `last`. */
function endOfAddress(
  columns: SymbolColumns,
  sorted: Uint32Array,
  last: number | undefined,
): number {
  if (last === undefined) {
    return 0;
  }
  let end = sorted.indexOf(last);
  while (end < sorted.length && columns.sameAddress(sorted[end] ?? 0, last)) {
    end++;
  }
  return end;
}
