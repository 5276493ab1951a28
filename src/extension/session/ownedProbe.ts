import type { Probe } from '../../protocol/probes';
import type { AttachRequest } from './attachRequest';
import type { StoppedBy } from './ownLimits';

/**
 * - `armed`: it counts.
 * - `stopped`: the kernel has it, disabled.
 * - `lost`: the helper that owned it is gone and the kernel has it no longer; it can be made again.
 */
export type ProbeState = 'armed' | 'stopped' | 'lost';

/** Hits since creation over all processes running the file. `unknown`: the kernel cannot tell this event from another. */
export type Count = bigint | 'unknown';

/**
 * What the path of a probed file leads to now.
 *
 * - `same`: the armed inode, with the probed code where it was.
 * - `replaced`: another inode; what has started since is not probed.
 * - `overwritten`: the armed inode with other code in it; the probe is inside code it was not made for.
 * - `gone`: nothing.
 * - `untold`: not known, as the process that led to it has ended.
 */
export type FileState = 'same' | 'replaced' | 'overwritten' | 'gone' | 'untold';

/** A file as it was last looked at. */
export interface FileNow {
  readonly state: FileState;
  /** When what is there now was written, in ms since the epoch; of another build only. */
  readonly builtAt?: number;
}

/** Who has a probed file mapped executable: those in which its probes can fire. */
export interface Mappers {
  readonly processes: number;
  /** How many users these belong to. */
  readonly users: number;
  /** In how many containers some of them run. */
  readonly containers: number;
  /** Processes that did not let themselves be looked at: there may be more mappers among them. */
  readonly unseen: number;
}

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
  /** Those of each of several places; left out until they are read, and old where nobody looks. */
  readonly placeHits?: readonly Count[];
  /** Kernel return probes only: calls the kernel had no slot for. */
  readonly misses?: Count;
  /** Left out for the kernel, and until the file was looked at. */
  readonly file?: FileNow;
  /** Left out for the kernel, and until somebody looked. */
  readonly mappers?: Mappers;
  /** It was armed until its file was written over in place. */
  readonly isHalted?: true;
  /** When it was made again in a rebuilt file, in ms since the epoch: hits count from then. */
  readonly rearmedAt?: number;
  /** When its time is over, in ms of `performance.now`; left out for one that has no end or is not armed. */
  readonly expiresAt?: number;
  /** Minutes until then, once they are few. */
  readonly minutesLeft?: number;
  /** The helper stopped it by itself. */
  readonly stoppedBy?: StoppedBy;
  /** Hits per second between the last two counts. */
  readonly rate?: number | undefined;
}

/** Which tree group a probe belongs to: the file's path, with where it runs if need be, or the kernel. */
export function targetOf(request: AttachRequest): string {
  if (!('target' in request)) {
    return KERNEL_TARGET;
  }
  const { path, where } = request.target;
  return where === undefined ? path : `${path} · ${where}`;
}

/** The one target that is not a path; a path starts with `/`. */
export const KERNEL_TARGET = 'kernel';

/** Whether the file at the path is no longer what is probed: new processes do not pass the probe. */
export function isStale({ file }: OwnedProbe): boolean {
  return file?.state === 'replaced' || file?.state === 'overwritten';
}
