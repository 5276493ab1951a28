import { containerOf } from './container';

/** The container that a process runs in, from the text of `/proc/PID/cgroup`; undefined where it is in none. */
export function containerId(cgroup: string): string | undefined {
  return containerOf(cgroup)?.id;
}
