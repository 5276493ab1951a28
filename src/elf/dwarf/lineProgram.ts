import { DwarfCursor } from './dwarfCursor';
import type { LineHeader } from './lineHeader';

/** One row of the table that a line program makes: what the code from this address on was compiled from. */
export interface LineRow {
  /** Virtual. */
  address: number;
  /** Number of the file in its unit. */
  file: number;
  /** 0 for code that is of no line. */
  line: number;
  column: number;
}

/** Takes the rows of sequences, by address in each; the row is the same object each time. */
export interface LineSink {
  row(row: Readonly<LineRow>): void;
  /** A sequence ends before this address. */
  end(address: number): void;
}

/** Runs a unit's program (DWARF 5, 6.2.5). Throws ElfError; its time is as that many bytes take. */
export function runLineProgram(header: LineHeader, sink: LineSink): void {
  const { bytes, opcodeBase, lineBase, lineRange, minInstruction } = header;
  const cursor = new DwarfCursor(bytes, header.programAt);
  const row: LineRow = { address: 0, file: 1, line: 1, column: 0 };
  while (!cursor.isAtEnd) {
    const opcode = cursor.u8();
    if (opcode >= opcodeBase) {
      const adjusted = opcode - opcodeBase;
      row.address += Math.floor(adjusted / lineRange) * minInstruction;
      row.line += lineBase + (adjusted % lineRange);
      sink.row(row);
    } else if (opcode === 0) {
      extended(cursor, row, sink);
    } else {
      standard(cursor, opcode, row, header, sink);
    }
  }
}

function standard(
  cursor: DwarfCursor,
  opcode: number,
  row: LineRow,
  { opcodeBase, lineRange, minInstruction, operands }: LineHeader,
  sink: LineSink,
): void {
  switch (opcode) {
    case 1: // copy
      sink.row(row);
      break;
    case 2: // advance_pc
      row.address += cursor.uleb() * minInstruction;
      break;
    case 3: // advance_line
      row.line += cursor.sleb();
      break;
    case 4: // set_file
      row.file = cursor.uleb();
      break;
    case 5: // set_column
      row.column = cursor.uleb();
      break;
    case 8: // const_add_pc
      row.address += Math.floor((255 - opcodeBase) / lineRange) * minInstruction;
      break;
    case 9: // fixed_advance_pc
      row.address += cursor.u16();
      break;
    default:
      // negate_stmt, set_basic_block, set_prologue_end, set_epilogue_begin, set_isa, and what is not known.
      for (let count = operands[opcode] ?? 0; count > 0; count--) {
        cursor.uleb();
      }
  }
}

function extended(cursor: DwarfCursor, row: LineRow, sink: LineSink): void {
  const length = cursor.uleb();
  const next = cursor.at + length;
  if (length > 0) {
    switch (cursor.u8()) {
      case 1: // end_sequence
        sink.end(row.address);
        Object.assign(row, { address: 0, file: 1, line: 1, column: 0 });
        break;
      case 2: // set_address
        row.address = cursor.number(length - 1);
        break;
      // define_file, set_discriminator, and what is not known, are passed over.
    }
  }
  cursor.skip(next - cursor.at);
}
