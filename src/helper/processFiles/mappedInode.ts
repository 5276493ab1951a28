import { closeSync, constants, fstatSync, openSync, readSync, type BigIntStats } from 'node:fs';
import type { ProcessId } from '../../protocol/processFiles';
import { Refusal } from '../refusal';
import { lookRefusal, mappedFiles, type CodeMapping } from './codeMappings';
import { isAnswering, mountOf, mountType } from './mountType';
import { checkProcess } from './targetProcess';

/** Of include/uapi/asm-generic/fcntl.h; Node has no name for it. Opens nothing: the file is only found. */
export const O_PATH = 0o10000000;
const READ = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
const ELF_MAGIC = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);

/** A file by its device and inode, as `fstat` tells them. */
export interface Inode {
  readonly device: bigint;
  readonly inode: bigint;
}

/** An open program; the caller closes `fd`. */
export interface OpenCode {
  readonly fd: number;
  readonly stat: BigIntStats;
  readonly path: string;
}

/**
 * Finds what is mapped there, without opening it. Of another user's process it needs CAP_SYS_PTRACE
 * for the folder and CAP_CHECKPOINT_RESTORE, or CAP_SYS_ADMIN, for the link
 * (`proc_map_files_get_link()` in fs/proc/base.c). Undefined when it was unmapped meanwhile, or may not answer.
 */
export function findMapped<T>(
  pid: number,
  { range }: CodeMapping,
  use: (fd: number, stat: BigIntStats) => T,
): T | undefined {
  let fd: number;
  try {
    fd = openSync(`/proc/${pid}/map_files/${range}`, O_PATH);
  } catch (error) {
    const refusal = lookRefusal(pid, error);
    if (refusal.code === 'processGone') {
      return undefined;
    }
    throw refusal;
  }
  try {
    const stat = isAnswering(mountType(pid, mountOf(fd))) ? statOf(fd) : undefined;
    return stat?.isFile() ? use(fd, stat) : undefined;
  } finally {
    closeSync(fd);
  }
}

/** A file system may refuse even this to root. */
function statOf(fd: number): BigIntStats | undefined {
  try {
    return fstatSync(fd, { bigint: true });
  } catch {
    return undefined;
  }
}

/**
 * Opens the program or library of that device and inode which the process runs now, whatever its
 * path leads to by now: read-only, and only if it is ELF, so that no text that happens to be mapped
 * executable is read as root. The client names no path, and none is looked up.
 * Throws {@link Refusal} `processGone`, `denied`, `notMapped`, `fileUnreadable` or `io`.
 */
export function openCode(process: ProcessId, wanted: Inode): OpenCode {
  checkProcess(process);
  const mappings = mappedFiles(process.pid);
  // Most kernels give the same number in maps; an overlay's file may have another one there.
  mappings.sort((a, b) => Number(b.inode === wanted.inode) - Number(a.inode === wanted.inode));
  for (const mapping of mappings) {
    const opened = findMapped(process.pid, mapping, (found, stat) =>
      stat.dev === wanted.device && stat.ino === wanted.inode
        ? { fd: openFound(found), stat, path: mapping.path }
        : undefined,
    );
    if (opened) {
      return checked(process, opened);
    }
  }
  throw new Refusal(
    'notMapped',
    `Process ${process.pid} runs no such file now: choose the process again.`,
  );
}

/** The magic link leads to the file that was looked at, and to no other. */
function openFound(found: number): number {
  try {
    return openSync(`/proc/self/fd/${found}`, READ);
  } catch (error) {
    const errno = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
    throw new Refusal('fileUnreadable', `Root cannot open the file (${errno}).`, { errno });
  }
}

function checked(process: ProcessId, opened: OpenCode): OpenCode {
  try {
    checkProcess(process);
    const magic = Buffer.alloc(ELF_MAGIC.length);
    if (readSync(opened.fd, magic, 0, magic.length, 0) < magic.length || !magic.equals(ELF_MAGIC)) {
      throw new Refusal('notMapped', 'The file is neither a program nor a library (ELF).');
    }
    return opened;
  } catch (error) {
    closeSync(opened.fd);
    throw error;
  }
}
