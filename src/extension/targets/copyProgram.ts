import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { BigIntStats } from 'node:fs';
import type { Copying } from './copyMapped';

/**
 * Copies the program of a process of one's own, which may be deleted by now: `/proc/PID/exe` leads to
 * its inode. Resolves with what `stat` says of it; undefined where we may not look, or it ended.
 */
export async function copyProgram(
  pid: number,
  destination: string,
  { signal, progress }: Copying,
): Promise<BigIntStats | undefined> {
  const source = await open(`/proc/${pid}/exe`).catch(() => undefined);
  if (source === undefined) {
    return undefined;
  }
  try {
    const stats = await source.stat({ bigint: true });
    const bytes = source.createReadStream({ autoClose: false, highWaterMark: 1 << 20 });
    let done = 0;
    bytes.on('data', chunk => {
      done += chunk.length;
      progress(done, Number(stats.size));
    });
    await pipeline(bytes, createWriteStream(destination, { flags: 'wx', mode: 0o600 }), { signal });
    return stats;
  } catch (error) {
    await rm(destination, { force: true });
    throw error;
  } finally {
    await source.close();
  }
}
