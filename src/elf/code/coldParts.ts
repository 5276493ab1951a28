import type { ElfImage } from '../elfImage';
import type { SymbolRow } from '../symbolRow';
import { codeExtent, MAX_FUNCTION } from './codeExtent';
import { reachedCode } from './reachedCode';
import { withX86Decoder } from './x86Decoder';

/** A part of a function that gcc or clang moved away: `parse.cold`, `parse.cold.3`. */
const COLD_PART = /\.cold(\.\d+)?$/;
/** Static functions may share a name. */
const MAX_PARENTS = 16;

/** The name of the function that a moved part belongs to; nothing where a name is not of such a part. */
export function parentName(name: string): string | undefined {
  return COLD_PART.test(name) ? name.replace(COLD_PART, '') : undefined;
}

/**
 * Where the functions that a moved part may belong to jump into it, as offsets from its start: what
 * a jump that is reached goes to is code, whichever of them is the right one.
 * @throws ElfError
 */
export async function jumpsInto(
  { file, code }: ElfImage,
  part: SymbolRow,
  parents: readonly SymbolRow[],
): Promise<number[]> {
  const offsets = new Set<number>();
  for (const parent of parents.slice(0, MAX_PARENTS)) {
    const extent = parent.uprobe.ok ? codeExtent(code, parent) : undefined;
    if (extent) {
      const { start, length } = extent;
      const bytes = await file.read(start, BigInt(length), MAX_FUNCTION, 'code');
      const reached = await withX86Decoder(bytes, decoder => reachedCode(decoder, bytes.length));
      const distance = Number(part.address - parent.address);
      for (const target of reached.brokenPath ? [] : reached.jumpTargets) {
        offsets.add(target - distance);
      }
    }
  }
  return [...offsets].filter(offset => offset >= 0 && offset < part.size);
}
