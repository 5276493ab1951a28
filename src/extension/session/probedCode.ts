import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { UserAttachRequest } from './attachRequest';

/** Most bytes of a function that are compared: the rest of a larger one moves along with its start. */
const MAX_CODE = 1 << 16;
/** Longest instruction of x86-64, in bytes; other machines have shorter ones. */
const INSTRUCTION = 16;

/** Size and time of change of a file, from one `stat`. */
export interface FileVersion {
  /** Bytes. */
  readonly size: bigint;
  /** ns since the epoch. */
  readonly mtime: bigint;
}

/** A fingerprint of the bytes that a probe's functions have in a file, and of what version of the file. */
export interface ProbedCode extends FileVersion {
  readonly hash: string;
}

/**
 * Reads the code that a probe is in; nothing where the file cannot be read, or was written to
 * meanwhile. The file at the path need not be the one that was probed: the caller compares.
 */
export async function readProbedCode(
  request: UserAttachRequest,
  path = request.target.path,
): Promise<ProbedCode | undefined> {
  try {
    const file = await open(path);
    try {
      const before = await file.stat({ bigint: true });
      const hash = createHash('sha256');
      for (const { at, length } of extents(request)) {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, at);
        hash.update(buffer.subarray(0, bytesRead));
      }
      const { size, mtimeNs: mtime } = await file.stat({ bigint: true });
      return size === before.size && mtime === before.mtimeNs
        ? { size, mtime, hash: hash.digest('hex') }
        : undefined;
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

interface Extent {
  readonly at: number;
  readonly length: number;
}

/** The function from its first byte to its last, at least the probed instruction; of several all instructions. */
function extents({ target, more = [] }: UserAttachRequest): Extent[] {
  const places = [...more, ...(target.usdt?.more ?? [])];
  const further = places.map(({ offset }) => ({ at: Number(offset), length: INSTRUCTION }));
  const delta = Number(target.delta ?? 0n);
  const start = target.offset - BigInt(delta);
  const size = Math.min(Number(target.seen?.size ?? 0n), MAX_CODE);
  const whole = Math.max(size, Math.min(delta + INSTRUCTION, MAX_CODE));
  const place = { at: Number(target.offset), length: INSTRUCTION };
  return [{ at: Number(start), length: whole }, ...(delta > MAX_CODE ? [place] : []), ...further];
}
