import { byteText, splitCommand, textOf } from './commandText';
import { TracefsError } from './errors';
import { checkArgumentNames, parseFetchArgument } from './fetchArgument';
import type { KernelProbe, ProbeDefinition, UserProbe } from './probe';
import { parseProbeName } from './probeName';
import { parseKernelPlace, parseUserPlace } from './probeTarget';

/** KRETPROBE_MAXACTIVE_MAX (`kernel/trace/trace_probe.h`). */
export const MAX_ACTIVE_MAX = 4096;

/**
 * A definition from a line as written to `kprobe_events`, `uprobe_events` or `dynamic_events`, or
 * as the kernel lists it. Throws {@link TracefsError} `invalidInput`, `invalidMaxActive` or
 * `offsetTooBig`.
 */
export function parseProbe(line: string | Uint8Array): ProbeDefinition {
  const [head = '', place, ...words] = splitCommand(byteText(line));
  const match = /^([pr])(\d*)(?::(.*))?$/.exec(head);
  if (match === null || place === undefined) {
    throw new TracefsError(
      'invalidInput',
      'A probe is written as p[:GROUP/EVENT] PLACE [ARGUMENTS], or with r for a return probe.',
    );
  }
  const [, letter, maxActive = '', nameText] = match;
  const name = nameText === undefined ? {} : parseProbeName(textOf(nameText));
  const args = words.map(parseFetchArgument);
  checkArgumentNames(args);
  // As `create_or_delete_trace_kprobe` decides: what has a "/" is a file.
  if (place.includes('/')) {
    const { target, isReturn } = parseUserPlace(place);
    if (maxActive !== '') {
      throw new TracefsError(
        'invalidMaxActive',
        'Only kretprobes take a maxactive; write r without a number.',
      );
    }
    const kind = letter === 'r' || isReturn ? 'uretprobe' : 'uprobe';
    return { kind, ...name, target, args } satisfies UserProbe;
  }
  const { target, isReturn } = parseKernelPlace(place);
  const probe: KernelProbe = {
    kind: letter === 'r' || isReturn ? 'kretprobe' : 'kprobe',
    ...name,
    target,
    args,
  };
  if (maxActive !== '') {
    probe.maxActive = checkMaxActive(letter === 'r', Number(maxActive));
  }
  return probe;
}

/** Throws unless `maxActive` is one a kretprobe may have; gives it back. */
export function checkMaxActive(isReturn: boolean, maxActive: number): number {
  if (!isReturn) {
    throw new TracefsError('invalidMaxActive', 'Only kretprobes take a maxactive; leave it out.');
  }
  if (!Number.isInteger(maxActive) || maxActive < 1 || maxActive > MAX_ACTIVE_MAX) {
    throw new TracefsError(
      'invalidMaxActive',
      `The maxactive must be from 1 to ${MAX_ACTIVE_MAX}.`,
    );
  }
  return maxActive;
}
