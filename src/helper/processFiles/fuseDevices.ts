import { readFileSync } from 'node:fs';

/**
 * The devices of a process's mounts that a program of some user serves (FUSE), as maps writes them:
 * `major:minor` in hexadecimal. Root does not look there: the server may let it wait for ever, and
 * mostly refuses it (`fuse_allow_current_process()` in fs/fuse/dir.c).
 */
export function fuseDevices(pid: number): ReadonlySet<string> {
  return parseFuseDevices(mountinfo(pid));
}

/** The type of file system of a mount by its number, as `/proc/PID/fdinfo` tells it; undefined where the process has none such. */
export function mountType(pid: number | 'self', mount: string): string | undefined {
  const line = mountinfo(pid)
    .split('\n')
    .find(text => text.startsWith(`${mount} `));
  return line && typeOf(line);
}

/** Whether a program of some user serves it. */
export function isFuse(type: string): boolean {
  return /^fuse(?:blk)?(?:\.|$)/.test(type);
}

/** Reads `mountinfo`: device in field 3, type after the dash (Documentation/filesystems/proc.rst, 3.5). */
export function parseFuseDevices(mounts: string): ReadonlySet<string> {
  const devices = new Set<string>();
  for (const line of mounts.split('\n')) {
    const [, major, minor] = /^\d+ \d+ (\d+):(\d+) /.exec(line) ?? [];
    if (major !== undefined && minor !== undefined && isFuse(typeOf(line))) {
      devices.add(`${hex(major)}:${hex(minor)}`);
    }
  }
  return devices;
}

function typeOf(line: string): string {
  return /^\S*/.exec(line.split(' - ')[1] ?? '')?.[0] ?? '';
}

/** Empty where it has ended, which whoever looks next is told. */
function mountinfo(pid: number | 'self'): string {
  try {
    return readFileSync(`/proc/${pid}/mountinfo`, 'latin1');
  } catch {
    return '';
  }
}

/** `%02x` of `show_vma_header_prefix()` in fs/proc/task_mmu.c. */
function hex(decimal: string): string {
  return Number(decimal).toString(16).padStart(2, '0');
}
