import { ElfError } from '../elfError';
import type { DebugSections, TextPlace } from './debugSections';
import { DwarfCursor } from './dwarfCursor';
import { DW_FORM_IMPLICIT_CONST, DW_FORM_INDIRECT, readForm, type FormValue } from './forms';

/** Bytes of a unit that its root is looked for in; of `.debug_abbrev`, where its form is. */
const ROOT_BYTES = 4096;
/** Bytes that the longest header of a unit has. */
const HEADER_BYTES = 40;

const DW_AT_STMT_LIST = 0x10;
const DW_AT_LOW_PC = 0x11;
const DW_AT_HIGH_PC = 0x12;
const DW_AT_COMP_DIR = 0x1b;
const DW_AT_RANGES = 0x55;

/** Kinds of units whose roots do not stand for code: those of types (DWARF 5, 7.5.1). */
const TYPE_UNITS = [2, 6];
/** A skeleton, or what it leaves out, has an identifier of eight bytes. */
const SPLIT_UNITS = [4, 5];

/** What the root of a unit in `.debug_info` says about its code. */
export interface UnitRoot {
  /** Where its line program begins in `.debug_line`; undefined where it has none. */
  readonly lines?: number;
  readonly compiledIn?: TextPlace;
  /** All its code, where it is in one piece and the unit says so. */
  readonly code?: { readonly start: number; readonly end: number };
}

/** A unit: its root, and where the next one begins. */
export interface Unit {
  readonly root: UnitRoot;
  readonly next: number;
}

/** Reads the unit at `offset` of `.debug_info`; undefined at its end. Throws ElfError. */
export async function readUnit(sections: DebugSections, offset: number): Promise<Unit | undefined> {
  const info = await sections.get('.debug_info');
  if (!info || offset >= info.size) {
    return undefined;
  }
  const cursor = new DwarfCursor(await info.readUpTo(offset, HEADER_BYTES + ROOT_BYTES));
  const { length, offsetSize } = cursor.unitLength();
  const next = offset + cursor.at + length;
  cursor.end = Math.min(cursor.end, next - offset);
  const version = cursor.u16();
  if (version < 2 || version > 5) {
    return { root: {}, next };
  }
  const kind = version >= 5 ? cursor.u8() : 1;
  let addressSize = version >= 5 ? cursor.u8() : 0;
  const abbreviations = cursor.number(offsetSize);
  addressSize ||= cursor.u8();
  if (TYPE_UNITS.includes(kind)) {
    return { root: {}, next };
  }
  cursor.skip(SPLIT_UNITS.includes(kind) ? 8 : 0);
  const attributes = await abbreviation(sections, abbreviations, cursor.uleb());
  return { root: rootOf(cursor, attributes, { version, addressSize, offsetSize }), next };
}

interface Attribute {
  readonly name: number;
  readonly form: number;
}

/** The attributes that entries of this code have, in order. */
async function abbreviation(
  sections: DebugSections,
  offset: number,
  code: number,
): Promise<Attribute[]> {
  const section = await sections.get('.debug_abbrev');
  if (!section || code === 0) {
    return [];
  }
  const cursor = new DwarfCursor(await section.readUpTo(offset, ROOT_BYTES));
  for (let known = cursor.uleb(); known !== 0; known = cursor.uleb()) {
    cursor.uleb();
    cursor.skip(1);
    const attributes: Attribute[] = [];
    for (;;) {
      const attribute = { name: cursor.uleb(), form: cursor.uleb() };
      if (attribute.form === 0) {
        break;
      }
      attributes.push(attribute);
      if (attribute.form === DW_FORM_IMPLICIT_CONST) {
        cursor.sleb();
      }
    }
    if (known === code) {
      return attributes;
    }
  }
  return [];
}

function rootOf(
  cursor: DwarfCursor,
  attributes: readonly Attribute[],
  shape: Parameters<typeof readForm>[2],
): UnitRoot {
  const values = new Map<number, FormValue>();
  try {
    for (const { name, form } of attributes) {
      if (form !== DW_FORM_IMPLICIT_CONST) {
        values.set(name, readForm(cursor, form === DW_FORM_INDIRECT ? cursor.uleb() : form, shape));
      }
    }
  } catch (error) {
    // What comes after is not looked at: a form that is not known, or a very long text.
    if (!(error instanceof ElfError)) {
      throw error;
    }
  }
  const [lines, folder] = [values.get(DW_AT_STMT_LIST), values.get(DW_AT_COMP_DIR)];
  const code = codeOf(values);
  return {
    ...(lines?.kind === 'number' && { lines: lines.value }),
    ...(folder?.kind === 'text' && { compiledIn: folder.text }),
    ...(code && { code }),
  };
}

/** Its end is told as an address, or as how far that is from the start (since DWARF 4). */
function codeOf(values: ReadonlyMap<number, FormValue>): UnitRoot['code'] {
  const [low, high] = [values.get(DW_AT_LOW_PC), values.get(DW_AT_HIGH_PC)];
  if (low?.kind !== 'address' || values.has(DW_AT_RANGES)) {
    return undefined;
  }
  switch (high?.kind) {
    case 'address':
      return { start: low.value, end: high.value };
    case 'number':
      return { start: low.value, end: low.value + high.value };
    default:
      return undefined;
  }
}
