import { ElfError } from '../elfError';
import type { TextPlace } from './debugSections';
import type { DwarfCursor } from './dwarfCursor';

/** What the size of a value depends on. */
export interface UnitShape {
  readonly version: number;
  /** Of an address, in bytes. */
  readonly addressSize: number;
  readonly offsetSize: 4 | 8;
}

/** A value of an attribute, as far as it matters for lines. */
export type FormValue =
  | { readonly kind: 'address' | 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly text: TextPlace }
  | { readonly kind: 'other' };

export const DW_FORM_INDIRECT = 0x16;
export const DW_FORM_IMPLICIT_CONST = 0x21;

const OTHER: FormValue = { kind: 'other' };

/** Bytes of forms of one size whose values are numbers: data1 to data8, flags and references among them. */
const NUMBERS: Readonly<Record<number, number>> = {
  ...{ 0x0b: 1, 0x05: 2, 0x06: 4, 0x07: 8, 0x0c: 1 },
};
/** Bytes of forms of one size whose values are not looked at. */
const SIZES: Readonly<Record<number, number>> = {
  // data16, ref1 to ref8, ref_sig8, ref_sup4 and ref_sup8.
  ...{ 0x1e: 16, 0x11: 1, 0x12: 2, 0x13: 4, 0x14: 8, 0x20: 8, 0x1c: 4, 0x24: 8 },
  // flag_present, strx1 to strx4, addrx1 to addrx4.
  ...{ 0x19: 0, 0x25: 1, 0x26: 2, 0x27: 3, 0x28: 4, 0x29: 1, 0x2a: 2, 0x2b: 3, 0x2c: 4 },
};
/** strx, addrx, ref_udata, loclistx, rnglistx, GNU_addr_index and GNU_str_index: one LEB128. */
const INDEXES = new Set([0x1a, 0x1b, 0x15, 0x22, 0x23, 0x1f01, 0x1f02]);
/** sec_offset, strp_sup, GNU_ref_alt and GNU_strp_alt: an offset, into another file but for the first. */
const OFFSETS = new Set([0x1d, 0x1f20, 0x1f21]);

/** Reads a value of a form (DWARF 5, 7.5.6). Throws ElfError, `unsupported` where its size is not known. */
export function readForm(cursor: DwarfCursor, form: number, shape: UnitShape): FormValue {
  const { offsetSize } = shape;
  const size = NUMBERS[form];
  if (size !== undefined) {
    return { kind: 'number', value: cursor.number(size) };
  }
  switch (form) {
    case 0x01: // addr
      return { kind: 'address', value: cursor.number(shape.addressSize) };
    case 0x0f: // udata
      return { kind: 'number', value: cursor.uleb() };
    case 0x0d: // sdata
      return { kind: 'number', value: cursor.sleb() };
    case 0x17: // sec_offset
      return { kind: 'number', value: cursor.number(offsetSize) };
    case 0x08: // string
      return { kind: 'text', text: cursor.text() };
    case 0x0e: // strp
      return { kind: 'text', text: { section: '.debug_str', at: cursor.number(offsetSize) } };
    case 0x1f: // line_strp
      return { kind: 'text', text: { section: '.debug_line_str', at: cursor.number(offsetSize) } };
    default:
      cursor.skip(sizeOf(cursor, form, shape));
      return OTHER;
  }
}

function sizeOf(cursor: DwarfCursor, form: number, shape: UnitShape): number {
  const size = SIZES[form];
  if (size !== undefined) {
    return size;
  }
  if (OFFSETS.has(form)) {
    return shape.offsetSize;
  }
  if (INDEXES.has(form)) {
    cursor.uleb();
    return 0;
  }
  switch (form) {
    case 0x10: // ref_addr, which DWARF 2 made as long as an address
      return shape.version <= 2 ? shape.addressSize : shape.offsetSize;
    case 0x0a: // block1
      return cursor.u8();
    case 0x03: // block2
      return cursor.u16();
    case 0x04: // block4
      return cursor.u32();
    case 0x09: // block
    case 0x18: // exprloc
      return cursor.uleb();
    default:
      throw new ElfError('unsupported', 'The debug information of this file has an unknown form');
  }
}
