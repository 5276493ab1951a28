import { readdirSync } from 'node:fs';
import { toHex64 } from '../../protocol/scalars';
import { Refusal } from '../refusal';
import { processStatus } from '../start/processStatus';
import { codeMappings } from './codeMappings';
import { openCode, type Inode, type OpenCode } from './mappedInode';

/**
 * Opens a program by any process that runs it: for a probe it is the same which. Looks at all processes,
 * which takes some ten microseconds each. Undefined where none runs it.
 */
export function openByAnyProcess(wanted: Inode): OpenCode | undefined {
  for (const name of readdirSync('/proc')) {
    const pid = /^\d+$/.test(name) ? Number(name) : process.pid;
    const opened = pid === process.pid ? undefined : openBy(pid, wanted);
    if (opened) {
      return opened;
    }
  }
  return undefined;
}

/** What ended meanwhile, or may not be looked into, runs it not. */
function openBy(pid: number, wanted: Inode): OpenCode | undefined {
  try {
    const status = processStatus(pid);
    return status && codeMappings(pid).some(({ inode }) => inode === wanted.inode)
      ? openCode({ pid, start: toHex64(status.startTime) }, wanted)
      : undefined;
  } catch (error) {
    if (error instanceof Refusal) {
      return undefined;
    }
    throw error;
  }
}
