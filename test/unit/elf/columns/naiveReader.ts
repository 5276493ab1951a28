/** A symbol as the ELF specification tells it, for comparison. */
export interface NaiveSymbol {
  readonly name: string;
  readonly address: bigint;
  readonly size: bigint;
  readonly info: number;
  readonly section: number;
}

const LISTED = [0, 1, 2, 5, 6, 10];

/**
 * The symbols of a table that have a name and are code or data, read field by field.
 * @param table whole entries; what is left at its end is none
 */
export function naiveSymbols(
  table: Buffer,
  strings: Buffer,
  is64: boolean,
  littleEndian: boolean,
): NaiveSymbol[] {
  const view = new DataView(table.buffer, table.byteOffset, table.length);
  const entry = is64 ? 24 : 16;
  const symbols: NaiveSymbol[] = [];
  for (let at = 0; at + entry <= table.length; at += entry) {
    const nameAt = view.getUint32(at, littleEndian);
    const info = view.getUint8(at + (is64 ? 4 : 12));
    if (nameAt !== 0 && nameAt < strings.length && LISTED.includes(info & 0xf)) {
      symbols.push({
        name: strings.toString('latin1', nameAt, strings.indexOf(0, nameAt)),
        address: is64
          ? view.getBigUint64(at + 8, littleEndian)
          : BigInt(view.getUint32(at + 4, littleEndian)),
        size: is64
          ? view.getBigUint64(at + 16, littleEndian)
          : BigInt(view.getUint32(at + 8, littleEndian)),
        info,
        section: view.getUint16(at + (is64 ? 6 : 14), littleEndian),
      });
    }
  }
  return symbols;
}
