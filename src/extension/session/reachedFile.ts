import type { BigIntStats } from 'node:fs';
import { readlink, stat } from 'node:fs/promises';
import { realPath } from '../../elf/rootedPath';
import { fileMappers } from '../../processes/fileMappers';
import type { ProcessId } from '../../protocol/processFiles';
import { toHex64 } from '../../protocol/scalars';
import type { UserSymbol } from './attachRequest';
import { isAlive, startTicksOf } from './extensionHost';

/** What is at the path of a probed file now, and by which process it was reached. */
export interface FoundFile {
  /** Leads to it for us, without links to follow. */
  readonly way: string;
  readonly stats: BigIntStats;
  readonly process?: ProcessId;
}

/**
 * Why there is none to look at.
 *
 * - `gone`: nothing is at the path.
 * - `denied`: the process that leads to it is another user's.
 * - `ended`: that process has ended, and none that we may look into runs the file.
 */
export type NotFound = 'gone' | 'denied' | 'ended';

/** Looks at the path of a probed file: as its process sees it, or another process that runs the same file. */
export async function lookAt(target: UserSymbol): Promise<FoundFile | NotFound> {
  const { path, process } = target;
  if (!process) {
    const stats = await stat(path, { bigint: true }).catch(() => undefined);
    return stats ? { way: path, stats } : 'gone';
  }
  const found = await lookBy(process, target);
  if (found !== 'ended') {
    return found;
  }
  for (const other of await runners(target)) {
    const seen = await lookBy(other, target);
    if (typeof seen === 'object' || seen === 'gone') {
      return seen;
    }
  }
  const here = pathInside(path) === path ? await lookHere(target) : undefined;
  return here ?? 'ended';
}

/** The very file, where its process had our mounts and it still is where it was. */
async function lookHere({ path, device, inode }: UserSymbol): Promise<FoundFile | undefined> {
  const stats = await stat(path, { bigint: true }).catch(() => undefined);
  return stats?.dev === device && stats.ino === inode ? { way: path, stats } : undefined;
}

/** The path of a target as its process calls it. */
export function pathInside(path: string): string {
  return /^\/proc\/\d+\/root(\/.*)$/.exec(path)?.[1] ?? path;
}

async function lookBy(process: ProcessId, { path }: UserSymbol): Promise<FoundFile | NotFound> {
  const root = `/proc/${process.pid}/root`;
  const way = root + (await realPath({ root, path: await belowRoot(root, path) }));
  const found = await stat(way, { bigint: true }).then(
    (stats): FoundFile => ({ way, stats, process }),
    (error: unknown): NotFound => (isAbsence(error) ? 'gone' : 'denied'),
  );
  // Asked last: what was seen was then that process's.
  return (await isSame(process)) ? found : 'ended';
}

/** Of a process with another root in our own mount namespace (chroot), maps has the path as we see it. */
async function belowRoot(root: string, path: string): Promise<string> {
  const inside = pathInside(path);
  const top = await readlink(root).catch(() => '/');
  return inside === path && inside.startsWith(`${top}/`) ? inside.slice(top.length) : inside;
}

function isAbsence(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function isSame({ pid, start }: ProcessId): Promise<boolean> {
  return isAlive({ pid, startTicks: Number(BigInt(start)) });
}

/** Processes of ours that have the probed inode mapped. */
async function runners({ path, device, inode }: UserSymbol): Promise<ProcessId[]> {
  const { mappers } = await fileMappers([{ path: pathInside(path), device, inode }]);
  const found = await Promise.all(
    (mappers[0] ?? []).map(async ({ pid }) => ({ pid, ticks: await startTicksOf(pid) })),
  );
  return found.flatMap(({ pid, ticks }) =>
    ticks === undefined ? [] : { pid, start: toHex64(BigInt(ticks)) },
  );
}
