import { readFileSync } from 'node:fs';

/**
 * The number of the mount that an open file is on, which the kernel tells without asking the file system anything.
 * `''` where it is kept from who asks: from all but root before Linux 5.14 (7bc3fa0172a4).
 */
export function mountOf(fd: number): string {
  return /^mnt_id:\s*(\d+)$/m.exec(text(`/proc/self/fdinfo/${fd}`))?.[1] ?? '';
}

/**
 * The type of file system of a mount; undefined if neither the process nor the helper has it (any more), `''` if
 * its number is not known.
 * @param pid whose mount it is
 */
export function mountType(pid: number | 'self', mount: string): string | undefined {
  const typeFor = (whose: number | 'self'): string | undefined =>
    typeIn(text(`/proc/${whose}/mountinfo`), mount);
  return mount === '' ? '' : (typeFor(pid) ?? typeFor('self'));
}

/**
 * Whether root may look into it: not if a program of some user serves it (FUSE), or it is unknown who does. The server
 * may let it wait for ever, and mostly refuses it (`fuse_allow_current_process()` in fs/fuse/dir.c). A program on a
 * mount that was taken away while it runs, or of memory (memfd_create(2)), is left out with them.
 */
export function isAnswering(type: string | undefined): type is string {
  return type !== undefined && !/^fuse(?:blk)?(?:\.|$)/.test(type);
}

/** Reads `mountinfo`: its number in field 1, the type after the dash (Documentation/filesystems/proc.rst, 3.5). */
export function typeIn(mountinfo: string, mount: string): string | undefined {
  const line = mountinfo.split('\n').find(row => row.startsWith(`${mount} `));
  return line && /^\S*/.exec(line.split(' - ')[1] ?? '')?.[0];
}

/** Empty where the process has ended or it may not be read, which whoever looks next is told. */
function text(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
