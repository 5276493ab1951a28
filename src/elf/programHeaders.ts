import type { ElfBytes } from './elfBytes';
import { ElfError } from './elfError';
import type { ElfHeader } from './elfHeader';
import { Fields } from './fields';

/** p_type values that are looked for. */
export const PT_LOAD = 1;
export const PT_DYNAMIC = 2;
export const PT_NOTE = 4;

const PF_X = 1;
const PF_W = 2;
const MAX_SEGMENTS = 0xffff;
/** Programs have one to four; more would make each of a million symbols slow to place. */
const MAX_CODE_SEGMENTS = 64;

/** One program header. */
export interface Segment {
  readonly type: number;
  readonly executable: boolean;
  readonly writable: boolean;
  /** File offset. */
  readonly offset: bigint;
  /** Virtual address. */
  readonly address: bigint;
  /** Bytes that come from the file; memory beyond them holds zeros, not code. */
  readonly fileSize: bigint;
  /** Bytes. */
  readonly alignment: bigint;
}

/** Throws ElfError `truncated`, `tooLarge` or `unsupported`. */
export async function readSegments(
  file: ElfBytes,
  header: ElfHeader,
  count: number,
): Promise<readonly Segment[]> {
  const { offset, entrySize } = header.programHeaders;
  if (count === 0 || offset === 0n) {
    return [];
  }
  if (entrySize !== (header.is64 ? 56 : 32)) {
    throw new ElfError('unsupported', 'This ELF file has program headers of an unknown size');
  }
  if (count > MAX_SEGMENTS) {
    throw new ElfError('tooLarge', 'This ELF file has too many segments');
  }
  const length = BigInt(count * entrySize);
  const bytes = await file.read(offset, length, MAX_SEGMENTS * 56, 'program header table');
  return parse(new Fields(bytes, header.littleEndian, header.is64), entrySize);
}

function parse(table: Fields, entrySize: number): Segment[] {
  const segments: Segment[] = [];
  const { is64 } = table;
  for (let at = 0; at < table.length; at += entrySize) {
    const flags = table.u32(at + (is64 ? 4 : 24));
    segments.push({
      type: table.u32(at),
      executable: (flags & PF_X) !== 0,
      writable: (flags & PF_W) !== 0,
      offset: table.word(at + (is64 ? 8 : 4)),
      address: table.word(at + (is64 ? 16 : 8)),
      fileSize: table.word(at + (is64 ? 32 : 16)),
      alignment: table.word(at + (is64 ? 48 : 28)),
    });
  }
  return segments;
}

/** The segments that hold code, as far as the file has their bytes. */
export function codeSegments(file: ElfBytes, segments: readonly Segment[]): readonly Segment[] {
  const code = segments.filter(segment => segment.type === PT_LOAD && segment.executable);
  if (code.length > MAX_CODE_SEGMENTS) {
    throw new ElfError('unsupported', 'This ELF file has too many executable segments');
  }
  return code.map(segment => {
    const available = file.size > segment.offset ? file.size - segment.offset : 0n;
    return segment.fileSize > available ? { ...segment, fileSize: available } : segment;
  });
}

/** File offset of a virtual address, if a segment's file bytes hold it. */
export function fileOffsetOf(segments: readonly Segment[], address: bigint): bigint | undefined {
  const segment = segments.find(s => address >= s.address && address - s.address < s.fileSize);
  return segment && segment.offset + (address - segment.address);
}

/** Virtual address of a file offset, if a segment loads it. */
export function addressOf(segments: readonly Segment[], offset: bigint): bigint | undefined {
  const segment = segments.find(s => offset >= s.offset && offset - s.offset < s.fileSize);
  return segment && segment.address + (offset - segment.offset);
}
