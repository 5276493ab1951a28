import type { FilePath } from './elfBytes';
import { withElfImage } from './elfImage';
import { readNotes } from './notes';

/** The build-id of a file, lower-case hex, if it has one. Reads a few headers only. Throws ElfError. */
export function buildIdOf(path: FilePath): Promise<string | undefined> {
  return withElfImage(path, async image => (await readNotes(image)).buildId);
}
