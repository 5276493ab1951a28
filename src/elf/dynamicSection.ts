import type { ElfImage } from './elfImage';
import { readSection } from './elfImage';
import { Fields, textAt } from './fields';
import { fileOffsetOf, PT_DYNAMIC, PT_LOAD } from './programHeaders';
import { SHT_DYNAMIC, SHT_STRTAB } from './sectionHeaders';

const DT_NEEDED = 1n;
export const DT_STRTAB = 5n;
export const DT_STRSZ = 10n;
const DT_SONAME = 14n;
const DT_RPATH = 15n;
const DT_RUNPATH = 29n;
const MAX_DYNAMIC_BYTES = 1 << 20;
const MAX_NEEDED = 4096;
/** As long as a path may be. */
const MAX_TEXT = 4096n;

/** What the dynamic section tells the loader. */
export interface DynamicInfo {
  readonly soname?: string;
  /** Sonames of DT_NEEDED, in order. */
  readonly needed: readonly string[];
  /** Directories, `$ORIGIN` not expanded. RPATH only counts without a RUNPATH (ld.so(8)). */
  readonly runpath: readonly string[];
}

/** An Elf_Dyn. */
export interface DynamicEntry {
  readonly tag: bigint;
  readonly value: bigint;
}

/** The names of a dynamic section: only those that are asked for are read. */
interface Strings {
  readonly offset: bigint;
  readonly size: bigint;
}

export async function readDynamic(image: ElfImage): Promise<DynamicInfo> {
  const found = await readTables(image);
  if (!found) {
    return { needed: [], runpath: [] };
  }
  const { entries, strings } = found;
  const texts = async (tag: bigint, most: number): Promise<string[]> => {
    const found = entries.filter(entry => entry.tag === tag).slice(0, most);
    return Promise.all(found.map(({ value }) => readText(image, strings, value)));
  };
  const [soname] = await texts(DT_SONAME, 1);
  const [runpath = (await texts(DT_RPATH, 1))[0] ?? ''] = await texts(DT_RUNPATH, 1);
  return {
    ...(soname && { soname }),
    needed: await texts(DT_NEEDED, MAX_NEEDED),
    runpath: runpath.split(':').filter(directory => directory !== ''),
  };
}

/** `''` past the end. */
async function readText(image: ElfImage, { offset, size }: Strings, at: bigint): Promise<string> {
  if (at >= size) {
    return '';
  }
  const left = size - at;
  const length = left < MAX_TEXT ? left : MAX_TEXT;
  return textAt(await image.file.read(offset + at, length, Number(MAX_TEXT), 'dynamic strings'), 0);
}

/** By sections where there are any: a separate debug file's program headers point nowhere. */
async function readTables(
  image: ElfImage,
): Promise<{ entries: readonly DynamicEntry[]; strings: Strings } | undefined> {
  const { sections } = image.table;
  const section = sections.find(({ type }) => type === SHT_DYNAMIC);
  if (section) {
    const table = await readSection(image, section, MAX_DYNAMIC_BYTES, 'dynamic section');
    const strings = sections[section.link];
    return strings?.type === SHT_STRTAB ? { entries: parse(table), strings } : undefined;
  }
  const entries = sections.length === 0 ? await readDynamicEntries(image) : undefined;
  const value = (tag: bigint): bigint => entries?.find(e => e.tag === tag)?.value ?? 0n;
  const loads = image.segments.filter(({ type }) => type === PT_LOAD);
  const offset = fileOffsetOf(loads, value(DT_STRTAB));
  return entries && offset !== undefined
    ? { entries, strings: { offset, size: value(DT_STRSZ) } }
    : undefined;
}

/** What PT_DYNAMIC holds; nothing where there is none. Throws ElfError. */
export async function readDynamicEntries({
  file,
  header,
  segments,
}: ElfImage): Promise<readonly DynamicEntry[] | undefined> {
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  if (!dynamic) {
    return undefined;
  }
  const { offset, fileSize } = dynamic;
  const bytes = await file.read(offset, fileSize, MAX_DYNAMIC_BYTES, 'dynamic section');
  return parse(new Fields(bytes, header.littleEndian, header.is64));
}

function parse(table: Fields): DynamicEntry[] {
  const w = table.is64 ? 8 : 4;
  const entries: DynamicEntry[] = [];
  for (let at = 0; at + 2 * w <= table.length; at += 2 * w) {
    const tag = table.word(at);
    if (tag === 0n) {
      break;
    }
    entries.push({ tag, value: table.word(at + w) });
  }
  return entries;
}
