import { byteText, fromByteText } from './commandText';
import type { ProbePath } from './probe';

/**
 * One line of `uprobe_profile` or `kprobe_profile`. It names the event without its group and
 * offset, so events of one name cannot be told apart, and a multi-probe event has a line for each
 * of its places.
 */
export interface ProfileEntry {
  source: 'uprobe' | 'kprobe';
  event: string;
  /** Uprobes: the path as it was written. */
  path?: ProbePath;
  hits: bigint;
  /** Kprobes: calls that were not seen, for kretprobes mostly for want of maxactive. */
  misses?: bigint;
}

/** `probes_profile_seq_show` in `kernel/trace/trace_uprobe.c`: path, event, hits. */
export function parseUprobeProfile(content: Uint8Array): ProfileEntry[] {
  return rows(content).flatMap(row => {
    const match = /^\s*([^ ]+)\s+(\S+)\s+(\d+)$/.exec(row);
    return match === null
      ? []
      : [
          {
            source: 'uprobe' as const,
            event: match[2] ?? '',
            path: fromByteText(match[1] ?? ''),
            hits: BigInt(match[3] ?? ''),
          },
        ];
  });
}

/** `probes_profile_seq_show` in `kernel/trace/trace_kprobe.c`: event, hits, misses. */
export function parseKprobeProfile(content: Uint8Array): ProfileEntry[] {
  return rows(content).flatMap(row => {
    const match = /^\s*(\S+)\s+(\d+)\s+(\d+)$/.exec(row);
    return match === null
      ? []
      : [
          {
            source: 'kprobe' as const,
            event: match[1] ?? '',
            hits: BigInt(match[2] ?? ''),
            misses: BigInt(match[3] ?? ''),
          },
        ];
  });
}

function rows(content: Uint8Array): string[] {
  return byteText(content).split('\n');
}
