import type { Duplex } from 'node:stream';
import type { ElevationCode } from './elevationError';
import type { HelperFile } from './helperFile';

/** In the order they are tried; `command` is the user's own and excludes the others. */
export type StrategyId = 'direct' | 'sudo' | 'installed' | 'pkexec' | 'terminal' | 'command';

/** Why a connection is over. */
export interface EndReason {
  /** `disposed`: by this side. `closed`: by the helper, or it died. `failed`: the stream broke. */
  readonly code: 'disposed' | 'closed' | 'failed';
  /** Of the process that was started, if it is known. */
  readonly exitCode?: number;
  /** The last words on its standard error, or the stream's error. */
  readonly detail?: string;
}

/** A helper that runs; except for `command` it has proved to be root. */
export interface HelperConnection {
  readonly stream: Duplex;
  readonly via: StrategyId;
  /** The kernel could not say whose the other end is: see `greet`. */
  readonly needsProof: boolean;
  /** Of the helper, as this side sees it. */
  readonly pid?: number;
  /** Settles when the stream is closed and, where it can be seen, the process is gone. Never rejects. */
  readonly ended: Promise<EndReason>;
  /** Closes the stream, which makes the helper remove what it made and exit. */
  dispose(): void;
}

/** What a strategy says about itself before anything is run or asked. */
export type Availability =
  | { readonly ok: true; /** What will be run. */ readonly reason: string }
  | { readonly ok: false; readonly code: ElevationCode; readonly reason: string };

/** One way to a helper that is root. */
export interface Strategy {
  readonly id: StrategyId;
  /** Runs nothing as root and shows nothing. */
  check(): Promise<Availability>;
  /** @throws ElevationError */
  start(helper: HelperFile, signal: AbortSignal): Promise<HelperConnection>;
}
