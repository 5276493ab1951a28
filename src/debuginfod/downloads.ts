import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Names below a build-id's folder; the first is what elfutils' client calls it too. */
const FILE = 'debuginfo';
const MISSING = 'missing';
const PART = '.part';
/** What is older was left by a window that ended. */
const PART_AGE_MS = 24 * 3_600_000;

/** A folder of downloaded debug files: `BUILD-ID/debuginfo`, and what servers did not have. */
export class Downloads {
  constructor(readonly folder: string) {}

  fileOf(buildId: string): string {
    return join(this.folder, buildId, FILE);
  }

  /** Whether it is there; then it counts as used now. */
  async has(buildId: string): Promise<boolean> {
    try {
      const { size } = await stat(this.fileOf(buildId));
      await utimes(this.fileOf(buildId), new Date(), new Date());
      return size > 0;
    } catch {
      return false;
    }
  }

  /** A name for a file that is not finished; makes its folder and removes what others left there. */
  async newPart(buildId: string): Promise<string> {
    const folder = join(this.folder, buildId);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder)) {
      const old = join(folder, name);
      if (name.endsWith(PART) && Date.now() - (await mtime(old)) > PART_AGE_MS) {
        await rm(old, { force: true });
      }
    }
    return join(folder, `${randomBytes(8).toString('hex')}${PART}`);
  }

  /** Puts a finished file in its place, at once. */
  async keep(buildId: string, part: string): Promise<string> {
    await rename(part, this.fileOf(buildId));
    await rm(join(this.folder, buildId, MISSING), { force: true });
    return this.fileOf(buildId);
  }

  async remove(buildId: string): Promise<void> {
    await rm(join(this.folder, buildId), { recursive: true, force: true });
  }

  /** Remembers that none of these servers has it. */
  async setMissing(buildId: string): Promise<void> {
    await mkdir(join(this.folder, buildId), { recursive: true, mode: 0o700 });
    await writeFile(join(this.folder, buildId, MISSING), '', { mode: 0o600 });
  }

  /** ms since no server had it; Infinity where that is not known. */
  async missingFor(buildId: string): Promise<number> {
    return Date.now() - (await mtime(join(this.folder, buildId, MISSING)));
  }
}

/** ms since the epoch, -Infinity for a file that is not there. */
async function mtime(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => -Infinity,
  );
}
