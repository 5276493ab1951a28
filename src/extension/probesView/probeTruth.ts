import type { FileNow, OwnedProbe } from '../session/ownedProbe';
import { stoppedText, timeLeftText } from './limitText';
import type { RowStyle } from './row';

/** What keeps a probe from counting, in a few words: the most dangerous first; none where it counts. */
export function truthTexts(probe: OwnedProbe, style: RowStyle): string[] {
  const texts = [stateText(probe, style), fileText(probe, style)];
  // What needs doing comes before what the user did, as the end of a narrow row is cut off.
  const ordered = probe.state === 'lost' ? texts : texts.reverse();
  return [...ordered, mappersText(probe, style)].filter(text => text !== '');
}

/** The icon that says the same; undefined where the kind's own may stand. */
export function truthIcon(probe: OwnedProbe): string | undefined {
  if (isOutOfOrder(probe) || probe.stoppedBy?.reason === 'budget') {
    return 'warning';
  }
  return runsNowhere(probe) ? 'circle-slash' : undefined;
}

/** It is not in the kernel, or not in what its path leads to. */
export function isOutOfOrder({ state, file }: OwnedProbe): boolean {
  return state === 'lost' || (file !== undefined && !isInOrder(file));
}

/** An armed probe in a file that nobody runs, as far as is known. */
export function runsNowhere({ state, file, mappers, rate }: OwnedProbe): boolean {
  const isCounting = rate !== undefined && rate > 0;
  const mayRun = file !== undefined && isInOrder(file);
  return state === 'armed' && mayRun && mappers?.processes === 0 && !isCounting;
}

/** Nothing is known to be wrong with it. */
function isInOrder({ state }: FileNow): boolean {
  return state === 'same' || state === 'untold';
}

function stateText(probe: OwnedProbe, style: RowStyle): string {
  const { t } = style;
  switch (probe.state) {
    case 'armed':
      return timeLeftText(probe, style);
    case 'stopped':
      return stoppedText(probe, style);
    case 'lost':
      return t('lost');
  }
}

/** A probe that cannot see new processes says so, and since when. */
function fileText({ file }: OwnedProbe, { t, locale }: RowStyle): string {
  switch (file?.state) {
    case 'replaced':
      return file.builtAt === undefined
        ? t('stale: rebuilt since')
        : t('stale: rebuilt {0}', timeText(file.builtAt, locale));
    case 'overwritten':
      return t('stale: overwritten');
    case 'gone':
      return t('deleted');
    default:
      return '';
  }
}

function mappersText(probe: OwnedProbe, { t }: RowStyle): string {
  if (!runsNowhere(probe)) {
    return '';
  }
  if (probe.mappers?.unseen === 0) {
    return t('no process runs this file');
  }
  return probe.file?.state === 'untold'
    ? t('cannot be told: the process that led to it has ended')
    : t('no process of yours runs this file');
}

/** `14:02` of the last day, with its date before that. */
export function timeText(at: number, locale: string, now = Date.now()): string {
  const isRecent = now - at < 24 * 60 * 60 * 1000;
  const format: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  };
  const date: Intl.DateTimeFormatOptions = isRecent ? {} : { day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(locale, { ...date, ...format }).format(at);
}
