import type { Decoder, Instruction } from './instruction';
import { codeBefore, type JumpTable, jumpTable } from './jumpTable';
import type { OperationReader } from './operation';
import { type ReachedCode, reachedCode } from './reachedCode';

/**
 * Reads a table's entries as offsets from the function's start; nothing where it is not wholly in
 * bytes of the file that no process writes.
 */
export type TableReader = (table: JumpTable) => Promise<readonly number[] | undefined>;

/** What follows from one table: its jump, and where it may go. */
interface Known {
  readonly table: JumpTable;
  readonly targets: readonly number[];
}

/** Tables found in code that was reached by tables. */
const MAX_ROUNDS = 8;

/**
 * What of a function runs, over direct jumps and over those jump tables that are proved: each entry
 * within the guard's bound lies in the function, and all that is reached agrees with itself. Where
 * anything does not, no table counts.
 * @param entries where code outside of the function jumps to
 */
export async function provedCode(
  decoder: Decoder & OperationReader,
  length: number,
  readTable: TableReader,
  entries: readonly number[] = [],
): Promise<ReachedCode> {
  const direct = reachedCode(decoder, length, { entries });
  const known = new Map<number, Known>();
  let code = direct;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const found = await tablesOf(decoder, code, length, readTable, known);
    if (found === 0) {
      break;
    }
    code = reachedCode(decoder, length, { entries, tables: targetsOf(known) });
  }
  return known.size === 0 || agrees(decoder, code, direct, known) ? code : direct;
}

/** Adds the tables of jumps that are not known yet; how many. */
async function tablesOf(
  decoder: OperationReader,
  code: ReachedCode,
  length: number,
  readTable: TableReader,
  known: Map<number, Known>,
): Promise<number> {
  let found = 0;
  for (const jump of code.instructions.values()) {
    if (jump.flow !== 'indirect' || known.has(jump.offset)) {
      continue;
    }
    const table = tableOf(decoder, jump, code);
    const targets = table && (await readTable(table));
    if (table && targets?.every(target => target >= 0 && target < length)) {
      known.set(jump.offset, { table, targets });
      found++;
    }
  }
  return found;
}

function tableOf(
  decoder: OperationReader,
  jump: Instruction,
  { instructions, jumpTargets }: ReachedCode,
): JumpTable | undefined {
  return jumpTable(jump, codeBefore(jump.offset, instructions, jumpTargets), decoder);
}

function targetsOf(known: ReadonlyMap<number, Known>): Map<number, readonly number[]> {
  return new Map(Array.from(known, ([jump, { targets }]) => [jump, targets]));
}

/**
 * Whether the tables contradict nothing: with all jumps known each is still found in the same way,
 * none holds code or begins within another, and what they lead to is code that overlaps no other. A
 * guard may be wider than its table where the compiler knew more of the index: then the entries past
 * the end are those of what follows, most often another table of the same function.
 */
function agrees(
  decoder: OperationReader,
  code: ReachedCode,
  direct: ReachedCode,
  known: ReadonlyMap<number, Known>,
): boolean {
  const isSame = [...known].every(([offset, { table }]) => {
    const jump = code.instructions.get(offset);
    const again = jump && tableOf(decoder, jump, code);
    return again?.at === table.at && again.count === table.count;
  });
  const isSound =
    isSame && code.brokenPath === direct.brokenPath && overlaps(code) === overlaps(direct);
  if (!isSound) {
    return false;
  }
  const relative = [...known.values()].filter(({ table }) => table.entries === 'relative');
  const addresses = relative.length === 0 ? [] : addressesIn(decoder, code);
  return relative.every(({ table: { at, count } }) => {
    const end = at + count * 4;
    return !addresses.some(address => address > at && address < end) && !holdsCode(at, end, code);
  });
}

/** Instructions that begin within another one. */
function overlaps({ instructions }: ReachedCode): number {
  let count = 0;
  for (const { offset, bytes } of instructions.values()) {
    for (let inside = offset + 1; inside < offset + bytes.length; inside++) {
      count += instructions.has(inside) ? 1 : 0;
    }
  }
  return count;
}

/** Places that the code takes the address of, from the function's start. */
function addressesIn(decoder: OperationReader, { instructions }: ReachedCode): number[] {
  return [...instructions.keys()].flatMap(offset => {
    const operation = decoder.operation(offset);
    return operation.kind === 'address' ? [operation.of] : [];
  });
}

function holdsCode(start: number, end: number, { instructions }: ReachedCode): boolean {
  return [...instructions.values()].some(
    ({ offset, bytes }) => offset < end && offset + bytes.length > start,
  );
}
