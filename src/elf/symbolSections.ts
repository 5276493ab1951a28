import { withDynamicTables } from './dynamicTables';
import type { ElfImage } from './elfImage';
import { SHT_DYNSYM, type SHT_SYMTAB } from './sectionHeaders';
import { unpackedTables } from './unpackedTables';

/** An image whose sections of this symbol table can be read as they are. Throws ElfError. */
export function withReadableTables(
  image: ElfImage,
  type: typeof SHT_SYMTAB | typeof SHT_DYNSYM,
): Promise<ElfImage> {
  return image.table.sections.length === 0 && type === SHT_DYNSYM
    ? withDynamicTables(image)
    : unpackedTables(image, type);
}
