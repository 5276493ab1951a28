import { readFile } from 'node:fs/promises';
import type { Check } from '../../protocol/requests';

/** `[none] integrity confidentiality` (`security/lockdown/lockdown.c`); only the last one closes tracefs. */
export async function checkLockdown(file = '/sys/kernel/security/lockdown'): Promise<Check> {
  const text = await readFile(file, 'latin1').catch(() => undefined);
  const mode = /\[(\w+)\]/.exec(text ?? '')?.[1];
  if (mode === undefined) {
    return { id: 'lockdown', state: 'unknown', detail: 'securityfs does not tell' };
  }
  return mode === 'confidentiality'
    ? { id: 'lockdown', state: 'failed', detail: 'confidentiality: the kernel forbids tracing' }
    : { id: 'lockdown', state: 'ok', detail: mode };
}
