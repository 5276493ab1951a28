import type { ElfImage } from './elfImage';
import { textAt } from './fields';
import { type GoTable, readGoTable } from './goTable';
import type { RowSource } from './rowSource';
import { STT_FUNC, type SymbolColumns } from './symbolColumns';

/** The assembler function that the kernel starts, `_rt0_amd64_linux` and the like. */
const START = '_rt0_';

/**
 * The functions in Go's `.gopclntab`, which the runtime needs and `-ldflags="-s -w"` leaves in place:
 * names and entry points, no sizes. Go 1.2 and later (runtime/symtab.go and cmd/link/internal/ld/pcln.go
 * of Go); nothing for other layouts. Throws ElfError.
 */
export async function readGoFunctions(image: ElfImage): Promise<RowSource | undefined> {
  const table = await readGoTable(image);
  const textStart = table && startOfText(image, table);
  if (!table || textStart === undefined) {
    return undefined;
  }
  const [first] = eachFunction(table);
  const start = textStart + BigInt(first?.entry ?? 0);
  const section = image.table.sections.findIndex(
    ({ address, size }) => start >= address && start - address < size,
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
        const address = textStart + BigInt(entry);
        // An address that relocation has yet to write is zero in the file.
        const isThere = !table.hasAddresses || isCode(image, address);
        if (isThere && nameOffset < namesEnd && columns.names[nameOffset] !== 0) {
          addFunction(columns, nameOffset, address, section);
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
  if (table.hasAddresses) {
    return 0n;
  }
  if (table.textStart !== 0n) {
    return isCode(image, table.textStart) ? table.textStart : undefined;
  }
  for (const { entry, name } of eachFunction(table)) {
    const isStart = table.names.toString('latin1', name, name + START.length) === START;
    if (isStart && textAt(table.names, name).endsWith('_linux')) {
      const start = image.header.entry - BigInt(entry);
      return isCode(image, start) && isStartOfText(image, start) ? start : undefined;
    }
  }
  return undefined;
}

function isStartOfText({ table }: ElfImage, address: bigint): boolean {
  const text = table.sections.find((_, index) => table.name(index) === '.text');
  return text?.address === address;
}

function isCode({ code }: ElfImage, address: bigint): boolean {
  return code.some(s => address >= s.address && address - s.address < s.fileSize);
}

/**
 * Where each function begins and where its name is; a record (`_func`) repeats the first and has the second next.
 * Records that do not agree with the pair that leads to them are passed over.
 */
function* eachFunction({
  functions,
  pairsAt,
  count,
  hasAddresses,
}: GoTable): Generator<{ readonly entry: number; readonly name: number }> {
  const size = hasAddresses && functions.is64 ? 8 : 4;
  const valueAt = (at: number): number =>
    hasAddresses ? Number(functions.word(at)) : functions.u32(at);
  for (let at = pairsAt; at < pairsAt + count * 2 * size; at += 2 * size) {
    const entry = valueAt(at);
    const record = valueAt(at + size);
    if (record + size + 4 <= functions.length && valueAt(record) === entry) {
      yield { entry, name: functions.u32(record + size) };
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
