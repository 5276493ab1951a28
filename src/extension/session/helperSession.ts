import { HelperClient, type Closed } from '../../protocol/client';
import type { Hello } from '../../protocol/requests';
import { ElevationError } from '../../elevation/elevationError';
import type { PlannedStrategy } from '../../elevation/elevator';
import { greet } from '../../elevation/peer/greet';
import type { HelperConnection, StrategyId } from '../../elevation/strategy';
import type { HelperLife } from './helperAccess';
import type { SessionState } from './sessionState';
import type { SessionUi } from './sessionUi';
import { Signal } from './signal';

/** The parts of `Elevator` a session needs. */
export interface Elevate {
  start(
    signal: AbortSignal,
    confirm: (plan: readonly PlannedStrategy[]) => Promise<boolean>,
  ): Promise<HelperConnection>;
  startWith(id: StrategyId, signal: AbortSignal): Promise<HelperConnection>;
}

/** A helper that answers. */
export interface RunningHelper {
  readonly client: HelperClient;
  readonly hello: Hello;
  readonly via: StrategyId;
}

/** How long `stop` waits for the helper to say that everything is removed, in ms. */
const BYE_TIMEOUT = 10_000;

/** One helper a window: starts it when it is needed, knows whether it lives, and ends it. */
export class HelperSession implements HelperLife {
  private readonly stateChanged = new Signal<SessionState>();
  readonly onDidChangeState = this.stateChanged.event;
  private current: SessionState = 'off';
  private helper: RunningHelper | undefined;
  private starting: { promise: Promise<HelperClient>; abort: AbortController } | undefined;
  private stopping: Promise<void> | undefined;

  /**
   * @param elevate makes the way to root anew for every start, so that changed settings count.
   * @param client what the helper is told of us: name and version.
   */
  constructor(
    private readonly elevate: () => Elevate,
    private readonly ui: SessionUi,
    private readonly client: string,
  ) {}

  get state(): SessionState {
    return this.current;
  }

  /** The helper, while it is connected. */
  get running(): RunningHelper | undefined {
    return this.helper;
  }

  /**
   * Whoever asks while it is being started gets the same answer: the user is asked once.
   * @param via the terminal, where the user has chosen it after an error.
   */
  connected(via?: 'terminal'): Promise<HelperClient> {
    if (this.helper) {
      return Promise.resolve(this.helper.client);
    }
    if (!this.starting) {
      const abort = new AbortController();
      const promise = this.start(abort, via);
      this.starting = { promise, abort };
      const done = (): void => {
        this.starting = undefined;
      };
      promise.then(done, done);
    }
    return this.starting.promise;
  }

  /** Cancels a start, or lets the helper remove everything and waits for it. */
  async stop(): Promise<void> {
    this.starting?.abort.abort();
    const helper = this.helper;
    if (helper) {
      this.helper = undefined;
      this.stopping = this.sayGoodbye(helper.client);
    } else if (this.current === 'lost') {
      // A lost helper that the user no longer wants.
      this.enter('off');
    }
    await this.stopping;
  }

  async stopped(): Promise<void> {
    await this.stopping;
  }

  /** Closes the stream at once; the helper removes what it made and exits. */
  dispose(): void {
    this.starting?.abort.abort();
    const helper = this.helper;
    this.helper = undefined;
    helper?.client.dispose();
    this.stateChanged.dispose();
  }

  private async sayGoodbye(client: HelperClient): Promise<void> {
    try {
      await client.request('bye', {}, AbortSignal.timeout(BYE_TIMEOUT));
    } catch (error) {
      this.ui.log('warn', `The helper did not say goodbye: ${String(error)}`);
    } finally {
      client.dispose();
      this.stopping = undefined;
      this.enter('off');
    }
  }

  private async start(abort: AbortController, via?: 'terminal'): Promise<HelperClient> {
    // The states of two helpers must not mix.
    if (this.stopping) {
      await this.stopping;
    }
    const before = this.current;
    this.enter('authorising');
    try {
      return await this.connect(abort, via);
    } catch (error) {
      this.enter(before);
      throw error;
    }
  }

  private async connect(abort: AbortController, via?: 'terminal'): Promise<HelperClient> {
    const elevate = this.elevate();
    const connection = await (via ? this.openTerminal(elevate, abort) : this.open(elevate, abort));
    const client = new HelperClient(connection.stream);
    // Before hello: the helper may have something to say about why it does not answer.
    client.onNotification('log', line => this.ui.log(line.level, line.message));
    try {
      const hello = await greet(connection, client, this.client, abort.signal);
      abort.signal.throwIfAborted();
      this.helper = { client, hello, via: connection.via };
    } catch (error) {
      client.dispose();
      connection.dispose();
      throw abort.signal.aborted ? cancelled() : error;
    }
    void client.closed.then(closed => this.onClosed(client, closed, connection));
    const { pid, kernel } = this.helper.hello;
    this.ui.log('info', `Helper ${pid} connected (${connection.via}) on Linux ${kernel}`);
    this.enter('connected');
    return client;
  }

  private async open(elevate: Elevate, abort: AbortController): Promise<HelperConnection> {
    const attempt = elevate.start(abort.signal, async plan => {
      const goOn = await this.ui.confirm(plan);
      if (goOn) {
        this.ui.progress(attempt, () => abort.abort(), 'helper');
      }
      return goOn;
    });
    try {
      return await attempt;
    } catch (error) {
      if (!(error instanceof ElevationError) || !OFFER_TERMINAL.has(error.code)) {
        throw error;
      }
      if (!(await this.ui.offerTerminal(error))) {
        throw cancelled();
      }
      if (abort.signal.aborted) {
        throw cancelled();
      }
      return this.openTerminal(elevate, abort);
    }
  }

  private openTerminal(elevate: Elevate, abort: AbortController): Promise<HelperConnection> {
    const attempt = elevate.startWith('terminal', abort.signal);
    this.ui.progress(attempt, () => abort.abort(), 'terminal');
    return attempt;
  }

  private onClosed(client: HelperClient, closed: Closed, connection: HelperConnection): void {
    connection.dispose();
    if (this.helper?.client === client) {
      this.helper = undefined;
      this.ui.log('error', `Helper lost: ${closed.reason}`);
      void connection.ended.then(end => {
        this.ui.log('info', `Helper ended: ${[end.code, end.exitCode, end.detail].join(' ')}`);
      });
      this.enter('lost');
    }
  }

  private enter(state: SessionState): void {
    if (this.current !== state) {
      this.current = state;
      this.stateChanged.fire(state);
    }
  }
}

/** No dialog can be shown, but `sudo` may still ask in a terminal. Denied and cancelled are final. */
const OFFER_TERMINAL: ReadonlySet<string> = new Set(['noAgent', 'noPkexec']);

function cancelled(): ElevationError {
  return new ElevationError('cancelled', 'Cancelled.');
}
