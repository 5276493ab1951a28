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
import { checkMemory } from './tableMemory';
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
import { SYMBOL_WORDS, symbolWords } from './symbolWords';

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
  checkTable(image, section);
  checkMemory(type, section, strings);
  const extended =
    indexes && (await readSection(image, indexes, Number(section.size), 'section indexes'));
  const append = new SymbolAppender(extended, hasMappingSymbols(image.header.machine));
  return {
    table: type === SHT_SYMTAB ? 'symtab' : 'dynsym',
    capacity: Math.floor(Number(section.size) / entry),
    nameBytes: Number(strings.size),
    needsNames: append.needsNames,
    readNames: (into, at = 0) =>
      image.file.readInto(into, strings.offset + BigInt(at), 'symbol names'),
    append: async (columns, namesStart, namesEnd, versions) => {
      let index = 0;
      for await (const words of symbolWords(image, section)) {
        append.add({ columns, words, index, namesStart, namesEnd, versions });
        index += words.length / SYMBOL_WORDS;
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

/** A part of a table, and where its rows go. */
interface Part {
  readonly columns: SymbolColumns;
  readonly words: Uint32Array;
  /** Of its first symbol in the table. */
  readonly index: number;
  readonly namesStart: number;
  readonly namesEnd: number;
  readonly versions: SymbolVersions | undefined;
}

/** Makes rows of symbols that have a name and are code or data. */
class SymbolAppender {
  constructor(
    private readonly extended: Fields | undefined,
    /** Mapping symbols (`$x`) are told by their names. */
    readonly needsNames: boolean,
  ) {}

  add(part: Part): void {
    const { columns, words, index, namesStart, versions } = part;
    const { nameOffset, info, section, addressLow, addressHigh, sizeLow, sizeHigh } = columns;
    let row = columns.length;
    for (let at = 0; at < words.length; at += SYMBOL_WORDS) {
      const name = namesStart + (words[at] ?? 0);
      const kind = words[at + 1] ?? 0;
      if (!this.#isListed(part, name, kind)) {
        if ((kind & 0xf) === STT_FILE) {
          columns.sourceFiles.start(row, name < part.namesEnd ? name : namesStart);
        }
        continue;
      }
      nameOffset[row] = name;
      info[row] = kind;
      section[row] = kind >>> 16;
      addressLow[row] = words[at + 2] ?? 0;
      sizeLow[row] = words[at + 4] ?? 0;
      // Zeros are there already, and memory that is not written costs nothing.
      if (words[at + 3] !== 0) {
        addressHigh[row] = words[at + 3] ?? 0;
      }
      if (words[at + 5] !== 0) {
        sizeHigh[row] = words[at + 5] ?? 0;
      }
      if (versions) {
        columns.version[row] = versions.code(index + at / SYMBOL_WORDS);
      }
      if (kind >>> 16 >= SHN_LORESERVE) {
        this.#setReserved(columns, row, index + at / SYMBOL_WORDS);
      }
      row++;
    }
    columns.length = row;
  }

  /** The name itself is not looked at where it need not be: that would be a cache miss each. */
  #isListed({ columns, namesStart, namesEnd }: Part, name: number, kind: number): boolean {
    if (name === namesStart || name >= namesEnd || LISTED[kind & 0xf] === 0) {
      return false;
    }
    return !this.needsNames || (kind & 0xff) !== 0 || columns.names[name] !== DOLLAR;
  }

  #setReserved(columns: SymbolColumns, row: number, index: number): void {
    const { extended } = this;
    if (columns.section[row] === SHN_XINDEX && extended && 4 * index + 4 <= extended.length) {
      columns.section[row] = extended.u32(4 * index);
    } else {
      columns.special[row] = 1;
    }
  }
}
