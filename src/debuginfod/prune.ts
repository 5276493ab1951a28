import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const DAY_MS = 86_400_000;

/** What is kept of downloads. */
export interface Keeping {
  /** Days since a file was last used. */
  readonly days: number;
  /** Bytes of all files; the ones not used for longest go first. */
  readonly bytes: number;
}

export const KEEPING: Keeping = { days: 60, bytes: 16 * 2 ** 30 };

/** Removes downloads that nobody has used for long, or that are too many. */
export async function prune(folder: string, { days, bytes }: Keeping = KEEPING): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const entries = await Promise.all(names.map(name => measure(join(folder, name))));
  let kept = 0;
  for (const { path, size, used } of entries.sort((a, b) => b.used - a.used)) {
    kept += size;
    if (kept > bytes || Date.now() - used > days * DAY_MS) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

async function measure(path: string): Promise<{ path: string; size: number; used: number }> {
  let size = 0;
  let used = 0;
  for (const name of await readdir(path).catch(() => [])) {
    const file = await stat(join(path, name)).catch(() => undefined);
    size += file?.size ?? 0;
    used = Math.max(used, file?.mtimeMs ?? 0);
  }
  return { path, size, used };
}
