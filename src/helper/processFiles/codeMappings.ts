import { closeSync, openSync, readSync } from 'node:fs';
import { Refusal } from '../refusal';

/** A stretch of a process's memory that holds a file's code. */
export interface CodeMapping {
  /** Its name in `/proc/PID/map_files`. */
  readonly range: string;
  /** Device and inode as maps tells them: an overlay's or its lower file's, as the kernel's version has it. */
  readonly key: string;
  readonly inode: bigint;
  readonly path: string;
  readonly deleted: boolean;
}

/** Most that is read of one maps file: some 100 000 mappings. */
const MAX_MAPS = 16 << 20;
const CHUNK = 64 << 10;
const LINE =
  /^0*([0-9a-f]+)-0*([0-9a-f]+) ([r-][w-][x-][ps]) [0-9a-f]+ ([0-9a-f]+:[0-9a-f]+) (\d+) +(\/.*)$/s;
const DELETED = ' (deleted)';

/**
 * The mappings of a process in which a uprobe can fire: executable, private, of a file (`valid_vma()`
 * in kernel/events/uprobes.c). Data, shared memory and the vDSO are none. Reading another user's
 * needs CAP_SYS_PTRACE (`proc_maps_open()` in fs/proc/task_mmu.c).
 * Throws {@link Refusal} `denied`, `processGone` or, for a kernel thread, `notMapped`.
 */
export function codeMappings(pid: number): CodeMapping[] {
  const found = parseCodeMappings(readMaps(pid));
  if (found.length === 0) {
    throw new Refusal('notMapped', `Process ${pid} runs no program of a file.`);
  }
  return found;
}

/** Reads the text of `/proc/PID/maps`, as Latin-1, which keeps every byte of a path. */
export function parseCodeMappings(maps: string): CodeMapping[] {
  const found: CodeMapping[] = [];
  for (const line of maps.split('\n')) {
    const [, from, to, access = '', device = '', inode = '', name = ''] = LINE.exec(line) ?? [];
    if (from === undefined || to === undefined || !access.endsWith('xp') || inode === '0') {
      continue;
    }
    const deleted = name.endsWith(DELETED);
    // The kernel escapes a newline, and nothing else.
    const raw = (deleted ? name.slice(0, -DELETED.length) : name).replace(/\\012/g, '\n');
    found.push({
      range: `${from}-${to}`,
      key: `${device} ${inode}`,
      inode: BigInt(inode),
      path: Buffer.from(raw, 'latin1').toString('utf8'),
      deleted,
    });
  }
  return found;
}

function readMaps(pid: number): string {
  const chunks: Buffer[] = [];
  try {
    const fd = openSync(`/proc/${pid}/maps`, 'r');
    try {
      for (let size = 0; size < MAX_MAPS;) {
        const chunk = Buffer.alloc(CHUNK);
        const got = readSync(fd, chunk);
        if (got === 0) {
          break;
        }
        chunks.push(chunk.subarray(0, got));
        size += got;
      }
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw lookRefusal(pid, error);
  }
  return Buffer.concat(chunks).toString('latin1');
}

/** What a failed look into `/proc/PID` means. */
export function lookRefusal(pid: number, error: unknown): Refusal {
  const errno = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
  switch (errno) {
    case 'EACCES':
    case 'EPERM':
      return new Refusal('denied', `The kernel does not let the helper look into process ${pid}.`, {
        errno,
      });
    case 'ESRCH':
    case 'ENOENT':
      return new Refusal('processGone', `Process ${pid} has ended: choose one that runs.`, {
        errno,
      });
    default:
      return new Refusal('io', `Looking into process ${pid} failed (${errno}).`, { errno });
  }
}

/** One mapping for each file. Throws as {@link codeMappings}. */
export function mappedFiles(pid: number): CodeMapping[] {
  return [...new Map(codeMappings(pid).map(mapping => [mapping.key, mapping])).values()];
}
