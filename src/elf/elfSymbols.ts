import { ElfError } from './elfError';
import { type ElfImage, readSection } from './elfImage';
import type { Fields } from './fields';
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
import {
  SHN_LORESERVE,
  STT_COMMON,
  STT_FILE,
  STT_FUNC,
  STT_GNU_IFUNC,
  STT_NOTYPE,
  STT_OBJECT,
  STT_TLS,
  type SymbolColumns,
} from './symbolColumns';
import type { SymbolVersions } from './symbolVersions';

const MAX_TABLE_BYTES = 512 << 20;
const MAX_STRING_BYTES = 1n << 30n;
const SHN_XINDEX = 0xffff;
const DOLLAR = 0x24;

/** Types that name code or data, as against sections and source files; by STT_*. */
const LISTED = new Uint8Array(16);
for (const type of [STT_NOTYPE, STT_OBJECT, STT_FUNC, STT_COMMON, STT_TLS, STT_GNU_IFUNC]) {
  LISTED[type] = 1;
}

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
  const symbols = await readSection(image, section, MAX_TABLE_BYTES, 'symbol table');
  const extended =
    indexes && (await readSection(image, indexes, MAX_TABLE_BYTES, 'section indexes'));
  return {
    table: type === SHT_SYMTAB ? 'symtab' : 'dynsym',
    capacity: Math.floor(symbols.length / entry),
    nameBytes: Number(strings.size),
    readNames: into => image.file.readInto(into, strings.offset, 'symbol names'),
    append: (columns, namesStart, namesEnd, versions) => {
      append(columns, symbols, extended, namesStart, namesEnd, image.header.machine, versions);
    },
  };
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
  if (strings.size > MAX_STRING_BYTES) {
    throw new ElfError('tooLarge', 'The symbol names of this file are too large to read');
  }
  return strings;
}

/** One pass over a table, in its own byte order, keeping what has a name and is code or data. */
function append(
  columns: SymbolColumns,
  symbols: Fields,
  extended: Fields | undefined,
  namesStart: number,
  namesEnd: number,
  machine: number,
  versions: SymbolVersions | undefined,
): void {
  const { is64 } = symbols;
  const entry = is64 ? 24 : 16;
  const marks = hasMappingSymbols(machine);
  let row = columns.length;
  for (let at = 0, index = 0; at + entry <= symbols.length; at += entry, index++) {
    const name = namesStart + symbols.u32(at);
    const info = symbols.u8(at + (is64 ? 4 : 12));
    // The name itself is not looked at where it need not be: that would be a cache miss each.
    if (name === namesStart || name >= namesEnd || LISTED[info & 0xf] === 0) {
      if ((info & 0xf) === STT_FILE) {
        columns.sourceFiles.start(row, name < namesEnd ? name : namesStart);
      }
      continue;
    }
    if (marks && info === 0 && columns.names[name] === DOLLAR) {
      continue;
    }
    columns.nameOffset[row] = name;
    columns.info[row] = info;
    if (versions) {
      columns.version[row] = versions.code(index);
    }
    setSection(columns, row, symbols.u16(at + (is64 ? 6 : 14)), extended, index);
    setExtent(columns, row, symbols, at);
    row++;
  }
  columns.length = row;
}

function setSection(
  columns: SymbolColumns,
  row: number,
  section: number,
  extended: Fields | undefined,
  index: number,
): void {
  const isExtended = section === SHN_XINDEX && extended && 4 * index + 4 <= extended.length;
  columns.section[row] = isExtended ? extended.u32(4 * index) : section;
  if (section >= SHN_LORESERVE && !isExtended) {
    columns.special[row] = 1;
  }
}

/** Address and size of the Elf_Sym at byte `at`. */
function setExtent(columns: SymbolColumns, row: number, symbols: Fields, at: number): void {
  if (!symbols.is64) {
    columns.addressLow[row] = symbols.u32(at + 4);
    columns.sizeLow[row] = symbols.u32(at + 8);
    return;
  }
  const high = symbols.littleEndian ? 4 : 0;
  columns.addressLow[row] = symbols.u32(at + 12 - high);
  // Zeros are there already, and memory that is not written costs nothing.
  const addressHigh = symbols.u32(at + 8 + high);
  if (addressHigh !== 0) {
    columns.addressHigh[row] = addressHigh;
  }
  columns.sizeLow[row] = symbols.u32(at + 20 - high);
  const sizeHigh = symbols.u32(at + 16 + high);
  if (sizeHigh !== 0) {
    columns.sizeHigh[row] = sizeHigh;
  }
}
