import type { ElfBytes } from './elfBytes';
import { ElfError } from './elfError';
import type { ElfHeader } from './elfHeader';
import { Fields } from './fields';

/** sh_type values that are looked for. */
export const SHT_STRTAB = 3;
export const SHT_DYNAMIC = 6;
export const SHT_NOTE = 7;
export const SHT_NOBITS = 8;
export const SHT_SYMTAB = 2;
export const SHT_DYNSYM = 11;
export const SHT_SYMTAB_SHNDX = 18;
export const SHT_GNU_VERDEF = 0x6ffffffd;
export const SHT_GNU_VERNEED = 0x6ffffffe;
export const SHT_GNU_VERSYM = 0x6fffffff;
/** sh_flags: holds instructions. */
export const SHF_EXECINSTR = 4n;
/** sh_flags: the bytes are compressed and begin with an Elf_Chdr. */
export const SHF_COMPRESSED = 0x800n;

const SHN_XINDEX = 0xffff;
const PN_XNUM = 0xffff;
const MAX_SECTIONS = 1 << 17;
const MAX_NAME_BYTES = 64 << 20;
/** Bytes of one name: in a hostile file all of them may be as long as the table. */
const MAX_NAME = 256;

/** One section header; `offset` and `size` are bytes in the file, `address` is virtual. */
export interface Section {
  readonly nameOffset: number;
  readonly type: number;
  readonly flags: bigint;
  readonly address: bigint;
  readonly offset: bigint;
  readonly size: bigint;
  readonly link: number;
  readonly info: number;
  /** Bytes; 0 and 1 are none. */
  readonly alignment: bigint;
  readonly entrySize: bigint;
}

/** The section header table, and what it says when the ELF header's 16-bit counts do not suffice. */
export interface SectionTable {
  readonly sections: readonly Section[];
  readonly programHeaderCount: number;
  /** Name of a section by its index, `''` when it has none. */
  name(index: number): string;
}

/** Throws ElfError `truncated`, `tooLarge` or `unsupported`. A file without sections gives an empty table. */
export async function readSections(file: ElfBytes, header: ElfHeader): Promise<SectionTable> {
  const { offset, entrySize, count } = header.sectionHeaders;
  if (offset === 0n) {
    return new Sections([], header.programHeaders.count, undefined);
  }
  if (entrySize !== (header.is64 ? 64 : 40)) {
    throw new ElfError('unsupported', 'This ELF file has section headers of an unknown size');
  }
  const first = parse(await readTable(file, header, 1))[0];
  const total = count === 0 ? Number(first?.size ?? 0n) : count;
  if (total > MAX_SECTIONS) {
    throw new ElfError('tooLarge', 'This ELF file has too many sections');
  }
  const sections = parse(await readTable(file, header, total));
  const phnum = header.programHeaders.count;
  const names = header.nameSection === SHN_XINDEX ? first?.link : header.nameSection;
  return new Sections(
    sections,
    phnum === PN_XNUM ? (first?.info ?? 0) : phnum,
    await readNames(file, header, sections[names ?? 0]),
  );
}

class Sections implements SectionTable {
  readonly #names = new Map<number, string>();

  constructor(
    readonly sections: readonly Section[],
    readonly programHeaderCount: number,
    private readonly strings: Fields | undefined,
  ) {}

  name(index: number): string {
    let name = this.#names.get(index);
    if (name === undefined) {
      const section = this.sections[index];
      name = section ? (this.strings?.text(section.nameOffset, MAX_NAME) ?? '') : '';
      this.#names.set(index, name);
    }
    return name;
  }
}

async function readTable(file: ElfBytes, header: ElfHeader, count: number): Promise<Fields> {
  const { offset, entrySize } = header.sectionHeaders;
  const length = BigInt(count * entrySize);
  const bytes = await file.read(offset, length, MAX_SECTIONS * 64, 'section header table');
  return new Fields(bytes, header.littleEndian, header.is64);
}

function parse(table: Fields): Section[] {
  const sections: Section[] = [];
  const w = table.is64 ? 8 : 4;
  for (let at = 0; at < table.length; at += 16 + 6 * w) {
    sections.push({
      nameOffset: table.u32(at),
      type: table.u32(at + 4),
      flags: table.word(at + 8),
      address: table.word(at + 8 + w),
      offset: table.word(at + 8 + 2 * w),
      size: table.word(at + 8 + 3 * w),
      link: table.u32(at + 8 + 4 * w),
      info: table.u32(at + 12 + 4 * w),
      alignment: table.word(at + 16 + 4 * w),
      entrySize: table.word(at + 16 + 5 * w),
    });
  }
  return sections;
}

async function readNames(
  file: ElfBytes,
  header: ElfHeader,
  section: Section | undefined,
): Promise<Fields | undefined> {
  if (section?.type !== SHT_STRTAB) {
    return undefined;
  }
  const bytes = await file.read(section.offset, section.size, MAX_NAME_BYTES, 'section names');
  return new Fields(bytes, header.littleEndian, header.is64);
}
