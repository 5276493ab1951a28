import type { CreateProbe } from '../../../src/protocol/probes';
import type { CreateResult, Hello } from '../../../src/protocol/requests';
import type { ElevatorOptions, PlannedStrategy } from '../../../src/elevation/elevator';
import type { InstalledState } from '../../../src/elevation/installed/installedHelper';
import type { EndReason, StrategyId } from '../../../src/elevation/strategy';

/** What the driver is told to do. */
export interface DriverRequest {
  readonly options: Omit<ElevatorOptions, 'log' | 'terminal'>;
  /** Left out, the helper is the stand-in; else the real one, and this is created. */
  readonly create?: CreateProbe;
  /** Before all else, the installed helper is put in place or taken away. */
  readonly install?: 'install' | 'remove';
  /** One way only; left out, all in their order. */
  readonly via?: StrategyId;
  readonly terminal?: {
    readonly typist: string;
    /** Typed when sudo asks; empty: nobody types. */
    readonly password: string;
    /** What another program of the user does while the terminal opens. */
    readonly mischief?: 'append' | 'link' | 'connect';
  };
}

/** What the stand-in helper says about itself. */
export interface StandInWords {
  readonly uid: number;
  readonly pid: number;
  readonly env: Record<string, string>;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Copies of helpers in /run. */
  readonly copies: readonly string[];
}

export type DriverReport =
  | { type: 'plan'; plan: readonly PlannedStrategy[] }
  | { type: 'installed'; state: InstalledState }
  | { type: 'log' | 'terminal'; text: string }
  | { type: 'impostorCutOff' }
  | { type: 'failed'; code: string; message: string; detail: string }
  | { type: 'connected'; via: StrategyId; pid: number; ms: number }
  | { type: 'said'; said: StandInWords; status: string }
  | { type: 'created'; hello: Hello; results: readonly CreateResult[] }
  | { type: 'ended'; reason: EndReason };

export type ReportOf<T extends DriverReport['type']> = Extract<DriverReport, { type: T }>;
