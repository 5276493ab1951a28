import { judgeAll } from './columns/rowJudge';
import type { ElfImage } from './elfImage';
import { ET_REL } from './elfHeader';
import type { Segment } from './programHeaders';
import { allRows } from './radixSort';
import { SHF_EXECINSTR, SHT_NOBITS, type Section } from './sectionHeaders';
import {
  STB_LOCAL,
  STT_FUNC,
  STT_GNU_IFUNC,
  STT_NOTYPE,
  type SymbolColumns,
} from './symbolColumns';
import type { RefusalCode } from './symbolRow';

/** What the symbol table decides. The `verdict` column holds 0, or 1 + an index into this list. */
const REFUSALS = [
  'ifunc',
  'undefined',
  'notFunction',
  'relocatable',
  'outsideSegments',
  'writableSegment',
] as const satisfies readonly RefusalCode[];
const code = (refusal: (typeof REFUSALS)[number]): number => 1 + REFUSALS.indexOf(refusal);

/** The `verdict` column's value for a symbol whose first byte may be probed. */
export const PROBEABLE = 0;
const IFUNC = code('ifunc');
const UNDEFINED = code('undefined');
const NOT_FUNCTION = code('notFunction');
const RELOCATABLE = code('relocatable');
const OUTSIDE = code('outsideSegments');
const WRITABLE = code('writableSegment');

const VALUES = {
  probeable: PROBEABLE,
  ifunc: IFUNC,
  undefined: UNDEFINED,
  notFunction: NOT_FUNCTION,
  outside: OUTSIDE,
  writable: WRITABLE,
};

/** The refusal of a `verdict` value; nothing for PROBEABLE. */
export function refusalOf(verdict: number): RefusalCode | undefined {
  return REFUSALS[verdict - 1];
}

/** Fills the `verdict` column. @param only rows that are wanted, by default all */
export function judge(image: ElfImage, columns: SymbolColumns, only?: Uint32Array): void {
  const bySection = Uint8Array.from(image.table.sections, sectionVerdict);
  const verdictOf = judging(image, columns, bySection);
  if (!only && image.header.type !== ET_REL) {
    judgeAll(columns, bySection, image.code, VALUES, verdictOf);
    return;
  }
  for (const row of only ?? allRows(columns.length)) {
    columns.verdict[row] = verdictOf(row);
  }
}

function judging(
  image: ElfImage,
  columns: SymbolColumns,
  bySection: Uint8Array,
): (row: number) => number {
  const placement = new Placement(image.code);
  const { sections } = image.table;
  const isRelocatable = image.header.type === ET_REL;
  return row => {
    const index = columns.section[row] ?? 0;
    const section = columns.special[row] ? undefined : sections[index];
    return (
      bySymbol(columns, row) ||
      (section && (bySection[index] || byExtent(columns, row, section, isRelocatable))) ||
      (isRelocatable ? RELOCATABLE : placement.of(columns, row))
    );
  };
}

function sectionVerdict({ flags, type }: Section): number {
  if ((flags & SHF_EXECINSTR) === 0n) {
    return NOT_FUNCTION;
  }
  // A separate debug file has no code: that is in the program it belongs to.
  return type === SHT_NOBITS ? OUTSIDE : PROBEABLE;
}

function bySymbol(columns: SymbolColumns, row: number): number {
  const type = columns.type(row);
  if (columns.isUndefined(row)) {
    return UNDEFINED;
  }
  if (type === STT_GNU_IFUNC) {
    return IFUNC;
  }
  if (type === STT_NOTYPE) {
    // Assembler functions may lack a type, but so do labels of tables between them. Without a
    // disassembler only what is exported from a code section passes.
    const isLabel = columns.binding(row) === STB_LOCAL || columns.special[row] === 1;
    return isLabel ? NOT_FUNCTION : PROBEABLE;
  }
  return type === STT_FUNC ? PROBEABLE : NOT_FUNCTION;
}

/** Labels like `etext` mark the end of a section, where another one may begin. */
function byExtent(
  columns: SymbolColumns,
  row: number,
  section: Section,
  isRelocatable: boolean,
): number {
  if (columns.type(row) !== STT_NOTYPE) {
    return PROBEABLE;
  }
  const start = isRelocatable ? 0n : section.address;
  const address = columns.address(row);
  return address >= start && address - start < section.size ? PROBEABLE : NOT_FUNCTION;
}

/** The executable segments in 32-bit halves: a million bigint comparisons would take a second. */
class Placement {
  readonly #segments: readonly {
    readonly low: number;
    readonly high: number;
    readonly sizeLow: number;
    readonly sizeHigh: number;
    readonly writable: boolean;
  }[];

  constructor(segments: readonly Segment[]) {
    this.#segments = segments.map(({ address, fileSize, writable }) => ({
      low: Number(address & 0xffffffffn),
      high: Number(address >> 32n),
      sizeLow: Number(fileSize & 0xffffffffn),
      sizeHigh: Number(fileSize >> 32n),
      writable,
    }));
  }

  of(columns: SymbolColumns, row: number): number {
    const low = columns.addressLow[row] ?? 0;
    const high = columns.addressHigh[row] ?? 0;
    for (const segment of this.#segments) {
      // (address - segment) mod 2^64 is below its size exactly when the segment holds the address.
      const overLow = (low - segment.low) >>> 0;
      const overHigh = (high - segment.high - (low < segment.low ? 1 : 0)) >>> 0;
      if (
        overHigh < segment.sizeHigh ||
        (overHigh === segment.sizeHigh && overLow < segment.sizeLow)
      ) {
        return segment.writable ? WRITABLE : PROBEABLE;
      }
    }
    return OUTSIDE;
  }
}
