import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FilePath } from './elfBytes';
import { ElfError } from './elfError';
import type { ElfFileInfo } from './elfFileInfo';
import { cachedPaths } from './loaderCache';
import { SymbolIndex } from './symbolIndex';

const DEFAULT_DIRECTORIES = [
  '/lib/x86_64-linux-gnu',
  '/usr/lib/x86_64-linux-gnu',
  '/lib/aarch64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/lib64',
  '/usr/lib64',
  '/lib',
  '/usr/lib',
];

/** The file that defines a symbol which another one needs. */
export interface DefiningLibrary {
  readonly path: string;
  readonly soname: string;
}

/**
 * Which of `sonames` defines `name`, looked for where the loader would (ld.so(8)) for a program at
 * `path`: its RUNPATH, the loader's cache, the usual directories. Not LD_LIBRARY_PATH: that is the
 * running process's, see src/processes. Libraries that cannot be read are passed over.
 */
export async function definingLibrary(
  path: FilePath,
  info: ElfFileInfo,
  name: string,
  sonames: readonly string[] = info.needed,
  cacheFile = '/etc/ld.so.cache',
): Promise<DefiningLibrary | undefined> {
  const cache = await readFile(cacheFile).catch(() => Buffer.alloc(0));
  const origin = dirname(typeof path === 'string' ? path : Buffer.from(path).toString());
  for (const soname of sonames) {
    for (const candidate of candidates(soname, info, origin, cache)) {
      const library = await openMatching(candidate, info);
      if (library) {
        if ((await library.definitions(name)).length > 0) {
          return { path: candidate, soname };
        }
        // The loader takes the first that fits, whatever it holds.
        break;
      }
    }
  }
  return undefined;
}

function candidates(soname: string, info: ElfFileInfo, origin: string, cache: Buffer): string[] {
  if (soname.includes('/')) {
    return [soname];
  }
  const runpath = info.runpath.map(directory =>
    directory.replace(/\$(ORIGIN|\{ORIGIN\})/g, () => origin),
  );
  return [
    ...runpath.map(directory => join(directory, soname)),
    ...cachedPaths(cache, soname),
    ...DEFAULT_DIRECTORIES.map(directory => join(directory, soname)),
  ];
}

async function openMatching(path: string, info: ElfFileInfo): Promise<SymbolIndex | undefined> {
  try {
    const index = await SymbolIndex.open(path);
    const fits = index.info.bits === info.bits && index.info.machine === info.machine;
    return fits ? index : undefined;
  } catch (error) {
    if (error instanceof ElfError) {
      return undefined;
    }
    throw error;
  }
}
