import { isSameFile } from '../code/codeExtent';
import type { ProbeSite, SiteVerdict } from '../code/probeSite';
import { ElfBytes, type FilePath } from '../elfBytes';
import type { ElfFileInfo } from '../elfFileInfo';
import type { SymbolRow } from '../symbolRow';

/**
 * What a probe at a site of a USDT probe would do. The place is proved by its note and its nop, both
 * read with the file's symbols: here it is only seen that the file is still the same.
 * @throws ElfError
 */
export async function inspectUsdt(
  path: FilePath,
  info: ElfFileInfo,
  row: SymbolRow,
): Promise<ProbeSite> {
  const file = await ElfBytes.open(path);
  try {
    return {
      row,
      delta: 0n,
      uprobe: isSameFile(file, info) ? verdictOf(row) : { ok: false, code: 'fileChanged' },
      uretprobe: row.uretprobe,
      cost: row.usdt?.cost ?? 'unknown',
      warnings: [],
    };
  } finally {
    await file.close();
  }
}

/** A nop of five bytes is one wherever it is: whether the kernel at hand does harm there can be tried. */
function verdictOf({ uprobe }: SymbolRow): SiteVerdict {
  return !uprobe.ok && uprobe.code === 'siteNop5' ? { ok: false, code: 'nop5' } : uprobe;
}
