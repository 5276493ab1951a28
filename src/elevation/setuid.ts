import { access, readFile } from 'node:fs/promises';
import { FLATPAK_MARK } from './environment';
import type { Availability } from './strategy';

/**
 * Whether setuid programs (sudo, pkexec) are without effect for this process and all it starts; see
 * Documentation/userspace-api/no_new_privs.rst of the kernel. Containers and sandboxes set it.
 */
export async function hasNoNewPrivs(statusFile = '/proc/self/status'): Promise<boolean> {
  return /^NoNewPrivs:\s*1$/m.test(await readFile(statusFile, 'latin1'));
}

/** The refusal of every way that needs a setuid program; undefined where they work. */
export async function refuseWithoutSetuid(
  flatpakMark = FLATPAK_MARK,
  statusFile?: string,
): Promise<Availability | undefined> {
  // Flatpak sets no_new_privs too; its own name says more.
  if (await isThere(flatpakMark)) {
    return {
      ok: false,
      code: 'flatpak',
      reason:
        'Nothing inside a Flatpak can become root: install VS Code as a .deb, .rpm or .tar.gz.',
    };
  }
  if (!(await hasNoNewPrivs(statusFile))) {
    return undefined;
  }
  return {
    ok: false,
    code: 'noNewPrivs',
    reason:
      'This process runs under no_new_privs, where neither sudo nor pkexec works: start VS Code outside of the sandbox or container that sets it.',
  };
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
