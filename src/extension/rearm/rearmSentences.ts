import { basename } from 'node:path';
import type { OwnedProbe } from '../session/ownedProbe';
import { printable } from '../text/markdown';
import { probesText } from '../text/numbers';
import type { RowStyle } from '../probesView/row';
import type { NotRearmed, RearmResult } from './rearmer';

/** The question about all stale probes of one file. */
export function offerSentence(
  path: string,
  probes: readonly OwnedProbe[],
  style: RowStyle,
): string {
  const { t, locale } = style;
  const isOne = probes.length === 1;
  if (probes.some(({ file }) => file?.state === 'overwritten')) {
    const ask = isOne ? t('Re-arm it?') : t('Re-arm them?');
    return `${haltedSentence(path, probes, style)} ${ask}`;
  }
  const file = printable(basename(path));
  return isOne
    ? t('{0} was rebuilt since a probe was set, so it no longer fires. Re-arm it?', file)
    : t(
        '{0} was rebuilt since {1} were set, so they no longer fire. Re-arm them?',
        file,
        probesText(probes.length, t, locale),
      );
}

/** What is said of probes that were stopped as their file was written over. */
export function haltedSentence(
  path: string,
  probes: readonly OwnedProbe[],
  { t, locale }: RowStyle,
): string {
  const file = printable(basename(path));
  return probes.length === 1
    ? t(
        '{0} was written over while a probe was set in it. It is stopped, as it had come to be in other code; restart programs that ran the file meanwhile.',
        file,
      )
    : t(
        '{0} was written over while {1} were set in it. They are stopped, as they had come to be in other code; restart programs that ran the file meanwhile.',
        file,
        probesText(probes.length, t, locale),
      );
}

/** What came of re-arming, where all went well. */
export function rearmedSentence({ rearmed }: RearmResult, { t, locale }: RowStyle): string {
  return t('Re-armed {0}: their hits count from now.', probesText(rearmed.length, t, locale));
}

/** Why some could not be re-armed. */
export function notRearmedSentence(failed: readonly NotRearmed[], { t }: RowStyle): string {
  const first = failed[0]?.why.sentence ?? '';
  return failed.length === 1
    ? first
    : t('{0} probes could not be re-armed. The first: {1}', failed.length, first);
}
