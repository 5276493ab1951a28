import type { RunningFile } from '../../processes/sameName';
import type { StoppedBy } from '../session/ownLimits';
import type { Count, FileNow, Mappers, OwnedProbe } from '../session/ownedProbe';

/** What is known of a probe on a file when somebody asks why it does not count. */
export interface SilentFacts {
  /** The function as people call it, and its file's name; printable. */
  readonly label: string;
  readonly file: string;
  readonly path: string;
  readonly state: OwnedProbe['state'];
  /** Where the helper stopped it, why. */
  readonly stoppedBy?: StoppedBy;
  readonly hits?: Count;
  /** Which of its hits are captured, and of whose processes; left out where all are. Printable. */
  readonly filter?: string;
  readonly scope?: string;
  /** Hits per second lately. */
  readonly rate?: number;
  readonly fileNow: FileNow;
  /** Inode that was probed, and that at the path now where it is another one. */
  readonly inode: bigint;
  readonly inodeNow?: bigint;
  /** Who runs the probed inode. */
  readonly mappers: Mappers;
  /** Who runs what is at the path now, where that is another file. */
  readonly newMappers?: Mappers;
  /** Other files of the same name that run. */
  readonly twins: readonly RunningFile[];
  /** What decoding told, where the file is still the probed one. */
  readonly code?: {
    /** Other names of the function. */
    readonly aliases: readonly string[];
    /** So small that compilers put copies of it into its callers. */
    readonly isShort: boolean;
    /** A probe some bytes into the function: calls may leave it before. */
    readonly isInside: boolean;
  };
}
