import type { ArgumentRefusal } from './usdtProbe';

/** Where an argument is, as an assembler wrote it, in the kernel's words. */
export type Operand =
  /** `part`: a bit field's type where it is not the register's lowest bytes. */
  | { readonly fetch: string; readonly part?: string }
  /** Data at a symbol, at a number of bytes from it. */
  | { readonly symbol: string; readonly offset: bigint }
  | { readonly refusal: ArgumentRefusal };

/** Memory at `offset` bytes from what a register holds; the kernel takes 64 bits. */
export function dereference(register: string, offset: bigint): Operand {
  if (BigInt.asIntN(64, offset) !== offset) {
    return { refusal: 'form' };
  }
  return { fetch: `${offset < 0n ? '-' : '+'}${offset < 0n ? -offset : offset}(%${register})` };
}

/** A constant (`str_to_immediate()` in kernel/trace/trace_probe.c: 64 bits, signed or not). */
export function immediate(value: bigint): Operand {
  const fits = BigInt.asUintN(64, value) === value || BigInt.asIntN(64, value) === value;
  return fits ? { fetch: `\\${value}` } : { refusal: 'form' };
}
