import type { Translate } from '../text/translate';

/** What became of a column's values by masking it, or by no longer doing so: a recording's file stays as it is. */
export function maskedSentence(
  column: string,
  isMasked: boolean,
  isRecording: boolean,
  t: Translate,
): string {
  if (isRecording) {
    return isMasked
      ? t('Values of {0} are no longer shown or saved. The recording itself keeps them.', column)
      : t(
          'Values of {0} are masked no longer. Open the recording again to see those that it holds.',
          column,
        );
  }
  return isMasked
    ? t(
        'Values of {0} are not kept, shown or saved from now on. Those that were kept are gone.',
        column,
      )
    : t(
        'Values of {0} are kept from the next capture on. Those that came while it was masked are gone.',
        column,
      );
}
