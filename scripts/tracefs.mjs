// The tests of this kernel need tracefs; systemd mounts it, a bare container or virtual machine may not.
import { readFile } from 'node:fs/promises';
import { run } from './run.mjs';

/**
 * Sees that tracefs is mounted.
 * @returns {Promise<string | undefined>} why it is not
 */
export async function ensureTracefs() {
  const mounts = await readFile('/proc/self/mounts', 'utf8');
  if (/ tracefs /.test(mounts)) {
    return undefined;
  }
  const { code, output } = await run(['mount', '-t', 'tracefs', 'nodev', '/sys/kernel/tracing']);
  return code === 0 ? undefined : `tracefs cannot be mounted: ${output.trim()}`;
}
