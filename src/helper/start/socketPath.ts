import { lstatSync, type Stats } from 'node:fs';
import { dirname, isAbsolute, normalize } from 'node:path';
import { ExitCode, StartError } from './startError';

/** `sun_path` of `struct sockaddr_un` without its NUL (unix(7)). */
const MAX_PATH = 107;
const STICKY = 0o1000;
const OTHERS_WRITE = 0o022;

/**
 * Root connects only to a socket that nobody but `uid` can have put there: no symlink on the way,
 * each directory of root or `uid` and writable by no other (unless sticky, like /tmp), the last one
 * private. Throws {@link StartError} `socketRefused`.
 */
export function checkSocketPath(path: string, uid: number): void {
  if (!isAbsolute(path) || normalize(path) !== path || /[\0\n]/.test(path)) {
    throw refused(path, 'it is not a plain absolute path');
  }
  if (Buffer.byteLength(path) > MAX_PATH) {
    throw refused(path, 'it is too long');
  }
  const socket = stat(path);
  if (!socket.isSocket() || socket.uid !== uid) {
    throw refused(path, `it is not a socket of user ${uid}`);
  }
  const directory = dirname(path);
  const last = stat(directory);
  if (!last.isDirectory() || last.uid !== uid || (last.mode & 0o777) !== 0o700) {
    throw refused(directory, `it is not a private directory of user ${uid}`);
  }
  for (let at = dirname(directory); ; at = dirname(at)) {
    checkAncestor(at, uid);
    if (at === '/') {
      return;
    }
  }
}

function checkAncestor(path: string, uid: number): void {
  const found = stat(path);
  if (!found.isDirectory() || (found.uid !== 0 && found.uid !== uid)) {
    throw refused(path, `it is not a directory of root or user ${uid}`);
  }
  if ((found.mode & OTHERS_WRITE) !== 0 && (found.mode & STICKY) === 0) {
    throw refused(path, 'others can write to it');
  }
}

function stat(path: string): Stats {
  try {
    return lstatSync(path);
  } catch (error) {
    throw refused(path, error instanceof Error ? error.message : String(error));
  }
}

function refused(path: string, why: string): StartError {
  return new StartError(ExitCode.socketRefused, `${JSON.stringify(path)} is refused: ${why}.`);
}
