import { arm64Operand } from './arm64Operand';
import type { Operand } from './operand';
import type { UsdtArgument } from './usdtProbe';
import { x86Operand } from './x86Operand';

/** `SIZE@OPERAND`; operands of arm64 have blanks inside brackets. */
const ARGUMENT = /(?:\[[^\]]*\]|[^\s[])+/g;
const SIZED = /^(?:(-?)(\d+)(f?)@)?(.+)$/;
const SIZES = new Set([1, 2, 4, 8]);
/** `SDT_PROBE12` has the most. */
const MAX_ARGUMENTS = 12;

const OPERANDS = new Map<string, (text: string) => Operand>([
  ['x86-64', x86Operand],
  ['AArch64', arm64Operand],
]);

/** What the arguments of a place are read with. */
export interface ArgumentContext {
  /** As in ElfFileInfo. */
  readonly machine: string;
  /** Bytes. */
  readonly wordSize: 4 | 8;
  /** What the kernel is to be given for an address of the file's data; see {@link dataFetch}. */
  readonly fetchAt: (address: bigint) => string | undefined;
  /** Address of a symbol that is defined once in the file. */
  readonly addressOf: (symbol: string) => bigint | undefined;
}

/** Reads a note's arguments: a negative size is that of a signed value. */
export function usdtArguments(text: string, context: ArgumentContext): UsdtArgument[] {
  const words = text.match(ARGUMENT) ?? [];
  return words
    .slice(0, MAX_ARGUMENTS)
    .map((word, index) => usdtArgument(`arg${index + 1}`, word, context));
}

function usdtArgument(name: string, word: string, context: ArgumentContext): UsdtArgument {
  const [, minus, digits, float, place = ''] = SIZED.exec(word) ?? [];
  const size = digits === undefined ? context.wordSize : Number(digits);
  const read = OPERANDS.get(context.machine);
  if (!read) {
    return { name, refusal: 'machine' };
  }
  if (float === 'f' || !SIZES.has(size)) {
    return { name, refusal: float === 'f' ? 'float' : 'form' };
  }
  const operand = read(place);
  const type = `${minus === '-' ? 's' : 'u'}${8 * size}`;
  if ('refusal' in operand) {
    return { name, refusal: operand.refusal };
  }
  if ('symbol' in operand) {
    const address = context.addressOf(operand.symbol);
    const fetch = address === undefined ? undefined : context.fetchAt(address + operand.offset);
    return fetch === undefined ? { name, refusal: 'symbol' } : { name, fetch, type };
  }
  if (operand.part !== undefined) {
    return type === 'u8'
      ? { name, fetch: operand.fetch, type: operand.part }
      : { name, refusal: 'register' };
  }
  return { name, fetch: operand.fetch, type };
}

/**
 * Data of the file for a probe in it: `@+N` is memory at N bytes from where offset 0 of the file
 * would lie, taken from the probed instruction (`translate_user_vaddr()` in
 * kernel/trace/trace_uprobe.c). That is the file offset of code, and not that of data. None where
 * the data lies before that.
 * @param site the probed instruction
 */
export function dataFetch(
  address: bigint,
  site: { readonly address: bigint; readonly fileOffset: bigint },
): string | undefined {
  const offset = address - (site.address - site.fileOffset);
  return offset < 0n ? undefined : `@+${offset}`;
}
