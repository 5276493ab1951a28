import type { Probe } from '../../protocol/probes';
import type { AttachRequest } from './attachRequest';

/**
 * - `armed`: it counts.
 * - `stopped`: the kernel has it, disabled.
 * - `lost`: the helper that owned it is gone and the kernel has it no longer; it can be made again.
 */
export type ProbeState = 'armed' | 'stopped' | 'lost';

/** Hits since creation over all processes running the file. `unknown`: the kernel cannot tell this event from another. */
export type Count = bigint | 'unknown';

/**
 * What the path of a probed file leads to now: the armed inode, another one (`replaced`: what has
 * started since is not probed), or nothing (`gone`).
 */
export type FileState = 'same' | 'replaced' | 'gone';

/** A probe of this window. Values are replaced, never changed in place. */
export interface OwnedProbe {
  /** Stable for the life of the window, also when the probe is made again. */
  readonly key: number;
  readonly request: AttachRequest;
  /** As the helper has, or had, it. */
  readonly probe: Probe;
  readonly state: ProbeState;
  /** Left out until the first count arrives. */
  readonly hits?: Count;
  /** Kernel return probes only: calls the kernel had no slot for. */
  readonly misses?: Count;
  /** Left out for the kernel, and until the file was looked at. */
  readonly file?: FileState;
  /** Hits per second between the last two counts. */
  readonly rate?: number | undefined;
}

/** Which tree group a probe belongs to: the file's path, or the kernel. */
export function targetOf(request: AttachRequest): string {
  return 'target' in request ? request.target.path : KERNEL_TARGET;
}

/** The one target that is not a path; a path starts with `/`. */
export const KERNEL_TARGET = 'kernel';
