import { STB_LOCAL, type SymbolColumns } from './symbolColumns';

const AT_SIGN = '@';

/** Whether a row is of `.dynsym` where another table comes first, so that it may be there twice. */
export function isToPair({ firstLength }: SymbolColumns, row: number): boolean {
  return firstLength > 0 && row >= firstLength;
}

/** Where the names begin that `withoutTwins` looks at. */
export function namesOfTwins(columns: SymbolColumns, rows: Uint32Array): number[] {
  return [...sharedAddresses(columns, rows)].flat().map(row => columns.nameOffset[row] ?? 0);
}

/**
 * Some rows by address without those of `.dynsym` that the first table has too, as columns/pairTables.ts removes them of
 * all rows. Nothing where `.dynsym` has one of its own: its number changes when the others are removed. The names of the
 * rows are to be there.
 */
export function withoutTwins(columns: SymbolColumns, rows: Uint32Array): Uint32Array | undefined {
  const { firstLength, version } = columns;
  for (const group of sharedAddresses(columns, rows)) {
    // Those that come last are paired first, as there.
    const exported = group
      .filter(row => row < firstLength && columns.binding(row) !== STB_LOCAL)
      .toReversed();
    for (const row of group.filter(each => isToPair(columns, each))) {
      const name = nameOf(columns, row);
      const twin = exported.find(
        other =>
          nameOf(columns, other) === name &&
          (version[other] === 0 || version[other] === version[row]),
      );
      if (twin === undefined) {
        return undefined;
      }
      version[twin] = version[row] ?? 0;
    }
  }
  return rows.filter(row => !isToPair(columns, row));
}

/** Without its version. */
function nameOf(columns: SymbolColumns, row: number): string | undefined {
  return columns.text(columns.nameOffset[row] ?? 0).split(AT_SIGN, 1)[0];
}

/** Rows of one address that are not all of the first table. */
function* sharedAddresses(columns: SymbolColumns, rows: Uint32Array): Generator<number[]> {
  for (let from = 0; from < rows.length;) {
    let to = from + 1;
    while (to < rows.length && columns.sameAddress(rows[to] ?? 0, rows[from] ?? 0)) {
      to++;
    }
    // Rows of one address are by their number.
    if (isToPair(columns, rows[to - 1] ?? 0)) {
      yield [...rows.subarray(from, to)];
    }
    from = to;
  }
}
