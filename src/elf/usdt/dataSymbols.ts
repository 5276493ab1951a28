import { STT_COMMON, STT_NOTYPE, STT_OBJECT, type SymbolColumns } from '../symbolColumns';

const DATA = new Set([STT_OBJECT, STT_NOTYPE, STT_COMMON]);

/**
 * Address of the data that a file defines under a name; nothing where there is none, or where files of
 * its source have several of that name.
 */
export function dataAddress(columns: SymbolColumns, name: string): bigint | undefined {
  const addresses = new Set<bigint>();
  for (const row of rowsNamed(columns, name)) {
    if (DATA.has(columns.type(row)) && !columns.isUndefined(row) && columns.special[row] === 0) {
      addresses.add(columns.address(row));
    }
  }
  const [address] = addresses;
  return addresses.size === 1 ? address : undefined;
}

/** By the string tables, where one text may be the tail of another. */
function* rowsNamed(columns: SymbolColumns, name: string): Generator<number> {
  const text = Buffer.from(`${name}\0`);
  const { names, nameOffset, length } = columns;
  for (let at = names.indexOf(text); at >= 0; at = names.indexOf(text, at + 1)) {
    for (let row = nameOffset.indexOf(at); row >= 0 && row < length;) {
      yield row;
      row = nameOffset.indexOf(at, row + 1);
    }
  }
}
