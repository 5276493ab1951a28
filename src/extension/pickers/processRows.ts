import { shortContainerId } from '../../processes/container';
import type { ProcessInfo } from '../../processes/processList';
import { pathText } from '../targets/processFile';
import type { Translate } from '../text/translate';
import { labelText } from './itemText';

/** A process with what its container calls itself, where that is known. */
export interface NamedProcess extends ProcessInfo {
  readonly hostname?: string;
}

/** The parts of the list, in their order. */
export type ProcessGroup = 'mine' | 'containers' | 'others';

/** Rows of one part of the list. */
export interface GroupedProcesses {
  readonly group: ProcessGroup;
  readonly processes: readonly NamedProcess[];
}

/** More rows make the list slow, and nobody reads them. With titles and notes there are 200 at most. */
const ROWS = 195;

/**
 * The processes that have every word of `text` in their pid, name, user, container or command line; the
 * newest first in each part. One whose pid was typed comes before all others.
 * @param uid of the person who looks
 */
export function findProcesses(
  processes: readonly NamedProcess[],
  text: string,
  uid: number | undefined,
): { readonly groups: readonly GroupedProcesses[]; readonly more: number } {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = processes.filter(process => {
    const all = searchText(process);
    return words.every(word => all.includes(word));
  });
  found.sort((a, b) => rank(b, words) - rank(a, words) || b.startTicks - a.startTicks);
  const shown = found.slice(0, ROWS);
  const groups = (['mine', 'containers', 'others'] as const).map(group => ({
    group,
    processes: shown.filter(process => groupOf(process, uid) === group),
  }));
  return {
    // The part of the best match comes first.
    groups: groups
      .filter(({ processes: members }) => members.length > 0)
      .sort((a, b) => best(b, words) - best(a, words)),
    more: found.length - shown.length,
  };
}

/** Whose a process is: in a container, whoever's it is there. */
function groupOf({ uid, container }: ProcessInfo, own: number | undefined): ProcessGroup {
  return container ? 'containers' : uid === own ? 'mine' : 'others';
}

/** What people call the container of a process; undefined outside of one. */
export function containerName({ container, hostname }: NamedProcess): string | undefined {
  if (container === undefined) {
    return undefined;
  }
  return hostname ?? (container === 'unknown' ? '' : shortContainerId(container));
}

/** Where a file of a process runs, in a few words without a slash: for tabs and the tree. */
export function whereText(process: NamedProcess, deleted: boolean, t: Translate): string {
  const container = containerName(process);
  const where = container ? t('in {0}', container.replaceAll('/', '_')) : t('pid {0}', process.pid);
  return deleted ? t('{0}, deleted', where) : where;
}

/** How a process is shown; nothing in its strings is interpreted. */
export function processText(
  process: NamedProcess,
  t: Translate,
): { readonly label: string; readonly description: string; readonly detail: string } {
  const { pid, name, user, commandLine, exe, container } = process;
  const named = containerName(process);
  const place = container && (named ? t('in {0}', named) : t('in a container'));
  const runtime = container && container !== 'unknown' ? `(${container.runtime})` : '';
  return {
    label: labelText(name),
    description: [pid, labelText(user), place && labelText(`${place} ${runtime}`.trim())]
      .filter(Boolean)
      .join(' · '),
    detail: labelText(commandLine || (exe === undefined ? '' : pathText(exe))),
  };
}

function searchText({ pid, name, user, commandLine, exe, ...rest }: NamedProcess): string {
  const { container, hostname } = rest;
  const id = container && container !== 'unknown' ? `${container.runtime} ${container.id}` : '';
  const path = exe === undefined ? '' : pathText(exe);
  return [pid, name, user, hostname, id, path, commandLine].join('\n').toLowerCase();
}

function rank({ pid, name }: ProcessInfo, words: readonly string[]): number {
  if (words.includes(String(pid))) {
    return 2;
  }
  return words.some(word => name.toLowerCase().startsWith(word)) ? 1 : 0;
}

function best({ processes }: GroupedProcesses, words: readonly string[]): number {
  return Math.max(...processes.map(process => rank(process, words)));
}
