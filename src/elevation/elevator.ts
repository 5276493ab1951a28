import { ElevationError } from './elevationError';
import type { ElevationCode } from './elevationError';
import { HelperFile } from './helperFile';
import { HelperInstaller } from './installed/helperInstaller';
import { sweepLeftovers } from './launch/leftovers';
import { cancelled } from './launch/waitForHelper';
import { DirectStrategy } from './strategies/direct';
import { InstalledStrategy } from './strategies/installed';
import { LaunchSettings } from './strategies/launchSettings';
import { OwnCommandStrategy } from './strategies/ownCommand';
import { PkexecStrategy } from './strategies/pkexec';
import { SocketStrategy } from './strategies/socketStrategy';
import { SudoStrategy } from './strategies/sudo';
import { TerminalStrategy } from './strategies/terminal';
import type { HelperConnection, Strategy, StrategyId } from './strategy';
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
  /** Overrides the 10 seconds that a helper has to connect once root was given (tests). */
  readonly handshakeMs?: number;
}

/** One row of the plan: `reason` says why not, or what will run. */
export interface PlannedStrategy {
  readonly id: StrategyId;
  readonly ok: boolean;
  readonly code?: ElevationCode;
  readonly reason: string;
}

/** After these the next way is tried; every other failure would meet the next way too, or is a person's no. */
const TRY_NEXT: ReadonlySet<ElevationCode> = new Set(['noSudo', 'passwordNeeded', 'noPkexec']);

/** Finds a way to root and returns the helper that runs there. */
export class Elevator {
  /** What is installed for all windows, and how it gets there. */
  readonly installer: HelperInstaller;
  private readonly settings: LaunchSettings;
  private readonly strategies: readonly Strategy[];

  constructor(private readonly options: ElevatorOptions) {
    const settings = new LaunchSettings(options.log, options.nodePath, options.handshakeMs);
    const { command } = options;
    this.settings = settings;
    this.installer = new HelperInstaller(settings, options.helperPath);
    this.strategies =
      command !== undefined && command.length > 0
        ? [new OwnCommandStrategy(command, options.log)]
        : [
            new DirectStrategy(settings),
            new SudoStrategy(settings),
            new InstalledStrategy(settings, options.helperPath),
            new PkexecStrategy(settings, options.elevatorPath),
            new TerminalStrategy(settings, options.terminal),
          ];
  }

  /** Every way with its state, in the order in which they are tried. Runs nothing as root. */
  async plan(): Promise<readonly PlannedStrategy[]> {
    const interpreter = await this.settings.checkInterpreter();
    return Promise.all(
      this.strategies.map(async (strategy): Promise<PlannedStrategy> => {
        const { id } = strategy;
        if (process.platform !== 'linux' && id !== 'command') {
          return { id, ok: false, code: 'notLinux', reason: 'Probes exist on Linux only.' };
        }
        const checked = await strategy.check();
        if (!checked.ok || id === 'command') {
          return { id, ...checked };
        }
        return interpreter.ok
          ? { id, ok: true, reason: `${checked.reason} ${interpreter.reason}` }
          : { id, ...interpreter };
      }),
    );
  }

  /**
   * Tries the ways in order until a helper is connected. `confirm` is asked once, before anything runs.
   * The terminal is never opened by this: see {@link startWith}.
   * @throws ElevationError of the last way tried; `cancelled` if `confirm` says no or `signal` fires.
   */
  async start(
    signal: AbortSignal,
    confirm?: (plan: readonly PlannedStrategy[]) => Promise<boolean>,
  ): Promise<HelperConnection> {
    const plan = await this.plan();
    const automatic = plan.filter(planned => planned.id !== 'terminal');
    if (automatic.some(planned => planned.ok) && confirm !== undefined && !(await confirm(plan))) {
      throw cancelled();
    }
    return this.firstOf(automatic, planned => this.startWith(planned.id, signal));
  }

  /**
   * Puts the helper where only root can change it, or takes it away, by the first way that is open.
   * @param via the terminal, after the user chose it on `noAgent` or `noPkexec`
   * @throws ElevationError as {@link start}
   */
  async install(
    action: 'install' | 'remove',
    signal: AbortSignal,
    via?: 'terminal',
  ): Promise<void> {
    const ways = (await this.plan()).filter(
      ({ id }) => id !== 'installed' && (via === undefined ? id !== 'terminal' : id === via),
    );
    await this.firstOf(ways, ({ id }) => {
      const way = this.strategies.find(candidate => candidate.id === id);
      if (!(way instanceof SocketStrategy)) {
        throw new ElevationError(
          'badCommand',
          'The helper is started by your own command, and cannot be installed.',
        );
      }
      return this.installer[action](way, signal);
    });
  }

  /** The first open way that works; after some failures the next one is tried. */
  private async firstOf<T>(
    plan: readonly PlannedStrategy[],
    attempt: (planned: PlannedStrategy) => Promise<T>,
  ): Promise<T> {
    let last = refusalOf(plan);
    for (const planned of plan.filter(({ ok }) => ok)) {
      try {
        return await attempt(planned);
      } catch (error) {
        if (!(error instanceof ElevationError) || !TRY_NEXT.has(error.code)) {
          throw error;
        }
        this.options.log(`${planned.id}: ${error.message}`);
        last = error;
      }
    }
    throw last;
  }

  /** One way by name: `terminal`, after the user chose it on `noAgent` or `noPkexec`. */
  async startWith(id: StrategyId, signal: AbortSignal): Promise<HelperConnection> {
    const strategy = this.strategies.find(candidate => candidate.id === id);
    if (strategy === undefined) {
      throw new ElevationError('badCommand', `There is no way "${id}" with these settings.`);
    }
    for (const path of await sweepLeftovers()) {
      this.options.log(`Removed what a dead window left: ${path}`);
    }
    const helper = await HelperFile.read(this.options.helperPath);
    this.options.log(`Starting the helper: ${id}`);
    return strategy.start(helper, signal);
  }
}

/** What to say if no way is open: the reason of the last, which is the one that most people have. */
function refusalOf(plan: readonly PlannedStrategy[]): ElevationError {
  const last = plan.at(-1);
  return new ElevationError(last?.code ?? 'ended', last?.reason ?? 'There is no way to root here.');
}
