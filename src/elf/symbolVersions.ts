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

/** A version that symbols of this file carry. */
interface Version {
  readonly name: string;
  /** Soname of the library it comes from, for a needed one. */
  readonly library?: string;
}

/** The version of each symbol of `.dynsym`, by the index in that table. */
export interface SymbolVersions {
  /** The Elf_Versym of a symbol; 0 or 1 where it has no version. */
  code(symbol: number): number;
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
  await collect(image, find(SHT_GNU_VERDEF), (table, strings) => {
    definitions(table, strings, versions);
  });
  await collect(image, find(SHT_GNU_VERNEED), (table, strings) => {
    needs(table, strings, versions);
  });
  const codes = await readSection(image, symbols, MAX_BYTES, 'symbol versions');
  return {
    code: symbol => (2 * symbol + 2 <= codes.length ? codes.u16(2 * symbol) : 0),
    suffix: code => {
      const version = versions.get(code & INDEX);
      const isDefault = (code & HIDDEN) === 0 && version?.library === undefined;
      return version && `${isDefault ? '@@' : '@'}${version.name}`;
    },
    library: code => versions.get(code & INDEX)?.library,
  };
}

async function collect(
  image: ElfImage,
  section: Section | undefined,
  read: (table: Fields, strings: Fields) => void,
): Promise<void> {
  const strings = section && image.table.sections[section.link];
  if (section && strings?.type === SHT_STRTAB) {
    read(
      await readSection(image, section, MAX_BYTES, 'symbol versions'),
      await readSection(image, strings, MAX_BYTES * 16, 'version names'),
    );
  }
}

/** Elf_Verdef: a list of 20-byte records linked by vd_next, each with a list of names; the first is its own. */
function definitions(table: Fields, strings: Fields, versions: Map<number, Version>): void {
  for (const at of chain(table, 0, 20, 16)) {
    const name = at + table.u32(at + 12);
    const index = table.u16(at + 4) & INDEX;
    if (
      (table.u16(at + 2) & VER_FLG_BASE) === 0 &&
      index >= FIRST_NAMED &&
      name + 8 <= table.length
    ) {
      versions.set(index, { name: strings.text(table.u32(name)) });
    }
  }
}

/** Elf_Verneed: 16-byte records, one a library, each with a list of Elf_Vernaux. */
function needs(table: Fields, strings: Fields, versions: Map<number, Version>): void {
  // Lists may overlap in a hostile file; there cannot honestly be more entries than bytes for them.
  let budget = table.length / 16;
  for (const at of chain(table, 0, 16, 12)) {
    const library = strings.text(table.u32(at + 4));
    for (const aux of chain(table, at + table.u32(at + 8), 16, 12)) {
      if (budget-- <= 0) {
        return;
      }
      versions.set(table.u16(aux + 6) & INDEX, { name: strings.text(table.u32(aux + 8)), library });
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
