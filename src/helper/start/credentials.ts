import { readFileSync } from 'node:fs';
import type { ProcessStatus } from './processStatus';
import type { Environment } from './userId';

/** The ids files are opened with on the user's behalf. */
export interface Credentials {
  readonly uid: number;
  readonly gid: number;
  /** Supplementary groups; undefined: those of `/etc/group`, as initgroups(3) finds them. */
  readonly groups?: readonly number[];
}

/** Group of a user without one: `nogroup`, which owns nothing. */
const NO_GROUP = 65534;

/**
 * The user's ids: the owning process has the true ones, wherever its users come from; a helper on
 * a stream takes sudo's group or the one in `/etc/passwd`.
 */
export function credentialsOf(
  uid: number,
  owner: ProcessStatus | undefined,
  environment: Environment,
): Credentials {
  if (owner !== undefined) {
    return { uid, gid: owner.gid, groups: owner.groups };
  }
  const sudoGid = environment['SUDO_GID'];
  if (sudoGid !== undefined && /^\d{1,9}$/.test(sudoGid) && environment['SUDO_UID'] === `${uid}`) {
    return { uid, gid: Number(sudoGid) };
  }
  return { uid, gid: primaryGroup(uid) ?? NO_GROUP };
}

function primaryGroup(uid: number): number | undefined {
  try {
    for (const line of readFileSync('/etc/passwd', 'latin1').split('\n')) {
      const [, , id, gid] = line.split(':');
      if (id === `${uid}` && gid !== undefined && /^\d+$/.test(gid)) {
        return Number(gid);
      }
    }
  } catch {
    // No such file in the smallest systems.
  }
  return undefined;
}
