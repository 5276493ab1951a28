import { readSync } from 'node:fs';

const PT_NOTE = 4;
const NT_GNU_BUILD_ID = 3;
/** As many program headers are looked at, and as many bytes of notes; programs have a dozen and some hundred. */
const MAX_HEADERS = 128;
const MAX_NOTES = 4096;

/**
 * The build-id of an open ELF file of this machine's byte order and word size, in hex, or undefined. It is all
 * that root reads of a program: for the audit line, where what the extension says would be no proof.
 * Whatever is odd about the file ends it: fixed numbers of bytes are read, and no size of the file's is trusted.
 */
export function buildIdOf(fd: number): string | undefined {
  const header = read(fd, 0n, 64);
  if (header?.readUInt32BE(0) !== 0x7f454c46 || header[4] !== 2 || header[5] !== 1) {
    return undefined;
  }
  const count = Math.min(header.readUInt16LE(56), MAX_HEADERS);
  const size = header.readUInt16LE(54);
  const headers = size === 56 ? read(fd, header.readBigUInt64LE(32), count * size) : undefined;
  for (let at = 0; headers !== undefined && at < headers.length; at += size) {
    if (headers.readUInt32LE(at) === PT_NOTE) {
      const length = Number(headers.readBigUInt64LE(at + 32));
      const notes = read(fd, headers.readBigUInt64LE(at + 8), Math.min(length, MAX_NOTES));
      const found = notes && idIn(notes);
      if (found !== undefined) {
        return found;
      }
    }
  }
  return undefined;
}

function idIn(notes: Buffer): string | undefined {
  for (let at = 0; at + 12 <= notes.length;) {
    const nameSize = notes.readUInt32LE(at);
    const size = notes.readUInt32LE(at + 4);
    const body = at + 12 + padded(nameSize);
    const isBuildId =
      notes.readUInt32LE(at + 8) === NT_GNU_BUILD_ID &&
      notes.toString('latin1', at + 12, at + 16) === 'GNU\0';
    if (isBuildId && nameSize === 4 && size > 0 && size <= 64 && body + size <= notes.length) {
      return notes.toString('hex', body, body + size);
    }
    at = body + padded(size);
  }
  return undefined;
}

/** Names and bodies of notes fill whole words (`elf(5)`). */
function padded(size: number): number {
  return Math.ceil(size / 4) * 4;
}

/** All of these bytes, or undefined: a file that cannot be read must not leave the event that was just made on it. */
function read(fd: number, position: bigint, length: number): Buffer | undefined {
  const bytes = Buffer.alloc(length);
  if (position > BigInt(Number.MAX_SAFE_INTEGER)) {
    return undefined;
  }
  try {
    return readSync(fd, bytes, 0, length, Number(position)) === length ? bytes : undefined;
  } catch {
    return undefined;
  }
}
