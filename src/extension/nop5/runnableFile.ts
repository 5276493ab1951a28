import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** In ms; the program ends in a fraction of one, unless something is very wrong. */
const TIMEOUT = 10_000;

/** A program in a folder of its own that only this user may enter. */
export class RunnableFile {
  private constructor(
    private readonly folder: string,
    readonly path: string,
  ) {}

  /**
   * Writes it below the first of `places` from which it runs and ends with status 0; nothing where
   * none does: a file system may be mounted noexec.
   * @param places folders, made where there are none
   */
  static async write(
    program: Uint8Array,
    places: readonly string[],
  ): Promise<RunnableFile | undefined> {
    for (const place of places) {
      const file = await RunnableFile.writeBelow(program, place).catch(() => undefined);
      if (file && (await file.run()) === 0) {
        return file;
      }
      await file?.remove();
    }
    return undefined;
  }

  private static async writeBelow(program: Uint8Array, place: string): Promise<RunnableFile> {
    // Not recursive: in a place like /proc, Node would try for ever.
    await mkdir(place).catch(() => undefined);
    // Made with mode 0700.
    const folder = await mkdtemp(join(place, 'probescope-nop5-'));
    const file = new RunnableFile(folder, join(folder, 'leaf'));
    try {
      await writeFile(file.path, program, { flag: 'wx', mode: 0o600 });
      await chmod(file.path, 0o700);
      return file;
    } catch (error) {
      await file.remove();
      throw error;
    }
  }

  /** Its exit status; nothing where it did not run to its end. */
  run(): Promise<number | undefined> {
    return new Promise(resolve => {
      const child = execFile(this.path, [], { timeout: TIMEOUT, env: {} }, () => {
        resolve(child.exitCode ?? undefined);
      });
    });
  }

  /** Removes the folder; one that cannot be is left, as nothing depends on it. */
  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
