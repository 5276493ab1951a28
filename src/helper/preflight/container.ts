import { access, readFile } from 'node:fs/promises';
import type { Check } from '../../protocol/requests';

/** Files that container engines put into the root of what they run. */
const MARKS = ['/.dockerenv', '/run/.containerenv'];

/** In a container the kernel is the host's: probes see every process of the machine. */
export async function checkContainer(
  marks: readonly string[] = MARKS,
  uidMap = '/proc/self/uid_map',
): Promise<Check> {
  if (!(await isWholeUserNamespace(uidMap))) {
    return {
      id: 'container',
      state: 'failed',
      detail: 'user namespace: root here is not root on the host',
    };
  }
  for (const mark of marks) {
    if (await exists(mark)) {
      return { id: 'container', state: 'warning', detail: `${mark}: probes reach the whole host` };
    }
  }
  return { id: 'container', state: 'ok', detail: 'no container' };
}

/** The first user namespace maps all ids onto themselves (user_namespaces(7)). */
async function isWholeUserNamespace(file: string): Promise<boolean> {
  const map = await readFile(file, 'latin1').catch(() => '');
  return map === '' || /^\s*0\s+0\s+4294967295\s*$/.test(map);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
