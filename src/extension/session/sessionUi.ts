import type { ElevationError } from '../../elevation/elevationError';
import type { PlannedStrategy } from '../../elevation/elevator';

/** What a session asks of the person in front of it, and where it writes its log. */
export interface SessionUi {
  /** Says what will run as root and why; true to go on. Asks nothing where it is root already. */
  confirm(plan: readonly PlannedStrategy[]): Promise<boolean>;
  /** There is no password dialog here: shall `sudo` ask in the terminal? */
  offerTerminal(error: ElevationError): Promise<boolean>;
  /** Shows that the start is under way until `until` settles, and whom it waits for. */
  progress(until: Promise<unknown>, cancel: () => void, waitsFor: 'helper' | 'terminal'): void;
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string): void;
}
