import { pathsByBuildId, pathsByLink } from './debugFilePaths';
import { type DebugLink, hasCrc, readDebugLink } from './debugLink';
import { ElfBytes, type FilePath } from './elfBytes';
import { ElfError } from './elfError';
import { type ElfImage, readImage } from './elfImage';
import { readNotes } from './notes';
import type { RowSource } from './rowSource';
import { readStandIn } from './standIn';

/** Where to look for the separate debug file of a program. */
export interface DebugSearch {
  /** Of the program. */
  readonly path: FilePath;
  /** The user's own, absolute; looked in before `/usr/lib/debug`. */
  readonly folders: readonly string[];
}

/**
 * The `.symtab` of the separate debug file: found by build-id, else by `.gnu_debuglink`, and then proved
 * to belong to the file, by its build-id or, where either has none, by the link's checksum. A debug file's
 * own link is not followed. The caller closes the source.
 */
export async function readDebugFile(
  image: ElfImage,
  { path, folders }: DebugSearch,
): Promise<RowSource | undefined> {
  const { buildId } = await readNotes(image);
  for (const candidate of buildId ? pathsByBuildId(buildId, folders) : []) {
    const source = await openSource(candidate, image, buildId, undefined);
    if (source) {
      return source;
    }
  }
  const link = await readDebugLink(image);
  for (const candidate of link ? await pathsByLink(path, link.name, folders) : []) {
    const source = await openSource(candidate, image, buildId, link);
    if (source) {
      return source;
    }
  }
  return undefined;
}

/** Nothing where there is no such file, or it is of no use. */
async function openSource(
  candidate: string,
  image: ElfImage,
  buildId: string | undefined,
  link: DebugLink | undefined,
): Promise<RowSource | undefined> {
  let file: ElfBytes | undefined;
  try {
    file = await ElfBytes.open(candidate);
    const other = await readImage(file);
    const { stat } = image.file;
    const isItself = file.stat.dev === stat.dev && file.stat.ino === stat.ino;
    if (!isItself && (await belongs(other, buildId, link))) {
      const source = await readStandIn(image, other, 'debugfile');
      if (source) {
        const opened = file;
        file = undefined;
        return { ...source, file: candidate, close: () => opened.close() };
      }
    }
    return undefined;
  } catch (error) {
    if (error instanceof ElfError) {
      return undefined;
    }
    throw error;
  } finally {
    await file?.close();
  }
}

async function belongs(
  other: ElfImage,
  buildId: string | undefined,
  link: DebugLink | undefined,
): Promise<boolean> {
  const { buildId: otherId } = await readNotes(other);
  if (buildId !== undefined && otherId !== undefined) {
    return buildId === otherId;
  }
  return link !== undefined && (await hasCrc(other.file, link.crc));
}
