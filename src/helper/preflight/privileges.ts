import { readFile } from 'node:fs/promises';
import type { Check } from '../../protocol/requests';

/** The helper runs with a few of root's capabilities and no way to more, where it could be started so: see stage 0. */
export async function checkPrivileges(statusFile = '/proc/self/status'): Promise<Check> {
  const status = await readFile(statusFile, 'latin1');
  const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '';
  const count = BigInt(`0x${mask || '0'}`)
    .toString(2)
    .replaceAll('0', '').length;
  const isClosed = /^NoNewPrivs:\s*1$/m.test(status);
  return isClosed
    ? { id: 'privileges', state: 'ok', detail: `${count} capabilities (${mask}), no_new_privs` }
    : {
        id: 'privileges',
        state: 'warning',
        detail: `${count} capabilities (${mask}), without no_new_privs`,
      };
}
