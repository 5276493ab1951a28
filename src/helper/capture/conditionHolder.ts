import { FreezeTrigger, SerialQueue, type Instance } from '../../tracefs';
import type { OwnedProbe } from '../ownedProbe';

interface Condition {
  readonly trigger: FreezeTrigger;
  readonly text: string | undefined;
}

/**
 * The condition that freezes a recorder. Its trigger would keep a disarmed probe armed, and a removed one in the
 * kernel, so it comes and goes with the probe's being armed.
 */
export class ConditionHolder {
  private there: Condition | undefined;
  private fired = false;
  private isOver = false;
  private readonly queue = new SerialQueue();

  /** @param probe whose call freezes it; without one nothing but a hand does */
  constructor(
    private readonly instance: Instance,
    private readonly probe?: OwnedProbe,
    private readonly filter?: string,
  ) {}

  get isSet(): boolean {
    return this.there !== undefined;
  }

  /**
   * Makes the trigger what the probe asks for: none while it is disarmed, by the guard at any time, and with its
   * filter. What it is then counts, not what it was at the call. Throws `TracefsError`, with the kernel's words
   * about the filter.
   */
  match(): Promise<void> {
    return this.queue.run(async () => {
      const { there, text } = this;
      if (there && (!this.isWanted || there.text !== text)) {
        const { gate } = this.instance;
        this.fired ||= await there.trigger.hasFired();
        const wasShut = gate.isShutByOthers;
        await there.trigger.remove();
        // Between the two it may have come true, which only the buffer still shows.
        this.fired ||= !wasShut && gate.isShutByOthers;
        this.there = undefined;
      }
      if (this.isWanted && this.probe && !this.there) {
        const { system, event } = this.probe;
        const trigger = new FreezeTrigger(this.instance, system, event, text);
        await trigger.set();
        this.there = { trigger, text };
      }
    });
  }

  /** The end of the recorder. */
  remove(): Promise<void> {
    this.isOver = true;
    return this.match();
  }

  /** Whether it has come true. */
  async hasFired(): Promise<boolean> {
    return this.fired || (await this.there?.trigger.hasFired()) === true;
  }

  isOf(probe: OwnedProbe): boolean {
    return this.probe === probe;
  }

  private get isWanted(): boolean {
    return !this.isOver && this.probe?.enabled === true;
  }

  /**
   * What is not captured must not freeze: the kernel asks triggers before it looks at the event's filter
   * (`__event_trigger_test_discard` in `kernel/trace/trace_events.h`), though not for processes out of scope.
   */
  private get text(): string | undefined {
    const parts = [this.probe?.filter, this.filter].filter(part => part !== undefined);
    return parts.length > 1 ? parts.map(part => `(${part})`).join(' && ') : parts[0];
  }
}
