/** Adding these to seven bits sets the eighth from `A` on, or from behind `Z` on. */
const FROM_A = 0x3f3f3f3f;
const BEHIND_Z = 0x25252525;

/**
 * A copy with A–Z made lower case, four bytes at a time. `names` starts at a multiple of four bytes in its
 * memory and is that long too, which SymbolColumns sees to.
 */
export function foldCase(names: Buffer): Buffer {
  const folded = Buffer.allocUnsafeSlow(names.length);
  const from = words(names);
  const to = words(folded);
  for (let at = 0; at < from.length; at++) {
    const word = from[at] ?? 0;
    const seven = word & 0x7f7f7f7f;
    const upper = (seven + FROM_A) ^ (seven + BEHIND_Z);
    to[at] = word | ((upper & ~word & 0x80808080) >>> 2);
  }
  return folded;
}

function words(bytes: Buffer): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}
