import { createWriteStream } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { BigIntStats } from 'node:fs';
import type { CopyPlace, Copying } from './copyMapped';

/**
 * Copies the program of a process of one's own, which may be deleted by now: `/proc/PID/exe` leads to
 * its inode. Resolves with whether it could be read: not where we may not look, or it ended.
 * @param place is told what `stat` says of the program, and says where the copy belongs
 */
export async function copyProgram(
  pid: number,
  place: (stats: BigIntStats) => Promise<CopyPlace>,
  copying: Copying,
): Promise<boolean> {
  const source = await open(`/proc/${pid}/exe`).catch(() => undefined);
  if (source === undefined) {
    return false;
  }
  try {
    const stats = await source.stat({ bigint: true });
    const { path, isThere } = await place(stats);
    if (!isThere) {
      await copyOpened(source, Number(stats.size), path, copying);
    }
    return true;
  } finally {
    await source.close();
  }
}

async function copyOpened(
  source: FileHandle,
  size: number,
  destination: string,
  { signal, progress }: Copying,
): Promise<void> {
  try {
    const bytes = source.createReadStream({ autoClose: false, highWaterMark: 1 << 20 });
    let done = 0;
    bytes.on('data', chunk => {
      done += chunk.length;
      progress(done, size);
    });
    await pipeline(bytes, createWriteStream(destination, { flags: 'wx', mode: 0o600 }), { signal });
  } catch (error) {
    await rm(destination, { force: true });
    throw error;
  }
}
