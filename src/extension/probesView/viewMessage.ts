import type { OwnedProbe } from '../session/ownedProbe';
import type { SessionState } from '../session/sessionState';
import type { Translate } from '../text/translate';

/**
 * The line over the rows of the Probes view: what a welcome view would say, which VS Code shows only
 * where there is neither a row nor a message. Empty where the rows say all, or where there are none.
 */
export function viewMessage(
  state: SessionState,
  probes: readonly OwnedProbe[],
  hasOthers: boolean,
  t: Translate,
): string {
  if (probes.length === 0) {
    return hasOthers ? t('This window has no probes yet: attach one with +.') : '';
  }
  switch (state) {
    case 'connected':
      return probes.some(probe => probe.state === 'lost')
        ? t(
            'Some probes were lost with a helper that ended. Re-create Probes (above) makes them again.',
          )
        : '';
    case 'authorising':
      return t('Waiting for the helper. It may be asking for your password.');
    case 'off':
      return t(
        'No helper runs, so these are not in the kernel. Re-create Probes (above) makes them again.',
      );
    case 'lost':
      return t('The helper ended, and these with it. Re-create Probes (above) makes them again.');
  }
}
