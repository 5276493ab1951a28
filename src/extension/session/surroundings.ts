import { readFile } from 'node:fs/promises';

/** What stands in the way of probes on this machine, as far as its user can see. */
export interface Surroundings {
  readonly isLinux: boolean;
  /** Where tracefs is mounted; undefined where it is not. */
  readonly tracefs?: string;
}

/** Reads it anew: mounting tracefs is a thing people do when told to. */
export async function readSurroundings(
  platform: NodeJS.Platform = process.platform,
  mountinfo = '/proc/self/mountinfo',
): Promise<Surroundings> {
  if (platform !== 'linux') {
    return { isLinux: false };
  }
  const mounts = await readFile(mountinfo, 'utf8').catch(() => '');
  const tracefs = tracefsMount(mounts);
  return { isLinux: true, ...(tracefs === undefined ? {} : { tracefs }) };
}

/**
 * Where `/proc/self/mountinfo` says tracefs is. Fields 5 and, after the dash, 1 are the mount point
 * and the type (Documentation/filesystems/proc.rst, 3.5). In a debugfs the kernel mounts it on first
 * use (`tracing_init_dentry()` in kernel/trace/trace.c), which only root can cause.
 */
export function tracefsMount(mountinfo: string): string | undefined {
  const mounts = mountinfo.split('\n').map(line => {
    const [before, after] = line.split(' - ');
    return { point: before?.split(' ')[4], type: after?.split(' ')[0] };
  });
  const debugfs = mounts.find(({ type }) => type === 'debugfs')?.point;
  return (
    mounts.find(({ type }) => type === 'tracefs')?.point ??
    (debugfs === undefined ? undefined : `${debugfs}/tracing`)
  );
}
