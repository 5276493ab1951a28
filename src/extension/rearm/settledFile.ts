import { open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const ELF_MAGIC = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);

/** How long a file must stay as it is to be taken for finished, and how often it is looked at; in ms. */
export interface SettlePace {
  readonly quiet: number;
  readonly step: number;
}

const PACE: SettlePace = { quiet: 1000, step: 250 };

/**
 * Waits until whatever writes a file has finished: it is ELF, and neither another inode nor a change of
 * it has been seen for a while. Resolves with what names that state of it, or undefined once it is no longer wanted.
 * @param way gives a path that leads to it now; a process that led to it may have ended
 */
export async function settledFile(
  way: () => Promise<string | undefined>,
  isWanted: () => boolean,
  { quiet, step }: SettlePace = PACE,
): Promise<string | undefined> {
  let version: string | undefined;
  let since = performance.now();
  while (isWanted()) {
    const path = await way();
    const now = path === undefined ? undefined : await versionOf(path);
    if (now !== version) {
      version = now;
      since = performance.now();
    } else if (path && now && performance.now() - since >= quiet && (await isElf(path))) {
      return now;
    }
    await sleep(step, undefined, { ref: false });
  }
  return undefined;
}

async function versionOf(path: string): Promise<string | undefined> {
  try {
    const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs].join(':');
  } catch {
    return undefined;
  }
}

async function isElf(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer } = await file.read(Buffer.alloc(ELF_MAGIC.length), 0, ELF_MAGIC.length, 0);
      return buffer.equals(ELF_MAGIC);
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}
