import { basename } from 'node:path';
import type { FileUsers } from '../../processes/mappedFiles';
import { isUserRequest, type AttachRequest } from '../session/attachRequest';
import { printable } from '../text/markdown';
import type { Translate } from '../text/translate';

/** Whom a probe concerns: a uprobe is on a file, so on all that run it. */
export function scopeText(
  request: AttachRequest,
  users: FileUsers | undefined,
  t: Translate,
): string {
  if (!isUserRequest(request)) {
    return t('The whole machine: every process and the kernel itself');
  }
  const all = t('All processes that run {0}', printable(basename(request.target.path)));
  if (!users) {
    return all;
  }
  const count = users.pids.length;
  if (users.unreadable > 0) {
    return count === 0 ? all : t('{0}: at least {1} now', all, count);
  }
  return count === 0 ? t('{0}: none now', all) : t('{0}: {1} now', all, count);
}
