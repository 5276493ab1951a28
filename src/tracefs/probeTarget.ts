import { byteText, fromByteText, isOneWord } from './commandText';
import { TracefsError } from './errors';
import { checkUnsigned, parseUnsigned } from './numbers';
import type { KernelTarget, UserTarget } from './probe';
import { hex, kprobeToken, placeSuffix } from './tokens';

/** Kprobe offsets are unsigned ints (`kernel/trace/trace_kprobe.c`). */
const KERNEL_OFFSET_MAX = 0xffff_ffffn;

/** A place with the suffix `%return` taken off. */
export interface Place<Target> {
  target: Target;
  isReturn: boolean;
}

const SYMBOL = /^[A-Za-z_][\w.$]*$/;

/** A symbol as in `/proc/kallsyms`; compilers add `.isra.0` and the like. */
export function validSymbol(text: string): boolean {
  return SYMBOL.test(text);
}

/** `PATH:OFFSET[%return][(COUNTER)]`: the last `:` splits (`__trace_uprobe_create`). */
export function parseUserPlace(word: string): Place<UserTarget> {
  const colon = word.lastIndexOf(':');
  const match = /^([^%(]*)(%return)?(?:\(([^)]*)\))?$/.exec(word.slice(colon + 1));
  const offset = match === null ? undefined : parseUnsigned(match[1] ?? '');
  if (colon <= 0 || match === null || offset === undefined || !/^\d/.test(match[1] ?? '')) {
    throw new TracefsError(
      'invalidInput',
      'A uprobe is placed by PATH:OFFSET, with a file offset such as 0x1139.',
    );
  }
  const target: UserTarget = { path: fromByteText(word.slice(0, colon)), offset };
  if (match[3] !== undefined) {
    const counter = parseUnsigned(match[3]);
    if (counter === undefined) {
      throw new TracefsError(
        'invalidInput',
        'The reference counter must be a file offset in brackets, such as (0x4010).',
      );
    }
    if (counter !== 0n) {
      target.refCtrOffset = counter;
    }
  }
  return { target, isReturn: match[2] !== undefined };
}

/** `[MODULE:]SYMBOL[+OFFSET][%return]` or an address (`__trace_kprobe_create`). */
export function parseKernelPlace(word: string): Place<KernelTarget> {
  const address = parseUnsigned(word);
  if (address !== undefined) {
    return { target: { address }, isReturn: false };
  }
  const match = /^(?:(\w+):)?([^+%:]+)(?:\+([^+%]+))?(%return)?$/.exec(word);
  const offset = match?.[3] === undefined ? 0n : parseUnsigned(match[3]);
  if (match === null || offset === undefined) {
    throw new TracefsError(
      'invalidInput',
      'A kprobe is placed by SYMBOL, SYMBOL+OFFSET, MODULE:SYMBOL or an address.',
    );
  }
  const target: KernelTarget = {
    symbol: match[2] ?? '',
    ...(match[1] === undefined ? {} : { module: match[1] }),
    offset,
  };
  checkKernelTarget(target);
  return { target, isReturn: match[4] !== undefined };
}

/** Byte text. */
export function formatUserPlace(target: UserTarget): string {
  checkUnsigned(target.offset, 'file offset');
  checkUnsigned(target.refCtrOffset ?? 0n, 'reference counter offset');
  const path = byteText(target.path);
  if (!path.includes('/')) {
    throw new TracefsError(
      'invalidInput',
      'The path of a uprobe must hold a "/"; give it from the root.',
    );
  }
  if (!isOneWord(path)) {
    throw new TracefsError(
      'invalidInput',
      'The kernel cannot read a path with a blank, "#", a newline or the byte 0xA0; open the file and give /proc/self/fd/N.',
    );
  }
  return path + placeSuffix(target.offset, target.refCtrOffset);
}

export function formatKernelPlace(target: KernelTarget): string {
  checkKernelTarget(target);
  return 'address' in target
    ? hex(target.address)
    : (target.module === undefined ? '' : `${target.module}:`) + kprobeToken(target);
}

function checkKernelTarget(target: KernelTarget): void {
  if ('address' in target) {
    checkUnsigned(target.address, 'address');
    return;
  }
  if (!validSymbol(target.symbol)) {
    throw new TracefsError(
      'invalidInput',
      `"${target.symbol}" is no kernel symbol; take one from /proc/kallsyms.`,
    );
  }
  if (target.module !== undefined && !/^\w+$/.test(target.module)) {
    throw new TracefsError(
      'invalidInput',
      `"${target.module}" is no module name; take one from /proc/modules.`,
    );
  }
  checkUnsigned(target.offset, 'offset');
  if (target.offset > KERNEL_OFFSET_MAX) {
    throw new TracefsError(
      'offsetTooBig',
      `The offset ${hex(target.offset)} is beyond 32 bits; give one inside the function.`,
    );
  }
}
