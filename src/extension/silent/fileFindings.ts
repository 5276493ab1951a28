import { timeText } from '../probesView/probeTruth';
import type { RowStyle } from '../probesView/row';
import type { Finding } from './finding';
import type { SilentFacts } from './silentFacts';

/** A file that is no longer what was probed. */
export function ofFile(facts: SilentFacts, style: RowStyle): Finding[] {
  const { file, fileNow, inode, inodeNow } = facts;
  const { t, locale } = style;
  const when = fileNow.builtAt === undefined ? '' : timeText(fileNow.builtAt, locale);
  switch (fileNow.state) {
    case 'same':
    // Who runs it is all there is to tell.
    case 'untold':
      return [];
    case 'overwritten':
      return [
        {
          kind: 'overwritten',
          sentence: t(
            '{0} was written over in place at {1}: the place that was probed now holds other code, which a breakpoint may damage. Restart programs that ran it while the probe was armed.',
            file,
            when,
          ),
          fix: { kind: 'rearm' },
        },
      ];
    case 'replaced':
      return [
        {
          kind: 'replaced',
          sentence: [
            t(
              '{0} was rebuilt at {1}: inode {2} is probed, and its path leads to inode {3} now.',
              file,
              when,
              String(inode),
              String(inodeNow ?? '?'),
            ),
            oldAndNew(facts, style),
          ].join(' '),
          fix: { kind: 'rearm' },
        },
      ];
    case 'gone':
      return [
        {
          kind: 'deleted',
          sentence: [
            t('{0} was deleted: no process can start from it any more.', file),
            oldAndNew(facts, style),
          ].join(' '),
          fix: { kind: 'remove' },
        },
      ];
  }
}

/** Who still runs the probed file, and who the one that took its place. */
function oldAndNew({ mappers, newMappers }: SilentFacts, { t }: RowStyle): string {
  const old =
    mappers.processes === 0
      ? t('Nobody runs the probed one any more.')
      : t('Still running the probed one: {0}.', mappers.processes);
  const started = newMappers ? t('Running the new one: {0}.', newMappers.processes) : '';
  return [old, started].filter(part => part !== '').join(' ');
}
