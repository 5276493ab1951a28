import { basename } from 'node:path';
import { isUserRequest } from '../session/attachRequest';
import type { Mappers, OwnedProbe } from '../session/ownedProbe';
import { printable } from '../text/markdown';
import { groupedNumber } from '../text/numbers';
import type { Translate } from '../text/translate';
import { runsNowhere, timeText } from './probeTruth';
import type { RowStyle } from './row';

/** What the tooltip says of the file of a probe and of who runs it: whole sentences, none where all is well. */
export function truthSentences(probe: OwnedProbe, style: RowStyle): string[] {
  return [
    fileSentence(probe, style.t),
    mappersSentence(probe, style),
    rearmedSentence(probe, style),
  ].filter(sentence => sentence !== '');
}

function fileSentence({ file, isHalted }: OwnedProbe, t: Translate): string {
  switch (file?.state) {
    case 'replaced':
      return t(
        'Stale: the file was rebuilt or replaced since, so processes that started since then are not counted. Re-arm makes the probe again in the new file.',
      );
    case 'overwritten':
      return isHalted
        ? t(
            'Stale: the file was written over in place, so the probe was in code it was not made for and was stopped at once. Re-arm makes it again in the new code; restart programs that ran the file meanwhile.',
          )
        : t(
            'Stale: the file was written over in place: the probe is not in the code it was made for. Re-arm makes it again in the new code.',
          );
    case 'gone':
      return t(
        'The file was deleted: only processes that still run it are counted. When it is there again, re-arm the probe.',
      );
    case 'untold':
      return untoldSentence(t);
    default:
      return '';
  }
}

/** What is not known of a file that only a process led to. */
export function untoldSentence(t: Translate): string {
  return t(
    'Whether the file is still there, or was rebuilt, cannot be told: the process that led to it has ended.',
  );
}

function mappersSentence(probe: OwnedProbe, { t, locale }: RowStyle): string {
  const { mappers, request, state } = probe;
  if (!mappers || state === 'lost' || !isUserRequest(request)) {
    return '';
  }
  if (mappers.processes === 0 && !runsNowhere(probe)) {
    return '';
  }
  return mappersText(mappers, printable(basename(request.target.path)), t, locale);
}

/** `libssl.so.3 is mapped by 103 processes of 9 users, 12 containers among them.` */
export function mappersText(mappers: Mappers, file: string, t: Translate, locale: string): string {
  const { processes, unseen } = mappers;
  if (processes === 0) {
    return unseen === 0
      ? t('No process runs {0} now.', file)
      : t('No process of yours runs {0} now; {1} others may not be looked at.', file, unseen);
  }
  return `${[
    t('{0} is mapped by {1}', file, payers(mappers, t, locale)),
    containersText(mappers, t),
  ]
    .filter(part => part !== '')
    .join(', ')}.`;
}

/** `103 processes of 9 users`; `at least 3 processes` where not all may be looked at. */
export function payers(
  { processes, users, unseen }: Mappers,
  t: Translate,
  locale: string,
): string {
  const count = groupedNumber(processes, locale);
  if (unseen > 0) {
    return processes === 1 ? t('at least 1 process') : t('at least {0} processes', count);
  }
  if (processes === 1) {
    return t('1 process');
  }
  return users === 1 ? t('{0} processes', count) : t('{0} processes of {1} users', count, users);
}

/** `12 containers among them`; empty where none is known. */
export function containersText({ containers }: Mappers, t: Translate): string {
  if (containers === 0) {
    return '';
  }
  return containers === 1
    ? t('one container among them')
    : t('{0} containers among them', containers);
}

function rearmedSentence({ rearmedAt }: OwnedProbe, { t, locale }: RowStyle): string {
  return rearmedAt === undefined
    ? ''
    : t(
        'Re-armed at {0} in the rebuilt file: the hits are those since.',
        timeText(rearmedAt, locale),
      );
}
