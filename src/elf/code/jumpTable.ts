import type { Instruction } from './instruction';
import type { Operation, OperationReader, Register } from './operation';

/** Where the compilers' code for a `switch` finds what it jumps to. */
export interface JumpTable {
  /** `relative`: four bytes each, from the table's start; `absolute`: addresses of eight bytes. */
  readonly entries: 'relative' | 'absolute';
  /** Relative: from the function's start, in bytes. Absolute: its address. */
  readonly at: number;
  readonly count: number;
}

/** Instructions looked at backwards from the jump. */
const MAX_STEPS = 40;
const MAX_ENTRIES = 4096;

/** Code before a jump that nothing enters but from above, backwards from the jump itself. */
export function codeBefore(
  jump: number,
  instructions: ReadonlyMap<number, Instruction>,
  entered: ReadonlySet<number>,
): Instruction[] {
  const before: Instruction[] = [];
  let at = jump;
  while (before.length < MAX_STEPS && at !== 0 && !entered.has(at)) {
    const previous = endingAt(at, instructions);
    // After a call the registers are others.
    if (!previous || (previous.flow !== 'next' && previous.flow !== 'conditional')) {
      break;
    }
    before.push(previous);
    at = previous.offset;
  }
  return before;
}

/** The one instruction that ends where another begins. */
function endingAt(
  end: number,
  instructions: ReadonlyMap<number, Instruction>,
): Instruction | undefined {
  let found: Instruction | undefined;
  for (let offset = end - 15; offset < end; offset++) {
    const instruction = instructions.get(offset);
    if (instruction && offset + instruction.bytes.length === end) {
      if (found) {
        return undefined;
      }
      found = instruction;
    }
  }
  return found;
}

/**
 * The table of an indirect jump, where the code before it is what gcc and clang write for a `switch`:
 * a comparison of the index with the last case and a jump to the default, then
 * `lea table(%rip); movslq (table,index,4); add; jmp *`, or `jmp *table(,index,8)` at fixed addresses.
 * @param before from {@link codeBefore}
 */
export function jumpTable(
  jump: Instruction,
  before: readonly Instruction[],
  reader: OperationReader,
): JumpTable | undefined {
  const operations = before.map(({ offset }) => reader.operation(offset));
  const found = dispatchOf(reader.operation(jump.offset), operations);
  if (!found) {
    return undefined;
  }
  const count = boundOf(found.index, operations.slice(found.steps));
  return count !== undefined && count > 0 && count <= MAX_ENTRIES
    ? { entries: found.entries, at: found.at, count }
    : undefined;
}

interface Dispatch extends Omit<JumpTable, 'count'> {
  readonly index: Register;
  /** Operations backwards from the jump up to where the index is as it was compared. */
  readonly steps: number;
}

function dispatchOf(jump: Operation, before: readonly Operation[]): Dispatch | undefined {
  if (jump.kind === 'jumpThrough') {
    return absolute(jump.memory, 0);
  }
  if (jump.kind !== 'jumpTo') {
    return undefined;
  }
  const target = lastWrite([jump.register], before, 0);
  if (target?.operation.kind === 'load' && target.operation.width === 'pointer') {
    return absolute(target.operation.from, target.step + 1);
  }
  return target?.operation.kind === 'add'
    ? relative(target.operation, before, target.step + 1)
    : undefined;
}

/** Of the sum that is jumped to, one part is an entry of the table and the other its address. */
function relative(
  { to, from }: Extract<Operation, { kind: 'add' }>,
  before: readonly Operation[],
  step: number,
): Dispatch | undefined {
  const entry = lastWrite([to, from], before, step);
  if (entry?.operation.kind !== 'load' || entry.operation.width !== 'word') {
    return undefined;
  }
  const table = entry.operation.to === to ? from : to;
  const { base, index, scale, displacement } = entry.operation.from;
  const isEntry = base === table && scale === 4 && displacement === 0 && table !== index;
  const address = lastWrite([table], before, entry.step + 1);
  return isEntry && index !== undefined && address?.operation.kind === 'address'
    ? { entries: 'relative', at: address.operation.of, index, steps: entry.step + 1 }
    : undefined;
}

function absolute(
  { base, index, scale, displacement }: Extract<Operation, { kind: 'load' }>['from'],
  steps: number,
): Dispatch | undefined {
  return base === undefined && index !== undefined && scale === 8 && displacement > 0
    ? { entries: 'absolute', at: displacement, index, steps }
    : undefined;
}

/** The nearest operation, backwards from `from`, that writes one of the registers. */
function lastWrite(
  registers: readonly Register[],
  operations: readonly Operation[],
  from: number,
): { readonly operation: Operation; readonly step: number } | undefined {
  for (const [step, operation] of operations.entries()) {
    if (step >= from && registers.some(register => writes(operation, register))) {
      return { operation, step };
    }
  }
  return undefined;
}

/** How many values the index can have, from the comparison that guards it. */
function boundOf(index: Register, operations: readonly Operation[]): number | undefined {
  let register = index;
  let above: { readonly orEqual: boolean } | undefined;
  for (const operation of operations) {
    if (operation.kind === 'jumpAbove') {
      above = operation;
    } else if (operation.kind === 'compare') {
      if (above && operation.register === register) {
        return operation.value + (above.orEqual ? 0 : 1);
      }
      above = undefined;
    } else if (operation.kind === 'copy' && operation.to === register) {
      register = operation.from;
    } else if (writes(operation, register)) {
      return undefined;
    } else if (changesFlags(operation)) {
      above = undefined;
    }
  }
  return undefined;
}

function writes(operation: Operation, register: Register): boolean {
  return operation.kind === 'other'
    ? operation.writes.includes(register)
    : 'to' in operation && operation.to === register;
}

function changesFlags(operation: Operation): boolean {
  return operation.kind === 'add' || (operation.kind === 'other' && operation.flags);
}
