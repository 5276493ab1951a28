import * as v from 'valibot';

/** A 64-bit unsigned value as it crosses the stream: `0x` and lower-case hex without leading zeros. */
export const Hex64 = v.pipe(v.string(), v.regex(/^0x(?:0|[1-9a-f][0-9a-f]{0,15})$/));

/** The printed form of a 64-bit value that {@link Hex64} accepts. */
export function toHex64(value: bigint): string {
  return `0x${BigInt.asUintN(64, value).toString(16)}`;
}

/** A C identifier of at most 63 characters: what the kernel takes as an event's name. */
export const EventName = v.pipe(v.string(), v.regex(/^[A-Za-z_][0-9A-Za-z_]{0,62}$/));

/** A group's name; groups may carry `-` after the first character. */
export const GroupName = v.pipe(v.string(), v.regex(/^[A-Za-z_][0-9A-Za-z_-]{0,62}$/));

/** A kernel symbol as kallsyms prints it; compilers add dots and dollars to clones. */
export const KernelSymbol = v.pipe(v.string(), v.regex(/^[A-Za-z_][\w.$]{0,127}$/));

/** A kernel module's name. */
export const ModuleName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,55}$/));

/** Text shown to people: one line, bounded. */
export const Label = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(512),
  v.check(text => !/[\u0000-\u001f\u007f]/.test(text), 'control character'),
);

/** Identifies a probe within one connection; never reused. */
export const Handle = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 31 - 1));

/** Identifies one of the connection's groups; the helper hands them out. */
export const GroupId = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 31 - 1));
