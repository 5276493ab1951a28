import { stat } from 'node:fs/promises';
import { buildIdOf } from './buildIdOf';
import { type DebugSearch, debugCandidates } from './debugFile';
import { readDebugIdentity } from './debugProof';
import { ElfError } from './elfError';
import type { ElfImage } from './elfImage';
import { SHT_SYMTAB } from './sectionHeaders';

/**
 * Names the state of all that a program's symbols may come from beside itself: each place where a debug file may
 * be, in order, with the device, inode, size, time of change and build-id of the file there, or that there is
 * none. `''` for a program that has a symbol table of its own: its debug file is not looked for. Throws ElfError.
 */
export async function debugFilesKey(image: ElfImage, search?: DebugSearch): Promise<string> {
  if (!search || image.table.sections.some(({ type }) => type === SHT_SYMTAB)) {
    return '';
  }
  const places: (readonly string[])[] = [];
  for await (const { file, origin } of debugCandidates(await readDebugIdentity(image), search)) {
    places.push([origin, file, ...(await stateOf(file))]);
  }
  return JSON.stringify(places);
}

async function stateOf(file: string): Promise<string[]> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  if (!found) {
    return [];
  }
  const { dev, ino, size, mtimeNs } = found;
  const buildId = await buildIdOf(file).catch((error: unknown) => {
    if (error instanceof ElfError) {
      return error.code;
    }
    throw error;
  });
  return [...[dev, ino, size, mtimeNs].map(String), buildId ?? ''];
}
