import type { OwnedProbe } from '../session/ownedProbe';
import { groupedNumber, rateText } from '../text/numbers';
import { timeText } from './probeTruth';
import type { RowStyle } from './row';

/** What the tooltip says of what ends a probe, or has ended it: whole sentences. */
export function limitSentences(owned: OwnedProbe, style: RowStyle): string[] {
  return [stoppedSentence(owned, style), ...limits(owned, style)].filter(text => text !== '');
}

/** Why the helper stopped a probe; empty where it did not. */
export function stoppedSentence(
  { stoppedBy }: Pick<OwnedProbe, 'stoppedBy'>,
  { t, locale }: RowStyle,
): string {
  switch (stoppedBy?.reason) {
    case 'budget':
      return t(
        'Stopped, as it was hit more often than its budget allows: {0}. Start arms it again under the same budget.',
        rateText(stoppedBy.hitsPerSecond, t, locale),
      );
    case 'expired':
      return t('Stopped, as its time was over. Start arms it again with a fresh time.');
    case 'hits':
      return t('Stopped after its hits, as you set. Start arms it again for as many.');
    case undefined:
      return '';
  }
}

function limits(owned: OwnedProbe, { t, locale }: RowStyle): string[] {
  const { expiresAt, hits, probe, request, state } = owned;
  if (state !== 'armed') {
    return [];
  }
  const { maxHits, unguarded } = request.limits ?? {};
  const { hitsPerSecond } = probe.limits ?? {};
  const isBlind = hits === 'unknown' && (hitsPerSecond !== undefined || maxHits !== undefined);
  return [
    expiresAt === undefined
      ? ''
      : t('Stops by itself at {0}.', timeText(Date.now() + expiresAt - performance.now(), locale)),
    maxHits === undefined || isBlind
      ? ''
      : t('Stops after about {0} hits.', groupedNumber(maxHits, locale)),
    unguarded || isBlind || hitsPerSecond === undefined
      ? ''
      : t('Stops above {0}.', rateText(hitsPerSecond, t, locale)),
    unguarded ? t('Started anyway: it is not stopped, however often it is hit.') : '',
    isBlind ? t('Its hits are unknown, so it is not stopped, however often it is hit.') : '',
  ];
}
