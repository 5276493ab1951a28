import type { RunningFile } from '../../processes/sameName';
import type { RowStyle } from '../probesView/row';
import type { Finding } from './finding';
import type { SilentFacts } from './silentFacts';

/** Processes that were started from an older build, before the probe was set. */
export function oldBuild({ file, path, twins }: SilentFacts, style: RowStyle): Finding | undefined {
  const old = twins.find(twin => twin.deleted && twin.path === path);
  return (
    old && {
      kind: 'oldBuild',
      sentence: style.t(
        'An older build of {0}, deleted since, still runs in {1}: it has its own code. Restart it to run the probed one.',
        file,
        processesText(old, style),
      ),
    }
  );
}

/** `process 4711`, `3 processes` */
export function processesText({ mappers }: RunningFile, { t }: RowStyle): string {
  const [first] = mappers;
  return mappers.length === 1 && first
    ? t('process {0}', String(first.pid))
    : t('{0} processes', mappers.length);
}
