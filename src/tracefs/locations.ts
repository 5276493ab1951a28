import type { FetchArgument, ProbeDefinition } from './probe';
import { isUserProbe } from './probeKinds';

/**
 * A further place of an event. Each is a line of its own with the same group, name and kind
 * (`append_trace_uprobe` in `kernel/trace/trace_uprobe.c`, `append_trace_kprobe`).
 */
export interface ProbeLocation {
  target: ProbeDefinition['target'];
  /** Left out, those of the first place; else of the same names and types. */
  args?: readonly FetchArgument[];
}

/** What the kernel has of one further place. */
export interface MadeLocation {
  definition: ProbeDefinition;
  /** The line as it was written. */
  line: string;
}

/** `first` at another place: the definition whose line appends it. */
export function definitionAt<Probe extends ProbeDefinition>(
  first: Probe,
  location: ProbeLocation,
): Probe {
  const { target, args = first.args } = location;
  if (isUserProbe(first) !== 'path' in target) {
    throw new TypeError('A place of a file cannot join one of the kernel.');
  }
  return { ...first, target, args };
}
