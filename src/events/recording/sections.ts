import { promisify } from 'node:util';
import { constants, crc32, deflateRaw, inflateRaw } from 'node:zlib';
import { damaged } from './recordingError';

const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

/**
 * A recording is 8 bytes that no text file has and that a transfer as text would break, its version (u32),
 * and sections, one after the other. All numbers are little endian. A section is its kind (4 letters), the
 * bytes it takes and the bytes they become (u32), a checksum (CRC-32 of the 12 bytes before and of what
 * follows), and what it holds, deflated.
 */
export const MAGIC = Buffer.from([0x89, 0x50, 0x53, 0x43, 0x0d, 0x0a, 0x1a, 0x0a]);
export const VERSION = 1;
export const PREFIX = MAGIC.length + 4;
export const SECTION_HEADER = 16;

/** Most that one section holds, in bytes; what takes more becomes several. */
export const MAX_SECTION = 1 << 22;

/**
 * What sections hold: facts of the whole (`HEAD`, the first), names of threads, rows, stacks, places of calls,
 * and how many rows there were (`DONE`, the last). Those of other kinds are passed over.
 */
export type SectionKind = 'HEAD' | 'NAME' | 'ROWS' | 'STAK' | 'SITE' | 'DONE';

/** The beginning of the file. */
export function prefix(): Buffer {
  const version = Buffer.alloc(4);
  version.writeUInt32LE(VERSION);
  return Buffer.concat([MAGIC, version]);
}

export async function encodeSection(kind: SectionKind, content: Buffer): Promise<Buffer> {
  const stored = await pack(content, { level: constants.Z_BEST_SPEED });
  const header = Buffer.alloc(SECTION_HEADER);
  header.write(kind, 0, 'latin1');
  header.writeUInt32LE(stored.length, 4);
  header.writeUInt32LE(content.length, 8);
  header.writeUInt32LE(checksum(header, stored), 12);
  return Buffer.concat([header, stored]);
}

/** What a section's header says. */
export interface SectionHeader {
  readonly kind: string;
  readonly stored: number;
  readonly content: number;
}

/** Throws `RecordingError` where it says more than can be. */
export function decodeHeader(header: Buffer): SectionHeader {
  const kind = header.toString('latin1', 0, 4);
  const stored = header.readUInt32LE(4);
  const content = header.readUInt32LE(8);
  // Deflate adds 5 bytes to each 16 KiB that it cannot make smaller.
  if (!/^[A-Z]{4}$/.test(kind) || content > MAX_SECTION || stored > MAX_SECTION + 4096) {
    throw damaged('a part of it has no sense');
  }
  return { kind, stored, content };
}

/** Throws `RecordingError` unless the bytes are those that were written. */
export async function decodeSection(header: Buffer, stored: Buffer): Promise<Buffer> {
  const { content } = decodeHeader(header);
  if (checksum(header, stored) !== header.readUInt32LE(12)) {
    throw damaged('a checksum is wrong');
  }
  try {
    const bytes = await unpack(stored, { maxOutputLength: Math.max(content, 1) });
    if (bytes.length === content) {
      return bytes;
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) {
      throw error;
    }
  }
  throw damaged('a part of it is of another length');
}

function checksum(header: Buffer, stored: Buffer): number {
  return crc32(stored, crc32(header.subarray(0, 12)));
}
