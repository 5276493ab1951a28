import { closeSync, constants, fstatSync } from 'node:fs';
import { isAbsolute, normalize } from 'node:path';
import type { FileIdentity } from '../protocol/probes';
import { asUser } from './asUser';
import { MountError, openPlain } from './plainOpen';
import { openCode } from './processFiles/mappedInode';
import { openByAnyProcess } from './processFiles/otherProcess';
import { Refusal } from './refusal';
import type { Credentials } from './start/credentials';

/** O_NONBLOCK: opening a FIFO must not wait for a writer. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Files of the kernel's own file systems hold no code; `/proc/PID/root` leads into a container. */
const NO_CODE = /^\/(?:sys|dev(?!\/shm\/)|proc(?!\/\d+\/root\/))(?:\/|$)/;

/** An open file whose name no longer matters: the kernel is given the descriptor. */
export interface ProbedFile {
  /** `/proc/self/fd/N`, which the kernel resolves to this very inode. */
  readonly path: string;
  readonly fd: number;
  close(): void;
}

/**
 * Opens the file with the user's own ids and makes sure that it is the one the extension saw, so
 * that root neither reads what the user may not nor probes what was put in its place.
 * A file that a process runs is opened through that process, as it may have no path here. Where the
 * process has ended, the same file may still be at its path, or another process may run it.
 * Throws {@link Refusal} `badRequest`, `fileUnreadable`, `notRegular`, `fileChanged`, `offsetTooBig`,
 * or what {@link openCode} throws.
 */
export function openProbedFile(user: Credentials, file: FileIdentity, offset: bigint): ProbedFile {
  checkPath(file.path);
  const fd = openFile(user, file);
  try {
    checkFile(fd, file, offset);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return {
    path: `/proc/self/fd/${fd}`,
    fd,
    close: () => {
      try {
        closeSync(fd);
      } catch {
        // The file system's last word on a file that was only read (NFS); the event that was made on it must not get lost.
      }
    },
  };
}

function openFile(user: Credentials, file: FileIdentity): number {
  if (file.process === undefined) {
    return openPath(user, file.path);
  }
  const wanted = { device: BigInt(file.device), inode: BigInt(file.inode) };
  try {
    return openCode(file.process, wanted).fd;
  } catch (error) {
    const isGone = error instanceof Refusal && GONE.has(error.code);
    const fd = isGone ? (openSame(user, file) ?? openByAnyProcess(wanted)?.fd) : undefined;
    if (fd === undefined) {
      throw error;
    }
    return fd;
  }
}

/** The process runs it no longer: another way to the same file may be left. */
const GONE: ReadonlySet<string> = new Set(['processGone', 'notMapped']);

/** The file at the path, if the user may read it and it is the one meant. */
function openSame(user: Credentials, file: FileIdentity): number | undefined {
  let fd: number | undefined;
  try {
    fd = openPath(user, file.path);
    checkFile(fd, file, 0n);
    return fd;
  } catch {
    if (fd !== undefined) {
      closeSync(fd);
    }
    return undefined;
  }
}

function checkPath(path: string): void {
  if (!isAbsolute(path) || normalize(path) !== path || path.includes('\0')) {
    throw new Refusal('badRequest', 'The file must be given by its full, plain path.');
  }
}

function openPath(user: Credentials, path: string): number {
  if (NO_CODE.test(path)) {
    throw new Refusal('notRegular', 'Files under /proc, /sys and /dev cannot be probed.');
  }
  return openAs(user, path);
}

function openAs(user: Credentials, path: string): number {
  try {
    return asUser(user, () => openPlain(path, FLAGS));
  } catch (error) {
    if (error instanceof MountError) {
      throw new Refusal(
        'notRegular',
        'A program (FUSE) or the kernel itself serves this file: copy it to a file system of a disk.',
      );
    }
    const errno = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
    if (errno === 'ELOOP') {
      throw new Refusal('notRegular', 'It is a symbolic link: give the file it leads to.', {
        errno,
      });
    }
    if (errno === 'ENXIO' || errno === 'ENODEV') {
      throw new Refusal('notRegular', 'It is not a regular file.', { errno });
    }
    throw new Refusal('fileUnreadable', `User ${user.uid} cannot open the file (${errno}).`, {
      errno,
    });
  }
}

function checkFile(fd: number, file: FileIdentity, offset: bigint): void {
  const found = fstatSync(fd, { bigint: true });
  if (!found.isFile()) {
    throw new Refusal('notRegular', 'It is not a regular file.');
  }
  if (found.dev !== BigInt(file.device) || found.ino !== BigInt(file.inode)) {
    throw new Refusal(
      'fileChanged',
      'Another file is at this path now: open it again and attach to that.',
    );
  }
  if (offset >= found.size) {
    throw new Refusal(
      'offsetTooBig',
      `The offset is past the end of the file (${found.size} bytes).`,
    );
  }
}
