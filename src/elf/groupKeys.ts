import type { SymbolColumns } from './symbolColumns';
import type { SymbolOrder } from './symbolQuery';

/** STB_* in the order of their names: global, local, unique, weak; others last. */
const BY_NAME = new Uint8Array(16).fill(4);
BY_NAME.set([1, 0, 3]);
BY_NAME[10] = 2;
const NO_SECTION = 0xffffffff;

/** What rows are sorted by where many share one value, by row. */
export function groupKeys(
  columns: SymbolColumns,
  order: Extract<SymbolOrder, 'binding' | 'section' | 'source'>,
): Uint32Array {
  const keys = new Uint32Array(columns.length);
  for (let row = 0; row < keys.length; row++) {
    keys[row] = keyOf(columns, row, order);
  }
  return keys;
}

function keyOf(columns: SymbolColumns, row: number, order: SymbolOrder): number {
  switch (order) {
    case 'binding':
      return BY_NAME[columns.binding(row)] ?? 0;
    case 'section':
      return columns.special[row] === 1 || columns.isUndefined(row)
        ? NO_SECTION
        : (columns.section[row] ?? 0);
    default:
      return row < columns.firstLength ? 0 : 1;
  }
}
