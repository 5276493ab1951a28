import { ElfError } from './elfError';
import { SHT_DYNSYM, type SHT_SYMTAB, type Section } from './sectionHeaders';

/**
 * Bytes that a table may take once it is read. All of one file must stay below 512 MiB, whatever its headers
 * say; a table of exported names has never been seen to need a tenth of this.
 */
const MAX_BYTES = { symtab: 352n << 20n, dynsym: 64n << 20n };
/** What is kept of a symbol, as against its entry in the file: some 60 bytes. */
const ROW_COST = 3n;

/** Throws ElfError `tooLarge` before memory is taken for a symbol table and its names. */
export function checkMemory(
  type: typeof SHT_SYMTAB | typeof SHT_DYNSYM,
  table: Section,
  strings: Section,
): void {
  const most = type === SHT_DYNSYM ? MAX_BYTES.dynsym : MAX_BYTES.symtab;
  if (table.size * ROW_COST + strings.size > most) {
    throw new ElfError('tooLarge', 'The symbol table of this file is too large to read');
  }
}
