import { ElfError } from '../elfError';
import { DwarfCursor } from './dwarfCursor';
import type { DebugSection } from './debugSection';
import type { Fields } from '../fields';
import type { UnitShape } from './forms';

/** Bytes of the longest beginning of a unit: two lengths of 12. */
const LENGTH_BYTES = 12;

/** What a unit of `.debug_line` says before its program (DWARF 5, 6.2.4). */
export interface LineHeader extends UnitShape {
  /** The whole unit. */
  readonly bytes: Fields;
  /** Bytes of a machine instruction at least: what addresses advance by. */
  readonly minInstruction: number;
  readonly lineBase: number;
  readonly lineRange: number;
  readonly opcodeBase: number;
  /** Operands of each standard opcode, by opcode. */
  readonly operands: readonly number[];
  /** Where the tables of folders and files begin. */
  readonly tablesAt: number;
  readonly programAt: number;
}

/** Reads the unit at `offset`. Throws ElfError: `unsupported` for what is neither version 2 to 5 nor of one operation an instruction. */
export async function readLineUnit(
  lines: DebugSection,
  offset: number,
  is64: boolean,
): Promise<LineHeader> {
  const start = new DwarfCursor(await lines.readUpTo(offset, LENGTH_BYTES));
  const { length, offsetSize } = start.unitLength();
  const bytes = await lines.read(offset, start.at + length);
  const cursor = new DwarfCursor(bytes, start.at);
  const version = cursor.u16();
  if (version < 2 || version > 5) {
    throw new ElfError('unsupported', 'The line numbers of this file are of an unknown version');
  }
  const addressSize = version >= 5 ? cursor.u8() : is64 ? 8 : 4;
  // Of a segment selector, which no machine that is known here has.
  cursor.skip(version >= 5 ? 1 : 0);
  const headerLength = cursor.number(offsetSize);
  const programAt = cursor.at + headerLength;
  const minInstruction = cursor.u8();
  if (version >= 4 && cursor.u8() > 1) {
    throw new ElfError(
      'unsupported',
      'The line numbers of this file are of a machine that does several things in one instruction',
    );
  }
  // Whether lines begin statements.
  cursor.skip(1);
  const [lineBase, lineRange, opcodeBase] = [cursor.i8(), cursor.u8(), cursor.u8()];
  if (lineRange === 0 || opcodeBase === 0 || programAt > bytes.length) {
    throw new ElfError('unsupported', 'The line numbers of this file are damaged');
  }
  const operands = [0, ...Array.from({ length: opcodeBase - 1 }, () => cursor.u8())];
  return {
    ...{ bytes, version, addressSize, offsetSize, minInstruction },
    ...{ lineBase, lineRange, opcodeBase, operands, tablesAt: cursor.at, programAt },
  };
}
