import { dropDuplicates } from './duplicates';
import { ElfError } from './elfError';
import { type ElfImage, readSection } from './elfImage';
import type { Fields } from './fields';
import { hasMappingSymbols } from './machines';
import {
  SHT_DYNSYM,
  SHT_STRTAB,
  SHT_SYMTAB,
  SHT_SYMTAB_SHNDX,
  type Section,
} from './sectionHeaders';
import {
  SHN_LORESERVE,
  STT_COMMON,
  STT_FUNC,
  STT_GNU_IFUNC,
  STT_NOTYPE,
  STT_OBJECT,
  STT_TLS,
  SymbolColumns,
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

interface TableSource {
  readonly symbols: Fields;
  readonly strings: Section;
  /** Extended section indexes of a file with more than 65,279 sections. */
  readonly extended: Fields | undefined;
}

/** Reads `.symtab` and `.dynsym`, all but their verdicts. Throws ElfError. */
export async function readSymbolTables(
  image: ElfImage,
  versions: SymbolVersions | undefined,
): Promise<SymbolColumns> {
  const symtab = await readSource(image, SHT_SYMTAB);
  const dynsym = await readSource(image, SHT_DYNSYM);
  const entry = image.header.is64 ? 24 : 16;
  const capacity = ((symtab?.symbols.length ?? 0) + (dynsym?.symbols.length ?? 0)) / entry;
  const symtabNames = symtab ? Number(symtab.strings.size) + 1 : 0;
  const dynsymNames = dynsym ? Number(dynsym.strings.size) + 1 : 0;
  const names = nameMemory(symtabNames + dynsymNames);
  const columns = new SymbolColumns(Math.floor(capacity), names);
  if (symtab) {
    await readStrings(image, symtab.strings, names.subarray(0, symtabNames));
    append(columns, symtab, 0, symtabNames - 1, image.header.machine);
    columns.symtabLength = columns.length;
  }
  if (dynsym) {
    await readStrings(
      image,
      dynsym.strings,
      names.subarray(symtabNames, symtabNames + dynsymNames),
    );
    append(
      columns,
      dynsym,
      symtabNames,
      symtabNames + dynsymNames - 1,
      image.header.machine,
      versions,
    );
    dropDuplicates(columns);
  }
  return columns;
}

/** Rounded up to whole words (see foldCase.ts), with NULs. */
function nameMemory(length: number): Buffer {
  const names = Buffer.allocUnsafeSlow(Math.ceil(length / 4) * 4);
  names.fill(0, length);
  return names;
}

async function readSource(image: ElfImage, type: number): Promise<TableSource | undefined> {
  const { sections } = image.table;
  const index = sections.findIndex(section => section.type === type);
  const section = sections[index];
  if (!section) {
    return undefined;
  }
  const strings = sections[section.link];
  if (section.entrySize !== (image.header.is64 ? 24n : 16n) || strings?.type !== SHT_STRTAB) {
    throw new ElfError('unsupported', 'This ELF file has a malformed symbol table');
  }
  checkStrings(image, strings);
  const extended = sections.find(s => s.type === SHT_SYMTAB_SHNDX && s.link === index);
  return {
    symbols: await readSection(image, section, MAX_TABLE_BYTES, 'symbol table'),
    strings,
    extended: extended && (await readSection(image, extended, MAX_TABLE_BYTES, 'section indexes')),
  };
}

/** Before memory is reserved for it. */
function checkStrings(image: ElfImage, { offset, size }: Section): void {
  if (!image.file.contains(offset, size)) {
    throw new ElfError('truncated', 'The file is cut short: its symbol names lie past the end');
  }
  if (size > MAX_STRING_BYTES) {
    throw new ElfError('tooLarge', 'The symbol names of this file are too large to read');
  }
}

/** Reads a string table into `into`, which is one byte longer: that becomes a NUL. */
async function readStrings(image: ElfImage, section: Section, into: Buffer): Promise<void> {
  into[into.length - 1] = 0;
  await image.file.readInto(into.subarray(0, -1), section.offset, 'symbol names');
}

/** One pass over a table, in its own byte order, keeping what has a name and is code or data. */
function append(
  columns: SymbolColumns,
  { symbols, extended }: TableSource,
  namesStart: number,
  namesEnd: number,
  machine: number,
  versions?: SymbolVersions,
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
