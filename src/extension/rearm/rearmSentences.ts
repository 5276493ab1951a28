import { basename } from 'node:path';
import { isUserRequest } from '../session/attachRequest';
import type { OwnedProbe } from '../session/ownedProbe';
import { printable } from '../text/markdown';
import { probesText } from '../text/numbers';
import type { RowStyle } from '../probesView/row';
import type { NotRearmed, RearmResult } from './rearmer';

/** The question about all stale probes of one file. */
export function offerSentence(
  path: string,
  probes: readonly OwnedProbe[],
  { t, locale }: RowStyle,
): string {
  const file = printable(basename(path));
  const count = probesText(probes.length, t, locale);
  if (probes.some(({ file: now }) => now?.state === 'overwritten')) {
    return t(
      '{0} was written over while {1} were set in it. They are stopped, as they had come to be in other code; restart programs that ran it meanwhile. Re-arm them?',
      file,
      count,
    );
  }
  return probes.length === 1
    ? t('{0} was rebuilt since a probe was set, so it no longer fires. Re-arm it?', file)
    : t('{0} was rebuilt since {1} were set, so they no longer fire. Re-arm them?', file, count);
}

/** What is said of probes that were stopped as their file was written over, where nobody asks about re-arming. */
export function haltedSentence(probes: readonly OwnedProbe[], { t, locale }: RowStyle): string {
  const [first] = probes;
  const file = first && isUserRequest(first.request) ? basename(first.request.target.path) : '';
  return t(
    '{0} was written over while {1} were set in it. They are stopped, as they had come to be in other code; restart programs that ran it meanwhile.',
    printable(file),
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
