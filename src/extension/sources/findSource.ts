import { realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, normalize } from 'node:path';

/** Bytes: VS Code gives extensions no larger document. */
const MAX_BYTES = 50 << 20;
/** Bytes of a file's name (`NAME_MAX` of `include/uapi/linux/limits.h`). */
const MAX_NAME = 255;
/** What the kernel makes up: reading it may wait for ever, or take from others what they wait for. */
const MADE_UP = /^\/(?:dev|proc|sys)(?:\/|$)/;
/** No names of files. */
const FOLDERS = ['', '.', '..'];

/** A source that was found. */
export interface FoundSource {
  readonly path: string;
  /** When it was changed, in ms since the epoch. */
  readonly changed: number;
}

/**
 * A source by the path that its compiler gave it: where it is, or else the one file of the workspace whose path has the
 * longest end in common with it. Undefined where there is none, or several have. The path comes from a debug file,
 * which may be hostile: nothing but a regular file of a disk is told.
 * @param inWorkspace paths of all files of that name in the workspace
 */
export async function findSource(
  path: string,
  inWorkspace: (name: string) => Promise<readonly string[]>,
): Promise<FoundSource | undefined> {
  const there = isAbsolute(path) ? await sourceAt(path) : undefined;
  if (there) {
    return there;
  }
  const name = basename(path);
  const isName = !FOLDERS.includes(name) && Buffer.byteLength(name) <= MAX_NAME;
  const candidates = isName ? await inWorkspace(name) : [];
  const [best, ...others] = candidates
    .filter(candidate => basename(candidate) === name)
    .map(candidate => ({ candidate, common: commonEnd(candidate, path) }))
    .sort((a, b) => b.common - a.common);
  return best && best.common > (others[0]?.common ?? 0) ? sourceAt(best.candidate) : undefined;
}

async function sourceAt(told: string): Promise<FoundSource | undefined> {
  // Two slashes at its beginning would be another machine's name to VS Code.
  const path = normalize(told);
  if (MADE_UP.test(path)) {
    return undefined;
  }
  try {
    const real = await realpath(path);
    const found = MADE_UP.test(real) ? undefined : await stat(real);
    return found?.isFile() && found.size <= MAX_BYTES
      ? { path, changed: found.mtimeMs }
      : undefined;
  } catch {
    return undefined;
  }
}

/** How many parts of two paths are the same, from their ends. */
function commonEnd(a: string, b: string): number {
  const [ours, theirs] = [a, b].map(path => path.split('/').reverse());
  const differs = ours?.findIndex((part, at) => part !== theirs?.[at]) ?? 0;
  return differs < 0 ? (ours?.length ?? 0) : differs;
}
