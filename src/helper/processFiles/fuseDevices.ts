import { readFileSync } from 'node:fs';

/**
 * The devices of a process's mounts that a program of some user serves (FUSE), as maps writes them:
 * `major:minor` in hexadecimal. Root does not look there: the server may let it wait for ever, and
 * mostly refuses it (`fuse_allow_current_process()` in fs/fuse/dir.c).
 */
export function fuseDevices(pid: number): ReadonlySet<string> {
  try {
    return parseFuseDevices(readFileSync(`/proc/${pid}/mountinfo`, 'latin1'));
  } catch {
    // It has ended, which whoever looks next is told.
    return new Set();
  }
}

/** Reads `mountinfo`: device in field 3, type after the dash (Documentation/filesystems/proc.rst, 3.5). */
export function parseFuseDevices(mountinfo: string): ReadonlySet<string> {
  const devices = new Set<string>();
  for (const line of mountinfo.split('\n')) {
    const [before, after] = line.split(' - ');
    const [, major, minor] = /^\d+ \d+ (\d+):(\d+) /.exec(before ?? '') ?? [];
    if (major !== undefined && minor !== undefined && /^fuse(?:blk)?[. ]/.test(after ?? '')) {
      devices.add(`${hex(major)}:${hex(minor)}`);
    }
  }
  return devices;
}

/** `%02x` of `show_vma_header_prefix()` in fs/proc/task_mmu.c. */
function hex(decimal: string): string {
  return Number(decimal).toString(16).padStart(2, '0');
}
