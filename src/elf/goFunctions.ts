import type { ElfImage } from './elfImage';
import { type Fields, textAt } from './fields';
import { type GoTable, readGoTable } from './goTable';
import type { RowSource } from './rowSource';
import { STT_FUNC, type SymbolColumns } from './symbolColumns';

/** Bytes of a pair: where a function begins, and where its record is. */
const PAIR = 8;
/** What is read of a record (`_func`): where the function begins, and where its name is. */
const RECORD = 8;
/** The assembler function that the kernel starts, `_rt0_amd64_linux` and the like. */
const START = '_rt0_';

/**
 * The functions in Go's `.gopclntab`, which the runtime needs and `-ldflags="-s -w"` leaves in place:
 * names and entry points, no sizes. Go 1.18 and later (runtime/symtab.go and cmd/link/internal/ld/pcln.go
 * of Go); nothing for other layouts. Throws ElfError.
 */
export async function readGoFunctions(image: ElfImage): Promise<RowSource | undefined> {
  const table = await readGoTable(image);
  const textStart = table && startOfText(image, table);
  if (!table || textStart === undefined) {
    return undefined;
  }
  const section = image.table.sections.findIndex(
    ({ address, size }) => textStart >= address && textStart - address < size,
  );
  return {
    table: 'gopclntab',
    capacity: table.count,
    nameBytes: table.names.length,
    needsNames: true,
    readNames: (into, at = 0) => {
      table.names.copy(into, 0, at);
      return Promise.resolve();
    },
    append: (columns, namesStart, namesEnd) => {
      for (const { entry, name } of eachFunction(table)) {
        const nameOffset = namesStart + name;
        if (nameOffset < namesEnd && columns.names[nameOffset] !== 0) {
          addFunction(columns, nameOffset, textStart + BigInt(entry), section);
        }
      }
      return Promise.resolve();
    },
  };
}

/**
 * The address that entry points count from: a wrong one would put every probe into the middle of an
 * instruction, so it must lie in code. Newer linkers leave it out of the table; then the ELF header tells where
 * the function begins that the kernel starts. Not so in a program that a C linker made: there the kernel starts
 * a function of the C library, and what comes before Go's text in `.text` would be taken for it.
 */
function startOfText(image: ElfImage, table: GoTable): bigint | undefined {
  const isCode = (address: bigint): boolean =>
    image.code.some(s => address >= s.address && address - s.address < s.fileSize);
  if (table.textStart !== 0n) {
    return isCode(table.textStart) ? table.textStart : undefined;
  }
  for (const { entry, name } of eachFunction(table)) {
    const isStart = table.names.toString('latin1', name, name + START.length) === START;
    if (isStart && textAt(table.names, name).endsWith('_linux')) {
      const start = image.header.entry - BigInt(entry);
      return isCode(start) && isStartOfText(image, start) ? start : undefined;
    }
  }
  return undefined;
}

function isStartOfText({ table }: ElfImage, address: bigint): boolean {
  const text = table.sections.find((_, index) => table.name(index) === '.text');
  return text?.address === address;
}

/** Records that do not agree with the pair that leads to them are passed over. */
function* eachFunction({
  functions,
  count,
}: {
  readonly functions: Fields;
  readonly count: number;
}): Generator<{ readonly entry: number; readonly name: number }> {
  for (let at = 0; at < count * PAIR; at += PAIR) {
    const entry = functions.u32(at);
    const record = functions.u32(at + 4);
    if (record + RECORD <= functions.length && functions.u32(record) === entry) {
      yield { entry, name: functions.u32(record + 4) };
    }
  }
}

function addFunction(
  columns: SymbolColumns,
  nameOffset: number,
  address: bigint,
  section: number,
): void {
  const row = columns.length++;
  columns.nameOffset[row] = nameOffset;
  columns.info[row] = STT_FUNC;
  columns.addressLow[row] = Number(address & 0xffffffffn);
  columns.addressHigh[row] = Number((address >> 32n) & 0xffffffffn);
  columns.section[row] = Math.max(section, 0);
  columns.special[row] = section < 0 ? 1 : 0;
}
