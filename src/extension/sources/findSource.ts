import { stat } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';

/** A source that was found. */
export interface FoundSource {
  readonly path: string;
  /** When it was changed, in ms since the epoch. */
  readonly changed: number;
}

/**
 * A source by the path that its compiler gave it: where it is, or else the one file of the workspace whose path has the
 * longest end in common with it. Undefined where there is none, or several have.
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
  const candidates = name === '' ? [] : await inWorkspace(name);
  const [best, ...others] = candidates
    .filter(candidate => basename(candidate) === name)
    .map(candidate => ({ candidate, common: commonEnd(candidate, path) }))
    .sort((a, b) => b.common - a.common);
  return best && best.common > (others[0]?.common ?? 0) ? sourceAt(best.candidate) : undefined;
}

async function sourceAt(path: string): Promise<FoundSource | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? { path, changed: found.mtimeMs } : undefined;
}

/** How many parts of two paths are the same, from their ends. */
function commonEnd(a: string, b: string): number {
  const [ours, theirs] = [a, b].map(path => path.split('/').reverse());
  const differs = ours?.findIndex((part, at) => part !== theirs?.[at]) ?? 0;
  return differs < 0 ? (ours?.length ?? 0) : differs;
}
