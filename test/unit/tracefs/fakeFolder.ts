import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A plain folder with some files of tracefs, for what no kernel at hand does. Nothing is ever
 * listed or refused.
 */
export class FakeFolder {
  private constructor(readonly root: string) {}

  static async create(files: Readonly<Record<string, string>>): Promise<FakeFolder> {
    const folder = new FakeFolder(await mkdtemp(join(tmpdir(), 'probescope-fake-')));
    for (const [name, content] of Object.entries(files)) {
      await mkdir(join(folder.root, name, '..'), { recursive: true });
      await writeFile(join(folder.root, name), content);
    }
    return folder;
  }

  /** What was written to a file, in order, with nothing between. */
  written(file: string): Promise<string> {
    return readFile(join(this.root, file), 'utf8');
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true });
  }
}
