import { rmSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isAlive, thisExtensionHost } from '../session/extensionHost';

/** Longest name of a file in most file systems (NAME_MAX), less room for what is put after it. */
const MAX_NAME = 180;

/** A folder of this window's own for copies of programs; nobody else may look into it, and it ends with the window. */
export class CopyFolder {
  private made: Promise<string> | undefined;
  private path: string | undefined;
  private next = 1;

  /** @param root where the folders of all windows are */
  constructor(private readonly root: string) {}

  /** A path for a new file, called as people know it: an editor's tab shows its name. */
  async place(name: string): Promise<string> {
    const folder = join(await (this.made ??= this.make()), String(this.next++));
    await mkdir(folder, { mode: 0o700 });
    return join(folder, fileName(name));
  }

  /** Removes a file that `place` gave the path of. */
  async discard(path: string): Promise<void> {
    await rm(dirname(path), { recursive: true, force: true });
  }

  /** At once, as a window that closes waits for nothing. */
  dispose(): void {
    if (this.path !== undefined) {
      rmSync(this.path, { recursive: true, force: true });
    }
  }

  private async make(): Promise<string> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    const { pid, startTicks } = await thisExtensionHost();
    this.path = join(this.root, `${pid}-${startTicks}`);
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    return this.path;
  }

  /** Removes what windows that were killed have left. */
  async sweep(): Promise<void> {
    for (const name of await readdir(this.root).catch(() => [])) {
      const [, pid, startTicks] = /^(\d+)-(\d+)$/.exec(name) ?? [];
      const owner = { pid: Number(pid), startTicks: Number(startTicks) };
      if (pid !== undefined && !(await isAlive(owner))) {
        await rm(join(this.root, name), { recursive: true, force: true });
      }
    }
  }
}

/**
 * A name that may be any text as that of a file. Characters that control a terminal, or turn the direction of
 * what is beside them (an editor's tab shows the name), go.
 */
function fileName(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}/]/gu, '_');
  const short = Array.from(plain)
    .slice(0, MAX_NAME / 4)
    .join('');
  return short === '' || /^\.+$/.test(short) ? '_' : short;
}
