import { SYMBOL_BYTES } from './columns/columnPlaces';
import { SymbolAppender } from './columns/symbolAppender';
import { ElfError } from './elfError';
import { type ElfImage, readSection } from './elfImage';
import { hasMappingSymbols } from './machines';
import type { RowSource } from './rowSource';
import {
  SHF_COMPRESSED,
  type SHT_DYNSYM,
  SHT_STRTAB,
  SHT_SYMTAB,
  SHT_SYMTAB_SHNDX,
  type Section,
} from './sectionHeaders';
import { withReadableTables } from './symbolSections';
import { checkMemory } from './tableMemory';
import { symbolParts } from './symbolParts';

/** The table of type SHT_SYMTAB or SHT_DYNSYM, its names not read yet. Throws ElfError. */
export async function readElfSymbols(
  original: ElfImage,
  type: typeof SHT_SYMTAB | typeof SHT_DYNSYM,
): Promise<RowSource | undefined> {
  const image = await withReadableTables(original, type);
  const { sections } = image.table;
  const index = sections.findIndex(section => section.type === type);
  const section = sections[index];
  if (!section) {
    return undefined;
  }
  const entry = image.header.is64 ? 24 : 16;
  const strings = checkedStrings(image, section, entry);
  const indexes = sections.find(s => s.type === SHT_SYMTAB_SHNDX && s.link === index);
  checkTable(image, section);
  checkMemory(type, section, strings);
  const extended =
    indexes && (await readSection(image, indexes, Number(section.size), 'section indexes'));
  const needsNames = hasMappingSymbols(image.header.machine);
  return {
    table: type === SHT_SYMTAB ? 'symtab' : 'dynsym',
    capacity: Math.floor(Number(section.size) / entry),
    nameBytes: Number(strings.size),
    needsNames,
    readNames: (into, at = 0) =>
      image.file.readInto(into, strings.offset + BigInt(at), 'symbol names'),
    append: async (columns, namesStart, namesEnd, versions) => {
      const more = { versions, extended, hasMappingSymbols: needsNames };
      const appender = new SymbolAppender(columns, more, namesStart, namesEnd);
      let first = 0;
      for await (const part of symbolParts(image, section, columns)) {
        appender.add(part, first);
        first += part.length / SYMBOL_BYTES;
      }
    },
  };
}

/** Its size, before anything is read. */
function checkTable(image: ElfImage, { offset, size }: Section): void {
  if (!image.file.contains(offset, size)) {
    throw new ElfError('truncated', 'The file is cut short: its symbol table lies past the end');
  }
}

/** The string table of a symbol table, before memory is reserved for it. */
function checkedStrings(image: ElfImage, section: Section, entry: number): Section {
  const strings = image.table.sections[section.link];
  if (
    section.entrySize !== BigInt(entry) ||
    strings?.type !== SHT_STRTAB ||
    ((section.flags | strings.flags) & SHF_COMPRESSED) !== 0n
  ) {
    throw new ElfError('unsupported', 'This ELF file has a malformed symbol table');
  }
  if (!image.file.contains(strings.offset, strings.size)) {
    throw new ElfError('truncated', 'The file is cut short: its symbol names lie past the end');
  }
  return strings;
}
