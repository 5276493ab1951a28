import type { ProbeDefinition, ProbeKind, UserProbe } from './probe';

/** What the kernel calls a kind: a further kind is a further row. */
export interface KindRow {
  /** The first letter of its lines. */
  letter: 'p' | 'r';
  /** The file its lines are written to. */
  file: 'kprobe_events' | 'uprobe_events';
  profile: 'kprobe_profile' | 'uprobe_profile';
  /** The kernel option that brings the file. */
  option: string;
}

const KERNEL = {
  file: 'kprobe_events',
  profile: 'kprobe_profile',
  option: 'CONFIG_KPROBE_EVENTS',
} as const;
const USER = {
  file: 'uprobe_events',
  profile: 'uprobe_profile',
  option: 'CONFIG_UPROBE_EVENTS',
} as const;

export const PROBE_KINDS: Readonly<Record<ProbeKind, KindRow>> = {
  kprobe: { letter: 'p', ...KERNEL },
  kretprobe: { letter: 'r', ...KERNEL },
  uprobe: { letter: 'p', ...USER },
  uretprobe: { letter: 'r', ...USER },
};

export function isUserProbe(definition: ProbeDefinition): definition is UserProbe {
  return PROBE_KINDS[definition.kind].file === 'uprobe_events';
}
