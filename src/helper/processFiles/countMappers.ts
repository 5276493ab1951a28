import { readdirSync, statSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { MAX_NAMED, type FileMappers } from '../../protocol/mappers';
import { Refusal } from '../refusal';
import { codeMappings, type CodeMapping } from './codeMappings';
import { findMapped, type Inode } from './mappedInode';

/** How long all processes together are looked at, in ms: a user may have many with many mappings. */
const MAX_MS = 3000;

export interface CountedMappers {
  readonly files: readonly FileMappers[];
  readonly unseen: number;
}

/** Counts who has each file mapped executable. Kernel threads and what ends meanwhile count as nobody. */
export async function countMappers(
  files: readonly Inode[],
  isStopped: () => boolean,
): Promise<CountedMappers> {
  const pids: number[][] = files.map(() => []);
  const users = files.map(() => new Set<number>());
  const end = performance.now() + MAX_MS;
  let unseen = 0;
  for (const pid of processes()) {
    if (isStopped() || performance.now() > end) {
      unseen++;
      continue;
    }
    const mappings = mappingsOf(pid);
    unseen += mappings === undefined ? 1 : 0;
    files.forEach((file, index) => {
      if (mappings?.some(mapping => isOf(pid, mapping, file))) {
        pids[index]?.push(pid);
        users[index]?.add(userOf(pid));
      }
    });
    await turn();
  }
  return {
    files: pids.map((of, index) => ({
      processes: of.length,
      users: users[index]?.size ?? 0,
      pids: of.slice(0, MAX_NAMED),
    })),
    unseen,
  };
}

function processes(): number[] {
  return readdirSync('/proc').flatMap(name => (/^\d+$/.test(name) ? Number(name) : []));
}

/** Undefined where the kernel does not let us look. */
function mappingsOf(pid: number): readonly CodeMapping[] | undefined {
  try {
    return codeMappings(pid);
  } catch (error) {
    return error instanceof Refusal && error.code === 'denied' ? undefined : [];
  }
}

/** By maps itself where that tells the device of `stat`; an overlay's is another, so there the file is looked at. */
function isOf(pid: number, mapping: CodeMapping, { device, inode }: Inode): boolean {
  if (mapping.inode !== inode) {
    return false;
  }
  if (mapping.key === `${deviceText(device)} ${inode}`) {
    return true;
  }
  try {
    const found = findMapped(pid, mapping, (_, stat) => stat.dev === device && stat.ino === inode);
    return found ?? false;
  } catch {
    return false;
  }
}

/** `fe:00`, as maps prints a device (`show_map_vma()` in fs/proc/task_mmu.c) of the number that `stat` gives. */
function deviceText(device: bigint): string {
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xfffff000n);
  const minor = (device & 0xffn) | ((device >> 12n) & 0xffffff00n);
  return [major, minor].map(part => part.toString(16).padStart(2, '0')).join(':');
}

function userOf(pid: number): number {
  try {
    return statSync(`/proc/${pid}`).uid;
  } catch {
    return -1;
  }
}
