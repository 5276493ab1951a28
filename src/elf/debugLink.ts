import { crc32 } from 'node:zlib';
import type { ElfBytes } from './elfBytes';
import { type ElfImage, readSection, sectionNamed } from './elfImage';

const MAX_LINK_BYTES = 4096;
const CHUNK = 1 << 20;
/** Of larger files the checksum would take seconds; those with a build-id need none. */
const MAX_SUMMED_BYTES = 1n << 30n;

/** What `.gnu_debuglink` says of the separate debug file. */
export interface DebugLink {
  /** A file name, never a path. */
  readonly name: string;
  /** CRC-32 of that file's bytes. */
  readonly crc: number;
}

/** The name ends with a NUL and is padded to four bytes; the checksum follows (gdb, "Separate Debug Files"). */
export async function readDebugLink(image: ElfImage): Promise<DebugLink | undefined> {
  const section = sectionNamed(image, '.gnu_debuglink');
  if (!section) {
    return undefined;
  }
  const link = await readSection(image, section, MAX_LINK_BYTES, 'debug link');
  const end = link.bytes.indexOf(0);
  const crcAt = Math.ceil((end + 1) / 4) * 4;
  if (end < 1 || crcAt + 4 > link.length) {
    return undefined;
  }
  const name = link.text(0);
  // From a hostile file: it must not lead out of the folders that are looked in.
  const isName = !name.includes('/') && name !== '.' && name !== '..';
  return isName ? { name, crc: link.u32(crcAt) } : undefined;
}

/** Whether a file's bytes have this CRC-32. False for one too large to look at. */
export async function hasCrc(file: ElfBytes, crc: number): Promise<boolean> {
  if (file.size > MAX_SUMMED_BYTES) {
    return false;
  }
  const chunk = Buffer.allocUnsafeSlow(CHUNK);
  let sum = 0;
  for (let at = 0n; at < file.size; at += BigInt(CHUNK)) {
    const left = file.size - at;
    const part = left < BigInt(CHUNK) ? chunk.subarray(0, Number(left)) : chunk;
    await file.readInto(part, at, 'debug symbols');
    sum = crc32(part, sum);
  }
  return sum === crc;
}
