import { constants } from 'node:fs';
import { access, lstat } from 'node:fs/promises';
import { dirname, isAbsolute, normalize } from 'node:path';
import { ElevationError } from './elevationError';

/** The program that runs the helper as root. */
export interface Interpreter {
  readonly path: string;
  /** It is VS Code's own binary, which is a Node only with ELECTRON_RUN_AS_NODE=1. */
  readonly electron: boolean;
  /** Nobody but root can replace it; where not, whoever can write it can become root with the helper. */
  readonly rootOwned: boolean;
}

/** A Node outside of an AppImage, whose FUSE mount root cannot read. */
const SYSTEM_NODES = ['/usr/bin/node', '/usr/local/bin/node', '/usr/bin/nodejs'];

/** What is known of the process that asks; given in tests. */
export interface Host {
  readonly execPath: string;
  readonly electron: boolean;
  readonly appImage: boolean;
}

/** @param env an AppImage sets APPIMAGE to its file for what it runs */
export function thisHost(env: NodeJS.ProcessEnv = process.env): Host {
  return {
    execPath: process.execPath,
    electron: process.versions['electron'] !== undefined,
    appImage: env['APPIMAGE'] !== undefined,
  };
}

/**
 * The setting if there is one, else the program that runs this: it is there, and of the right version.
 * @throws ElevationError `interpreter` if the setting is not an executable file.
 */
export async function chooseInterpreter(
  setting: string | undefined,
  host: Host = thisHost(),
  systemNodes: readonly string[] = SYSTEM_NODES,
): Promise<Interpreter> {
  if (setting !== undefined && setting !== '') {
    if (!isAbsolute(setting) || normalize(setting) !== setting || !(await isExecutable(setting))) {
      throw new ElevationError(
        'interpreter',
        'The setting probescope.helper.nodePath is not the absolute path of a program: correct it or empty it.',
        setting,
      );
    }
    return describe(setting, host.electron && setting === host.execPath);
  }
  if (host.appImage) {
    for (const path of systemNodes) {
      if (await isExecutable(path)) {
        return describe(path, false);
      }
    }
  }
  return describe(host.execPath, host.electron);
}

async function describe(path: string, electron: boolean): Promise<Interpreter> {
  return { path, electron, rootOwned: await isRootOwned(path) };
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await lstat(path)).isFile() || (await lstat(path)).isSymbolicLink();
  } catch {
    return false;
  }
}

/** Whether every component of the path belongs to root and is writable by nobody else; a link counts as not. */
export async function isRootOwned(path: string): Promise<boolean> {
  for (let part = path; ; part = dirname(part)) {
    let stat;
    try {
      stat = await lstat(part);
    } catch {
      return false;
    }
    if (stat.uid !== 0 || stat.isSymbolicLink() || (stat.mode & 0o022) !== 0) {
      return false;
    }
    if (part === dirname(part)) {
      return true;
    }
  }
}
