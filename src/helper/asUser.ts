import type { Credentials } from './start/credentials';

/** The calls of `process` that only Unix has; `initgroups` is missing in its types. */
interface Ids {
  geteuid(): number;
  getegid(): number;
  getgroups(): number[];
  seteuid(uid: number): void;
  setegid(gid: number): void;
  setgroups(groups: readonly number[]): void;
  initgroups(user: number, extraGroup: number): void;
}

/**
 * Runs `task` with the user's effective ids and groups, so that the kernel checks permissions as for
 * the user. Ids belong to the whole process: `task` must be synchronous and no other file operation
 * under way.
 */
export function asUser<T>(user: Credentials, task: () => T): T {
  const ids = process as unknown as Ids;
  const own = { uid: ids.geteuid(), gid: ids.getegid(), groups: ids.getgroups() };
  if (user.uid === own.uid) {
    return task();
  }
  try {
    joinGroups(ids, user);
    ids.setegid(user.gid);
    ids.seteuid(user.uid);
    return task();
  } finally {
    ids.seteuid(own.uid);
    ids.setegid(own.gid);
    ids.setgroups(own.groups);
  }
}

function joinGroups(ids: Ids, { uid, gid, groups }: Credentials): void {
  if (groups !== undefined) {
    ids.setgroups([...groups]);
    return;
  }
  try {
    ids.initgroups(uid, gid);
  } catch {
    // A user that /etc/passwd does not name has its one group.
    ids.setgroups([gid]);
  }
}
