import { withDynamicTables } from './dynamicTables';
import { type ElfImage, readSection } from './elfImage';
import type { Fields } from './fields';
import {
  SHT_GNU_VERDEF,
  SHT_GNU_VERNEED,
  SHT_GNU_VERSYM,
  SHT_STRTAB,
  type Section,
} from './sectionHeaders';

const HIDDEN = 0x8000;
const INDEX = 0x7fff;
const FIRST_NAMED = 2;
const VER_FLG_BASE = 1;
const MAX_BYTES = 64 << 20;
/** Bytes of one text that are looked at (see fields.ts). */
const MAX_TEXT = 4096;
/** Texts up to which each is read by itself. */
const MAX_SINGLE = 256;

/** A version that symbols of this file carry. */
interface Version {
  readonly name: string;
  /** Soname of the library it comes from, for a needed one. */
  readonly library?: string;
}

/** The version of each symbol of `.dynsym`, by the index in that table. */
export interface SymbolVersions {
  /** Fills `into` with the Elf_Versym of symbols from `first` on; 0 or 1 where one has no version. */
  codes(first: number, into: Uint16Array): void;
  /** `@@V` or `@V` of a code. */
  suffix(code: number): string | undefined;
  /** Soname of the library that a code's version comes from. */
  library(code: number): string | undefined;
}

/** Reads `.gnu.version`, `.gnu.version_d` and `.gnu.version_r`; nothing where there is none. */
export async function readVersions(original: ElfImage): Promise<SymbolVersions | undefined> {
  const image = await withDynamicTables(original);
  const find = (wanted: number): Section | undefined =>
    image.table.sections.find(({ type }) => type === wanted);
  const symbols = find(SHT_GNU_VERSYM);
  if (!symbols) {
    return undefined;
  }
  const versions = new Map<number, Version>();
  await collect(image, find(SHT_GNU_VERDEF), definitions, versions);
  await collect(image, find(SHT_GNU_VERNEED), needs, versions);
  const codes = await readSection(image, symbols, MAX_BYTES, 'symbol versions');
  const { bytes } = codes;
  const low = codes.littleEndian ? 0 : 1;
  return {
    codes: (first, into) => {
      const known = Math.max(0, Math.min(into.length, Math.floor(codes.length / 2) - first));
      for (let symbol = 0, at = 2 * first; symbol < known; symbol++, at += 2) {
        into[symbol] = (bytes[at + low] ?? 0) | ((bytes[at + 1 - low] ?? 0) << 8);
      }
      into.fill(0, known);
    },
    suffix: code => {
      const version = versions.get(code & INDEX);
      const isDefault = (code & HIDDEN) === 0 && version?.library === undefined;
      return version && `${isDefault ? '@@' : '@'}${version.name}`;
    },
    library: code => versions.get(code & INDEX)?.library,
  };
}

/** @param read gives each version's number and where its texts are */
async function collect(
  image: ElfImage,
  section: Section | undefined,
  read: (table: Fields) => Iterable<VersionPlace>,
  versions: Map<number, Version>,
): Promise<void> {
  const strings = section && image.table.sections[section.link];
  if (!section || strings?.type !== SHT_STRTAB) {
    return;
  }
  const places = [...read(await readSection(image, section, MAX_BYTES, 'symbol versions'))];
  const text = await textsOf(image, strings, places);
  for (const { index, name, library } of places) {
    versions.set(index, {
      name: text(name),
      ...(library !== undefined && { library: text(library) }),
    });
  }
}

/** A version's number, and where the texts about it begin. */
interface VersionPlace {
  readonly index: number;
  readonly name: number;
  readonly library?: number;
}

/** Reads the texts of a string table that are wanted: names of a million symbols may be in it too. */
async function textsOf(
  image: ElfImage,
  strings: Section,
  places: readonly VersionPlace[],
): Promise<(at: number) => string> {
  const offsets = new Set(places.flatMap(({ name, library = name }) => [name, library]));
  if (offsets.size > MAX_SINGLE) {
    const all = await readSection(image, strings, MAX_BYTES * 16, 'version names');
    return at => all.text(at);
  }
  const texts = new Map<number, string>();
  for (const at of offsets) {
    const left = Math.max(0, Number(strings.size) - at);
    const size = BigInt(Math.min(left, MAX_TEXT));
    const part = { ...strings, offset: strings.offset + BigInt(at), size };
    texts.set(at, (await readSection(image, part, MAX_TEXT, 'version names')).text(0));
  }
  return at => texts.get(at) ?? '';
}

/** Elf_Verdef: a list of 20-byte records linked by vd_next, each with a list of names; the first is its own. */
function* definitions(table: Fields): Generator<VersionPlace> {
  for (const at of chain(table, 0, 20, 16)) {
    const name = at + table.u32(at + 12);
    const index = table.u16(at + 4) & INDEX;
    if (
      (table.u16(at + 2) & VER_FLG_BASE) === 0 &&
      index >= FIRST_NAMED &&
      name + 8 <= table.length
    ) {
      yield { index, name: table.u32(name) };
    }
  }
}

/** Elf_Verneed: 16-byte records, one a library, each with a list of Elf_Vernaux. */
function* needs(table: Fields): Generator<VersionPlace> {
  // Lists may overlap in a hostile file; there cannot honestly be more entries than bytes for them.
  let budget = table.length / 16;
  for (const at of chain(table, 0, 16, 12)) {
    const library = table.u32(at + 4);
    for (const aux of chain(table, at + table.u32(at + 8), 16, 12)) {
      if (budget-- <= 0) {
        return;
      }
      yield { index: table.u16(aux + 6) & INDEX, name: table.u32(aux + 8), library };
    }
  }
}

/** Offsets of linked records of `size` bytes; the distance to the next, 0 at the end, is at `next`. Only goes forward. */
function* chain(table: Fields, first: number, size: number, next: number): Generator<number> {
  for (let at = first; at + size <= table.length;) {
    yield at;
    const step = table.u32(at + next);
    if (step === 0) {
      return;
    }
    at += step;
  }
}
