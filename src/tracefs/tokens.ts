import type { ProbePath } from './probe';

/**
 * The start of a line: `p`, `r`, or `r<max>` for a kretprobe that follows `maxActive` calls at a
 * time.
 */
export function probePrefix(ret: boolean, maxActive = 0): string {
  if (!ret) {
    return 'p';
  }
  return maxActive > 0 ? `r${maxActive}` : 'r';
}

/** `SYMBOL` or `SYMBOL+0xOFFSET`. */
export function kprobeToken(target: { symbol: string; offset?: bigint }): string {
  const offset = target.offset ?? 0n;
  return offset === 0n ? target.symbol : `${target.symbol}+${hex(offset)}`;
}

/** `PATH:0xOFFSET` or `PATH:0xOFFSET(0xCOUNTER)`, offsets in bytes. The path is taken as it is. */
export function uprobeToken(target: {
  path: ProbePath;
  offset: bigint;
  refCtrOffset?: bigint;
}): string {
  const path =
    typeof target.path === 'string' ? target.path : Buffer.from(target.path).toString('utf8');
  return path + placeSuffix(target.offset, target.refCtrOffset);
}

/** What follows the path in a uprobe's place. */
export function placeSuffix(offset: bigint, refCtrOffset = 0n): string {
  return `:${hex(offset)}${refCtrOffset === 0n ? '' : `(${hex(refCtrOffset)})`}`;
}

export function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
