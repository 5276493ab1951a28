/**
 * By how much the sub-buffers of an instance are moved on to come after all of them, in ns: events that come again come
 * later, as all do.
 */
export function spanOf(pages: Buffer, size: number): bigint {
  const times = Array.from({ length: pages.length / size }, (_, at) =>
    pages.readBigUInt64LE(at * size),
  );
  return times.reduce(later) - times.reduce(earlier) + 1_000_000n;
}

/** A sub-buffer begins with its time, ns; the kernel's records count on from that. */
export function moveOn(pages: Buffer, size: number, by: bigint): void {
  for (let at = 0; at < pages.length; at += size) {
    pages.writeBigUInt64LE(pages.readBigUInt64LE(at) + by, at);
  }
}

const later = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const earlier = (a: bigint, b: bigint): bigint => (a < b ? a : b);
