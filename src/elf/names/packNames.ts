import type { SymbolColumns } from '../symbolColumns';

/** More rows than that are not few, and each takes an object here. */
const MAX_ROWS = 1 << 14;

/**
 * Keeps of the names from byte `from` on, which are those of `.dynsym`, only what its rows have once pairs are removed:
 * few, as a rule, and all names are looked at with each keystroke. Where they are many, or share so much that they would
 * take more room than before, all stay as they are.
 */
export function packNames(columns: SymbolColumns, from: number): void {
  const { names, nameOffset, firstLength, length, memory } = columns;
  if (length - firstLength > MAX_ROWS) {
    return;
  }
  const places = new Map<number, number>();
  const kept: Buffer[] = [];
  let end = from;
  for (let row = firstLength; row < length; row++) {
    const start = nameOffset[row] ?? 0;
    if (!places.has(start)) {
      const name = names.subarray(start, names.indexOf(0, start) + 1);
      if (end + name.length > names.length) {
        return;
      }
      places.set(start, end);
      kept.push(name);
      end += name.length;
    }
  }
  // Copied before it is put where some of it may be.
  names.set(Buffer.concat(kept), from);
  for (let row = firstLength; row < length; row++) {
    nameOffset[row] = places.get(nameOffset[row] ?? 0) ?? 0;
  }
  memory.cut(end);
}
