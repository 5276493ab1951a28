import { toHex64 } from '../../protocol/scalars';
import type { UserSymbol } from '../session/attachRequest';
import type { Translate } from '../text/translate';

/**
 * Why the reference counter of a line that was written or pasted cannot stand. The kernel adds one to
 * those two bytes of each process that runs the file: another place than that of the semaphore damages
 * its data.
 */
export function counterRefusal(
  { refCtrOffset: own }: Pick<UserSymbol, 'refCtrOffset'>,
  written: bigint | undefined,
  t: Translate,
): string | undefined {
  if (written === own || written === undefined) {
    return undefined;
  }
  return own === undefined
    ? t(
        'The file has no USDT probe with a semaphore at this place: leave out the number in brackets.',
      )
    : t('The semaphore of this USDT probe is at {0}: write that in brackets.', toHex64(own));
}
