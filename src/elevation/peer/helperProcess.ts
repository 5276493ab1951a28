import { readFile, readdir } from 'node:fs/promises';
import { INSTALLED_HELPER } from '../installed/places';

/**
 * The process that is root and runs as the helper of `socketPath`, by /proc. The path is random, so no other
 * has it; sudo and the shell before the helper carry it too, further behind in their arguments.
 */
export async function findHelperProcess(socketPath: string): Promise<number | undefined> {
  for (const name of await readdir('/proc')) {
    if (/^\d+$/.test(name) && (await isHelper(name, socketPath)) && (await isRoot(name))) {
      return Number(name);
    }
  }
  return undefined;
}

async function isHelper(pid: string, socketPath: string): Promise<boolean> {
  const argv = (await read(`/proc/${pid}/cmdline`)).split('\0');
  const at = argv.indexOf('--socket');
  const isOurs =
    (argv[1] === '--input-type=commonjs' && at === 3) || (argv[1] === INSTALLED_HELPER && at === 2);
  return isOurs && argv[at + 1] === socketPath;
}

/** Real, effective, saved and file system uid all 0. */
async function isRoot(pid: string): Promise<boolean> {
  return /^Uid:\t0\t0\t0\t0$/m.test(await read(`/proc/${pid}/status`));
}

function read(path: string): Promise<string> {
  // A process that ended while /proc was listed reads as nothing.
  return readFile(path, 'utf8').catch(() => '');
}
