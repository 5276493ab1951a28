import type { Check } from '../../protocol/requests';
import type { Audit } from '../audit/audit';

/** Whether what is done as root is written down where administrators look. */
export async function checkAudit(audit: Pick<Audit, 'trouble'>): Promise<Check> {
  const trouble = await audit.trouble();
  return trouble === undefined
    ? { id: 'audit', state: 'ok', detail: 'the journal takes them (journalctl -t probescope)' }
    : { id: 'audit', state: 'warning', detail: trouble };
}
