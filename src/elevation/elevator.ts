import { ElevationError } from './elevationError';
import type { ElevationCode } from './elevationError';
import type { HelperConnection, StrategyId } from './strategy';
import type { TerminalLauncher } from './terminalLauncher';

export interface ElevatorOptions {
  /** The bundled helper, dist/helper.js. */
  readonly helperPath: string;
  /** The process that talks to sudo-prompt, dist/elevator.js. */
  readonly elevatorPath: string;
  /** The Node that root shall run; without it the one that runs here. */
  readonly nodePath?: string;
  readonly terminal?: TerminalLauncher;
  /** The user's own command, as an argument array: with it, only that is tried. */
  readonly command?: readonly string[];
  /** One line for the log; nothing secret ever passes. */
  readonly log: (line: string) => void;
}

/** One row of the plan: `reason` says why not, or what will run. */
export interface PlannedStrategy {
  readonly id: StrategyId;
  readonly ok: boolean;
  readonly code?: ElevationCode;
  readonly reason: string;
}

/** Finds a way to root and returns the helper that runs there. */
export class Elevator {
  constructor(private readonly options: ElevatorOptions) {}

  /** Every way with its state, in the order in which they are tried. Runs nothing as root. */
  plan(): Promise<readonly PlannedStrategy[]> {
    return Promise.resolve([]);
  }

  /**
   * Tries the ways in order until a helper is connected. `confirm` is asked once, before anything runs.
   * The terminal is never opened by this: see {@link startWith}.
   * @throws ElevationError of the last way tried; `cancelled` if `confirm` says no or `signal` fires.
   */
  start(
    signal: AbortSignal,
    _confirm?: (plan: readonly PlannedStrategy[]) => Promise<boolean>,
  ): Promise<HelperConnection> {
    return this.startWith('direct', signal);
  }

  /** One way by name: `terminal`, after the user chose it on `noAgent` or `noPkexec`. */
  startWith(_id: StrategyId, _signal: AbortSignal): Promise<HelperConnection> {
    return Promise.reject(new ElevationError('ended', `Not there yet: ${this.options.helperPath}`));
  }
}
