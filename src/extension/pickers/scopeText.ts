import { basename } from 'node:path';
import { WIDE } from '../payers/wideUse';
import { containersText, payers } from '../probesView/truthSentences';
import { isUserRequest, type AttachRequest } from '../session/attachRequest';
import type { Mappers } from '../session/ownedProbe';
import { printable } from '../text/markdown';
import type { Translate } from '../text/translate';

/** Whom a probe concerns, and who pays for it: a uprobe is on a file, so on all that run it. */
export function scopeText(
  request: AttachRequest,
  mappers: Mappers | undefined,
  t: Translate,
  locale: string,
): string {
  if (!isUserRequest(request)) {
    return t('The whole machine: every process and the kernel itself');
  }
  const all = t('All processes that run {0}', printable(basename(request.target.path)));
  if (!mappers) {
    return all;
  }
  const { processes, unseen } = mappers;
  if (processes === 0) {
    return unseen === 0 ? t('{0}: none now', all) : all;
  }
  const now = t('{0}: {1} now', all, payers(mappers, t, locale));
  const parts = [now, containersText(mappers, t)].filter(part => part !== '').join(', ');
  if (processes === 1) {
    return parts;
  }
  return processes > WIDE
    ? t('{0}; every one of them is slowed down, and a filter does not reduce it', parts)
    : t('{0}; each pays, a filter does not reduce it', parts);
}
