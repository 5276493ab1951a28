import { DT_STRSZ, DT_STRTAB, readDynamicEntries } from './dynamicSection';
import { dynamicSymbolCount } from './dynamicSymbolCount';
import type { ElfImage } from './elfImage';
import { fileOffsetOf, PT_LOAD } from './programHeaders';
import {
  SHT_DYNSYM,
  SHT_GNU_VERDEF,
  SHT_GNU_VERNEED,
  SHT_GNU_VERSYM,
  SHT_STRTAB,
  type Section,
} from './sectionHeaders';

const DT_SYMTAB = 6n;
const DT_VERSYM = 0x6ffffff0n;
const DT_VERDEF = 0x6ffffffcn;
const DT_VERNEED = 0x6ffffffen;

/** Of the version tables only their beginnings are told: far more than they ever take. */
const MAX_VERSION_BYTES = 1n << 20n;
/** Of the strings, in `sections`. */
const STRINGS = 2;

/**
 * An image without section headers (sstrip) as one that has those of the dynamic symbols, their names and
 * their versions, by what the loader reads: PT_DYNAMIC. Only for readers of these tables: the section numbers
 * of symbols are those of the headers that are gone. The same image where nothing is found. Throws ElfError.
 */
export async function withDynamicTables(image: ElfImage): Promise<ElfImage> {
  const entries = image.table.sections.length === 0 ? await readDynamicEntries(image) : undefined;
  if (!entries) {
    return image;
  }
  const loads = image.segments.filter(({ type }) => type === PT_LOAD);
  const value = (tag: bigint): bigint | undefined => entries.find(e => e.tag === tag)?.value;
  const place = (tag: bigint): bigint | undefined => {
    const address = value(tag);
    return address === undefined ? undefined : fileOffsetOf(loads, address);
  };
  const symbols = place(DT_SYMTAB);
  const strings = place(DT_STRTAB);
  const count = await dynamicSymbolCount(image, place);
  if (symbols === undefined || strings === undefined || count === undefined) {
    return image;
  }
  const entrySize = image.header.is64 ? 24n : 16n;
  const upTo = (offset: bigint): bigint => min(MAX_VERSION_BYTES, image.file.size - offset);
  const sections = [
    section(0, 0n, 0n),
    section(SHT_DYNSYM, symbols, BigInt(count) * entrySize, entrySize),
    section(SHT_STRTAB, strings, value(DT_STRSZ) ?? 0n),
  ];
  for (const [tag, type] of [
    [DT_VERSYM, SHT_GNU_VERSYM],
    [DT_VERDEF, SHT_GNU_VERDEF],
    [DT_VERNEED, SHT_GNU_VERNEED],
  ] as const) {
    const offset = place(tag);
    if (offset !== undefined) {
      const size = type === SHT_GNU_VERSYM ? BigInt(count) * 2n : upTo(offset);
      sections.push(section(type, offset, size));
    }
  }
  return { ...image, table: { ...image.table, sections, name: () => '' } };
}

function section(type: number, offset: bigint, size: bigint, entrySize = 0n): Section {
  const none = { nameOffset: 0, flags: 0n, address: 0n, info: 0, alignment: 0n };
  return { ...none, type, offset, size, entrySize, link: STRINGS };
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
