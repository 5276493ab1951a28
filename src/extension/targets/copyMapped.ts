import { open, rm, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { MAX_READ, type ProcessId } from '../../protocol/processFiles';
import type { Result } from '../../protocol/requests';
import { toHex64 } from '../../protocol/scalars';
import type { HelperRequests } from '../session/helperAccess';

/** Requests under way at a time, so that the helper always has the next one. */
const IN_FLIGHT = 8;
/** ms from one request to the next: with others it stays below what the helper answers in a second. */
const PACE_MS = 2.5;

/** How a copy is followed and stopped. */
export interface Copying {
  readonly signal: AbortSignal;
  /** Bytes that are there, and of how many. */
  readonly progress: (done: number, total: number) => void;
}

/** A file that a process runs, by what `stat` says of it. */
export interface MappedInode {
  readonly process: ProcessId;
  readonly device: bigint;
  readonly inode: bigint;
}

/** Where a copy of a file in its present state is, or shall be made. */
export interface CopyPlace {
  readonly path: string;
  readonly isThere: boolean;
}

/**
 * Copies what a process runs to a new file that only we may read; root reads, nothing is decoded there.
 * Rejects with `HelperError` (`cancelled` when aborted) or with an error of the disk; then there is no file.
 * @param place is told the file's time of change, in ns, and says where the copy belongs
 */
export async function copyMapped(
  helper: HelperRequests,
  { process, device, inode }: MappedInode,
  place: (mtime: bigint) => Promise<CopyPlace>,
  copying: Copying,
): Promise<void> {
  const opened = await helper.request(
    'openMapped',
    { process, device: toHex64(device), inode: toHex64(inode) },
    copying.signal,
  );
  try {
    const { path, isThere } = await place(BigInt(opened.mtime));
    if (!isThere) {
      await copyOpened(helper, opened, path, copying);
    }
  } finally {
    // A helper that is gone has closed it.
    await helper.request('closeMapped', { file: opened.file }).catch(() => undefined);
  }
}

async function copyOpened(
  helper: HelperRequests,
  { file, size }: Result<'openMapped'>,
  destination: string,
  copying: Copying,
): Promise<void> {
  try {
    const target = await open(destination, 'wx', 0o600);
    try {
      await copyPieces(helper, file, Number(size), target, copying);
    } finally {
      await target.close();
    }
  } catch (error) {
    await rm(destination, { force: true });
    throw error;
  }
}

async function copyPieces(
  helper: HelperRequests,
  file: number,
  size: number,
  target: FileHandle,
  { signal, progress }: Copying,
): Promise<void> {
  const started = performance.now();
  let next = 0;
  let done = 0;
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const copySome = async (): Promise<void> => {
    for (let at = next++; at * MAX_READ < size; at = next++) {
      await sleep(Math.max(0, started + at * PACE_MS - performance.now()));
      const offset = at * MAX_READ;
      const piece = { file, offset: toHex64(BigInt(offset)), length: MAX_READ };
      const { data } = await helper.request('readMapped', piece, stop);
      const bytes = Buffer.from(data, 'base64');
      await target.write(bytes, 0, bytes.length, offset);
      done += bytes.length;
      progress(done, size);
    }
  };
  await target.truncate(size);
  const all = Array.from({ length: IN_FLIGHT }, () =>
    copySome().catch((error: unknown) => {
      failed.abort();
      throw error;
    }),
  );
  await Promise.allSettled(all);
  // The first that failed; the others were stopped by it.
  await Promise.all(all);
}
