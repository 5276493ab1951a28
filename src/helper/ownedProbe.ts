import type { Limits } from '../protocol/limits';
import type { FileIdentity, Probe } from '../protocol/probes';
import type { KeptFile } from './keptFile';
import type { TraceEvent } from '../tracefs';
import type { TracepointHits } from './tracepointHits';

/** A group of this connection. Tracepoints keep the name of their subsystem. */
export interface Group {
  readonly id: number;
  readonly name: string;
}

/** A probe of this connection and what is needed to switch and remove it. */
export interface OwnedProbe {
  readonly handle: number;
  readonly group: Group;
  readonly kind: Probe['kind'];
  readonly label: string;
  /** Group and name under `events/`. */
  readonly system: string;
  readonly event: string;
  readonly eventId: number;
  readonly written: string;
  readonly canonical: string;
  readonly file?: FileIdentity;
  /** Read from the file itself, for the audit line. */
  readonly buildId?: string;
  /** What we made in the kernel; none for a tracepoint. */
  readonly made?: TraceEvent;
  /** The file of a probe on several places. */
  readonly kept?: KeptFile;
  /** Counts a tracepoint, where the kernel can. */
  readonly tracepointHits?: TracepointHits;
  enabled: boolean;
  /** It was on here, for a moment at least: its removal empties the instance's buffer. */
  wasOn?: true;
  /** What ends its being armed; none where nothing does. */
  limits?: Limits;
  /** A stack is recorded with each hit. */
  stacks?: true;
  /** Which of its records the kernel keeps; none where it keeps all. */
  filter?: string;
}

/** How many places it has. */
export function locationCount({ made }: OwnedProbe): number {
  return 1 + (made?.more.length ?? 0);
}

/** As the extension sees it. */
export function describe(probe: OwnedProbe): Probe {
  const { handle, group, kind, label, event, eventId, enabled, written, canonical } = probe;
  const { file, limits, filter, stacks } = probe;
  return {
    handle,
    group: { id: group.id, name: probe.system },
    kind,
    label,
    event,
    eventId,
    enabled,
    ...(locationCount(probe) > 1 ? { locations: locationCount(probe) } : {}),
    written,
    canonical,
    ...(file === undefined ? {} : { file }),
    ...(limits === undefined ? {} : { limits }),
    ...(filter === undefined ? {} : { filter }),
    ...(stacks === undefined ? {} : { stacks }),
  };
}
