import { AddressOrder } from './addressOrder';
import { lowestCodeRows } from './columns/codeRows';
import type { ElfImage } from './elfImage';
import { sortByKey } from './radixSort';
import { MAX_LOOK_AHEAD } from './rowBuilder';
import type { SymbolColumns } from './symbolColumns';
import { judge, PROBEABLE } from './verdicts';

/** Rows of code for each that can be probed, of which some are aliases, labels or too many. */
const ENOUGH = [4, 64];

/** The first rows that can be probed, by address, and as much of the order as making them looks at. */
export interface LowestRows {
  readonly rows: Uint32Array;
  readonly order: AddressOrder;
}

/**
 * What a first page shows, without sorting or judging all rows. Nothing where that does not suffice.
 * @param select leaves rows out, which come by address; or gives nothing where it cannot tell
 */
export async function lowestRows(
  image: ElfImage,
  columns: SymbolColumns,
  wanted: number,
  select: (rows: Uint32Array) => Promise<Uint32Array | undefined>,
): Promise<LowestRows | undefined> {
  const { verdict, addressLow, addressHigh } = columns;
  for (const factor of ENOUGH) {
    const lowest = lowestCodeRows(columns, image.table.sections, image.code, factor * wanted);
    const sorted = lowest && (await select(sortByKey(lowest.rows, addressLow, addressHigh)));
    if (!sorted) {
      return undefined;
    }
    judge(image, columns, sorted);
    const rows = sorted.filter(row => verdict[row] === PROBEABLE).subarray(0, wanted);
    const last = sorted.indexOf(rows.at(-1) ?? 0);
    const isEnough = lowest.areAll || last + MAX_LOOK_AHEAD < sorted.length;
    if (rows.length === wanted && isEnough) {
      return { rows, order: new AddressOrder(columns, sorted) };
    }
  }
  return undefined;
}
