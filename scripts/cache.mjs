// Things that are slow to prepare (VS Code servers, a kernel) live in a cache, once for every clone on the machine.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Where prepared things are kept. Readable by every user: the tests of an ordinary user run from it. */
export function cacheRoot() {
  const chosen = process.env.PROBESCOPE_CACHE;
  if (chosen) {
    return chosen;
  }
  return process.getuid?.() === 0 ? '/var/cache/probescope' : join(homedir(), '.cache/probescope');
}

/**
 * The folder `<cache>/<name>-<hash of inputs>`, made by `fill` if it is not there yet. `fill` works in a temporary folder
 * that gets its name only when complete, so a killed run leaves nothing half made; two runs do not make it twice.
 * @param {string} name
 * @param {readonly (string | Uint8Array)[]} inputs whatever the content depends on
 * @param {(folder: string) => Promise<void>} fill
 * @returns {Promise<string>}
 */
export async function prepared(name, inputs, fill) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    hash.update(createHash('sha256').update(input).digest());
  }
  const root = cacheRoot();
  const folder = join(root, `${name}-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(folder)) {
    return folder;
  }
  await mkdir(root, { recursive: true });
  const release = await lock(folder);
  try {
    if (!existsSync(folder)) {
      await dropPartial(root, name);
      const partial = await mkdtemp(join(root, `.partial-${name}-`));
      await chmod(partial, 0o755);
      await fill(partial);
      await rename(partial, folder);
    }
  } finally {
    release();
  }
  return folder;
}

/**
 * Holds the machine-wide lock `name` until the returned function is called or this process dies. The lock is an abstract
 * unix socket: the kernel frees it with the process, so there is no stale lock to judge.
 * @param {string} name
 * @returns {Promise<() => void>}
 */
export async function lock(name) {
  const address = `\0probescope-lock-${createHash('sha256').update(name).digest('hex')}`;
  for (;;) {
    const server = createServer();
    const taken = await new Promise((resolve, reject) => {
      server.once('listening', () => resolve(true));
      server.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
        error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
      );
      server.listen(address);
    });
    if (taken) {
      server.unref();
      return () => server.close();
    }
    await delay(200);
  }
}

/** Removes what a killed run left half made; the caller holds the lock. */
async function dropPartial(root, name) {
  for (const entry of await readdir(root)) {
    if (entry.startsWith(`.partial-${name}-`)) {
      await rm(join(root, entry), { recursive: true, force: true });
    }
  }
}
