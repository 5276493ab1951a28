import type { OwnedProbe } from '../session/ownedProbe';
import type { RowStyle } from './row';

/** That a probe is stopped, and why if it was the helper. */
export function stoppedText({ stoppedBy }: OwnedProbe, { t }: RowStyle): string {
  switch (stoppedBy?.reason) {
    case 'budget':
      return t('stopped: over budget');
    case 'expired':
      return t('stopped: expired');
    case 'hits':
      return t('stopped: hit limit reached');
    case undefined:
      return t('stopped');
  }
}

/** How long an armed probe has, once that is short. */
export function timeLeftText({ minutesLeft }: OwnedProbe, { t }: RowStyle): string {
  return minutesLeft === undefined ? '' : t('{0} min left', minutesLeft);
}
