import { TracingSwitch } from './tracingSwitch';

/** Why events are kept out for a moment. */
export type PauseCause = 'remove' | 'filter' | 'scope';

/** Who lets events in, as long as it holds the gate. */
export interface GateHolder {
  /** Whether something has ended it meanwhile, such as a trigger: then a pause's end lets nothing in. */
  isEnded(): Promise<boolean>;
  /** Nothing got into the buffer for so long, in ms. */
  onPause(cause: PauseCause, ms: number): void;
}

/**
 * Whether events get into an instance's buffer: `tracing_on`, by one hand. Pauses may overlap, and a word that ends
 * it all holds, whenever it comes.
 */
export class EventGate {
  private held: { readonly tracing: TracingSwitch; readonly holder: GateHolder } | undefined;
  private pauses = 0;
  /** The pause that is on: why, since when, and whether its end lets events in. */
  private paused = { cause: 'filter' as PauseCause, since: 0, resumes: false };
  private lastSet = false;
  /** When we last threw the switch, in ms. */
  setAt = -Infinity;

  constructor(private readonly folder: string) {}

  /**
   * Keeps the switch open, so that it is thrown at once, until {@link release}: the instance cannot be removed
   * before. Throws `TracefsError`.
   */
  async hold(holder: GateHolder): Promise<void> {
    this.held = { tracing: await TracingSwitch.open(this.folder), holder };
  }

  /** Lets go of it; a pause lets nothing in any more. */
  release(): void {
    this.paused.resumes = false;
    this.lastSet = false;
    this.held?.tracing.close();
    this.held = undefined;
  }

  /** Whether events get in; false during a pause. Throws what `fs` does. */
  get isOn(): boolean {
    return this.held?.tracing.isOn ?? false;
  }

  /** Whether events get in, or will after the pause. */
  get isWanted(): boolean {
    return this.pauses > 0 ? this.paused.resumes : this.isOn;
  }

  /** Whether somebody else, or a trigger, keeps events out: not we. */
  get isShutByOthers(): boolean {
    return this.pauses === 0 && this.lastSet && !this.isOn;
  }

  /** Lets events in, after the pause where there is one, or none from now on. Throws what `fs` does. */
  set(on: boolean): void {
    this.lastSet = on;
    if (this.pauses > 0) {
      this.tellUnless(on);
      if (on && !this.paused.resumes) {
        // What was before is told, or was nothing that is missed.
        this.paused.since = performance.now();
      }
      this.paused.resumes = on;
    }
    if (!on || this.pauses === 0) {
      this.throwIt(this.held?.tracing, on);
    }
  }

  /** Does something while nothing gets in; what was off stays off. */
  async pause<Result>(cause: PauseCause, task: () => Promise<Result>): Promise<Result> {
    const own = this.held ? undefined : await TracingSwitch.open(this.folder);
    try {
      return await this.pauseBy(() => this.held?.tracing ?? own, cause, task);
    } finally {
      own?.close();
    }
  }

  private async pauseBy<Result>(
    tracing: () => TracingSwitch | undefined,
    cause: PauseCause,
    task: () => Promise<Result>,
  ): Promise<Result> {
    if (this.pauses === 0) {
      this.paused = { cause, since: performance.now(), resumes: tracing()?.isOn === true };
      if (this.paused.resumes) {
        this.throwIt(tracing(), false);
      }
    }
    this.pauses++;
    try {
      return await task();
    } finally {
      // A trigger that was hit just before the pause, which nothing else would tell.
      if ((await this.held?.holder.isEnded().catch(() => false)) === true) {
        this.set(false);
      }
      if (--this.pauses === 0 && this.paused.resumes) {
        this.throwIt(tracing(), true);
        this.tellUnless(false);
      }
    }
  }

  private throwIt(tracing: TracingSwitch | undefined, on: boolean): void {
    this.setAt = performance.now();
    tracing?.set(on);
  }

  /** Says how long it was, where that is over now. */
  private tellUnless(goesOn: boolean): void {
    const { cause, since, resumes } = this.paused;
    if (resumes && !goesOn) {
      this.held?.holder.onPause(cause, performance.now() - since);
    }
  }
}
