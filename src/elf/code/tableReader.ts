import type { ElfBytes } from '../elfBytes';
import { type Segment, fileOffsetOf, PT_LOAD } from '../programHeaders';
import type { JumpTable } from './jumpTable';
import type { TableReader } from './provedCode';

const MAX_BYTES = 1 << 15;

/**
 * Reads the jump tables of a little-endian file's function.
 * @param segments of the file, asked for when a table is to be read
 * @param start the function's address
 */
export function tableReader(
  file: ElfBytes,
  segments: () => Promise<readonly Segment[]>,
  start: bigint,
): TableReader {
  return async ({ entries, at, count }: JumpTable) => {
    const isRelative = entries === 'relative';
    const address = isRelative ? start + BigInt(at) : BigInt(at);
    const size = BigInt(count * (isRelative ? 4 : 8));
    const constant = (await segments()).filter(s => s.type === PT_LOAD && !s.writable);
    const offset = fileOffsetOf(constant, address);
    const last = fileOffsetOf(constant, address + size - 1n);
    if (offset === undefined || last !== offset + size - 1n || !file.contains(offset, size)) {
      return undefined;
    }
    const bytes = await file.read(offset, size, MAX_BYTES, 'jump table');
    return Array.from({ length: count }, (_, i) =>
      isRelative ? at + bytes.readInt32LE(4 * i) : Number(bytes.readBigUInt64LE(8 * i) - start),
    );
  };
}
