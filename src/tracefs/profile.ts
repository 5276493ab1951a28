import { fromByteText } from './commandText';
import type { ProbePath } from './probe';

/**
 * One line of `uprobe_profile` or `kprobe_profile`. It names the event without its group and
 * offset, so events of one name cannot be told apart, and a multi-probe event has a line for each
 * of its places.
 */
export interface ProfileEntry {
  readonly source: 'uprobe' | 'kprobe';
  readonly event: string;
  /** Uprobes: the path as it was written. */
  readonly path?: ProbePath;
  readonly hits: bigint;
  /** Kprobes: calls that were not seen, for kretprobes mostly for want of maxactive. */
  readonly misses?: bigint;
}

/** A row of `uprobe_profile` as byte text (`probes_profile_seq_show` in `kernel/trace/trace_uprobe.c`): path, event, hits. */
export function parseUprobeRow(row: string): ProfileEntry | undefined {
  const match = /^\s*([^ ]+)\s+(\S+)\s+(\d+)$/.exec(row);
  const [, path = '', event = '', hits = ''] = match ?? [];
  return match === null
    ? undefined
    : {
        source: 'uprobe',
        event,
        // Made when it is asked for: most who read counts do not.
        get path() {
          return fromByteText(path);
        },
        hits: BigInt(hits),
      };
}

/** A row of `kprobe_profile` (`probes_profile_seq_show` in `kernel/trace/trace_kprobe.c`): event, hits, misses. */
export function parseKprobeRow(row: string): ProfileEntry | undefined {
  const match = /^\s*(\S+)\s+(\d+)\s+(\d+)$/.exec(row);
  const [, event = '', hits = '', misses = ''] = match ?? [];
  return match === null
    ? undefined
    : { source: 'kprobe', event, hits: BigInt(hits), misses: BigInt(misses) };
}
