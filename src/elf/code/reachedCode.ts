import type { Decoder, Instruction } from './instruction';

/** What of a function runs, as far as direct jumps tell. */
export interface ReachedCode {
  /** By offset from the function's start. */
  readonly instructions: ReadonlyMap<number, Instruction>;
  /** Offsets that a jump inside the function goes to. */
  readonly jumpTargets: ReadonlySet<number>;
  /** A path runs into bytes that are no instruction: then not all of them are what they seem. */
  readonly brokenPath: boolean;
}

/** What is known beside the code itself. */
export interface KnownJumps {
  /** Where indirect jumps go, by their offset. */
  readonly tables?: ReadonlyMap<number, readonly number[]>;
  /** Where code outside of the function jumps to. */
  readonly entries?: readonly number[];
}

/**
 * Follows the code from its first byte over jumps and past calls. What only an indirect jump reaches
 * stays out, so that data between code is never taken for an instruction: a sweep over all bytes,
 * as objdump does, cannot tell them apart.
 */
export function reachedCode(
  decoder: Decoder,
  length: number,
  { tables, entries = [] }: KnownJumps = {},
): ReachedCode {
  const instructions = new Map<number, Instruction>();
  const jumpTargets = new Set<number>(entries);
  const open = [0, ...entries];
  let brokenPath = false;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at < 0 || at >= length || instructions.has(at)) {
      continue;
    }
    const instruction = decoder.at(at);
    if (!instruction) {
      brokenPath = true;
      continue;
    }
    const places = instruction.flow === 'indirect' ? tables?.get(at) : undefined;
    instructions.set(at, places ? { ...instruction, flow: 'table' } : instruction);
    for (const place of places ?? jumpsTo(instruction)) {
      jumpTargets.add(place);
      open.push(place);
    }
    if (goesOn(instruction)) {
      open.push(at + instruction.bytes.length);
    }
  }
  return { instructions, jumpTargets, brokenPath };
}

function goesOn({ flow }: Instruction): boolean {
  return flow === 'next' || flow === 'conditional' || flow === 'call';
}

function jumpsTo({ flow, target }: Instruction): readonly number[] {
  return target === undefined || flow === 'call' ? [] : [target];
}

/** What is known of an offset. `inside`: it lies within an instruction, or two that overlap. */
export function boundaryAt(
  { instructions, brokenPath }: ReachedCode,
  offset: number,
): 'boundary' | 'inside' | 'unknown' {
  for (let start = offset - MAX_LENGTH; start < offset; start++) {
    const length = instructions.get(start)?.bytes.length ?? 0;
    if (start + length > offset) {
      return 'inside';
    }
  }
  const here = instructions.get(offset);
  if (!here || (brokenPath && offset > 0)) {
    return 'unknown';
  }
  for (let next = offset + 1; next < offset + here.bytes.length; next++) {
    if (instructions.has(next)) {
      return 'inside';
    }
  }
  return 'boundary';
}

/** Bytes of the longest x86 instruction. */
const MAX_LENGTH = 15;
