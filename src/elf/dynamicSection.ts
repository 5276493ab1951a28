import type { ElfImage } from './elfImage';
import { readSection } from './elfImage';
import { Fields } from './fields';
import { fileOffsetOf, PT_DYNAMIC, PT_LOAD } from './programHeaders';
import { SHT_DYNAMIC, SHT_STRTAB } from './sectionHeaders';

const DT_NEEDED = 1n;
const DT_STRTAB = 5n;
const DT_STRSZ = 10n;
const DT_SONAME = 14n;
const DT_RPATH = 15n;
const DT_RUNPATH = 29n;
const MAX_DYNAMIC_BYTES = 1 << 20;
const MAX_STRING_BYTES = 1 << 30;
const MAX_NEEDED = 4096;

/** What the dynamic section tells the loader. */
export interface DynamicInfo {
  readonly soname?: string;
  /** Sonames of DT_NEEDED, in order. */
  readonly needed: readonly string[];
  /** Directories, `$ORIGIN` not expanded. RPATH only counts without a RUNPATH (ld.so(8)). */
  readonly runpath: readonly string[];
}

interface Entry {
  readonly tag: bigint;
  readonly value: bigint;
}

export async function readDynamic(image: ElfImage): Promise<DynamicInfo> {
  const found = await readEntries(image);
  if (!found) {
    return { needed: [], runpath: [] };
  }
  const { entries, strings } = found;
  const texts = (tag: bigint): string[] =>
    entries.filter(entry => entry.tag === tag).map(({ value }) => strings.text(Number(value)));
  const soname = texts(DT_SONAME)[0];
  const runpath = texts(DT_RUNPATH)[0] ?? texts(DT_RPATH)[0] ?? '';
  return {
    ...(soname && { soname }),
    needed: texts(DT_NEEDED).slice(0, MAX_NEEDED),
    runpath: runpath.split(':').filter(directory => directory !== ''),
  };
}

/** By sections where there are any: a separate debug file's program headers point nowhere. */
async function readEntries(
  image: ElfImage,
): Promise<{ entries: Entry[]; strings: Fields } | undefined> {
  const { sections } = image.table;
  const section = sections.find(({ type }) => type === SHT_DYNAMIC);
  if (section) {
    const table = await readSection(image, section, MAX_DYNAMIC_BYTES, 'dynamic section');
    const strings = sections[section.link];
    return strings?.type === SHT_STRTAB
      ? {
          entries: parse(table),
          strings: await readSection(image, strings, MAX_STRING_BYTES, 'dynamic string table'),
        }
      : undefined;
  }
  return sections.length === 0 ? readBySegments(image) : undefined;
}

async function readBySegments(
  image: ElfImage,
): Promise<{ entries: Entry[]; strings: Fields } | undefined> {
  const { file, header, segments } = image;
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  if (!dynamic) {
    return undefined;
  }
  const fields = (bytes: Buffer): Fields => new Fields(bytes, header.littleEndian, header.is64);
  const read = file.read.bind(file);
  const entries = parse(
    fields(await read(dynamic.offset, dynamic.fileSize, MAX_DYNAMIC_BYTES, 'dynamic section')),
  );
  const value = (tag: bigint): bigint | undefined => entries.find(e => e.tag === tag)?.value;
  const loads = segments.filter(({ type }) => type === PT_LOAD);
  const offset = fileOffsetOf(loads, value(DT_STRTAB) ?? 0n);
  const size = value(DT_STRSZ) ?? 0n;
  return offset === undefined
    ? undefined
    : {
        entries,
        strings: fields(await read(offset, size, MAX_STRING_BYTES, 'dynamic string table')),
      };
}

function parse(table: Fields): Entry[] {
  const w = table.is64 ? 8 : 4;
  const entries: Entry[] = [];
  for (let at = 0; at + 2 * w <= table.length; at += 2 * w) {
    const tag = table.word(at);
    if (tag === 0n) {
      break;
    }
    entries.push({ tag, value: table.word(at + w) });
  }
  return entries;
}
