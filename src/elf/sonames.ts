import { readDynamic } from './dynamicSection';
import type { FilePath } from './elfBytes';
import { ElfError } from './elfError';
import { withElfImage } from './elfImage';

/** The SONAME of each file, by which the loader knows it; nothing for one that has none or cannot be read. */
export async function readSonames(paths: readonly FilePath[]): Promise<(string | undefined)[]> {
  const sonames: (string | undefined)[] = [];
  for (const path of paths) {
    sonames.push(await sonameOf(path));
  }
  return sonames;
}

async function sonameOf(path: FilePath): Promise<string | undefined> {
  try {
    return await withElfImage(path, async image => (await readDynamic(image)).soname);
  } catch (error) {
    if (error instanceof ElfError) {
      return undefined;
    }
    throw error;
  }
}
