import { TracefsError } from './errors';

const U64_MAX = 0xffff_ffff_ffff_ffffn;

/**
 * A number as `kstrtoul(text, 0, …)` reads it (`lib/kstrtox.c`): `0x` is hexadecimal, a leading `0`
 * octal, one `+` may come first. Undefined if it is none; `offsetTooBig` beyond 64 bits.
 */
export function parseUnsigned(text: string): bigint | undefined {
  const digits = text.startsWith('+') ? text.slice(1) : text;
  const value = parseDigits(digits);
  if (value !== undefined && value > U64_MAX) {
    throw new TracefsError(
      'offsetTooBig',
      `${text} does not fit in 64 bits; give a smaller number.`,
    );
  }
  return value;
}

function parseDigits(digits: string): bigint | undefined {
  if (/^0x[0-9a-f]+$/i.test(digits)) {
    return BigInt(digits.toLowerCase());
  }
  if (/^0[0-7]*$/.test(digits)) {
    return BigInt(`0o${digits}`);
  }
  return /^[1-9][0-9]*$/.test(digits) ? BigInt(digits) : undefined;
}

/** Throws unless `value` is an offset or address: 0 to 2^64 - 1. */
export function checkUnsigned(value: bigint, what: string): void {
  if (value < 0n) {
    throw new TracefsError('invalidInput', `The ${what} is negative; give a number from 0.`);
  }
  if (value > U64_MAX) {
    throw new TracefsError(
      'offsetTooBig',
      `The ${what} does not fit in 64 bits; give a smaller number.`,
    );
  }
}
