import { access, constants } from 'node:fs/promises';
import type { Availability } from '../strategy';
import { refuseWithoutSetuid } from '../setuid';

/** Fixed places, not PATH: the program is about to read a password. The last is NixOS's. */
const PLACES = ['/usr/bin/sudo', '/bin/sudo', '/usr/local/bin/sudo', '/run/wrappers/bin/sudo'];

export async function findSudo(): Promise<string | undefined> {
  for (const place of PLACES) {
    try {
      await access(place, constants.X_OK);
      return place;
    } catch {
      // The next one.
    }
  }
  return undefined;
}

/** Where sudo is, or why it is of no use here. */
export async function sudoOrRefusal(): Promise<
  { readonly path: string } | { readonly refusal: Availability }
> {
  const noNewPrivs = await refuseWithoutSetuid();
  if (noNewPrivs !== undefined) {
    return { refusal: noNewPrivs };
  }
  const path = await findSudo();
  return path === undefined
    ? { refusal: { ok: false, code: 'noSudo', reason: 'sudo is not installed on this machine.' } }
    : { path };
}
