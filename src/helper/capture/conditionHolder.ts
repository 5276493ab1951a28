import { FreezeTrigger, type Instance } from '../../tracefs';
import type { OwnedProbe } from '../ownedProbe';

/**
 * The condition that freezes a recorder. Its trigger would keep a disarmed probe armed, and a removed one in the
 * kernel, so it comes and goes with the probe's being armed.
 */
export class ConditionHolder {
  private readonly trigger: FreezeTrigger | undefined;
  private isThere = false;
  private fired = false;

  /** @param probe whose call freezes it; without one nothing but a hand does */
  constructor(
    instance: Instance,
    private readonly probe?: OwnedProbe,
    filter?: string,
  ) {
    // What is not captured must not freeze: the kernel asks triggers before it looks at the event's filter
    // (`__event_trigger_test_discard` in `kernel/trace/trace_events.h`), though not for processes out of scope.
    const parts = [probe?.filter, filter].filter(part => part !== undefined);
    const whole = parts.length > 1 ? parts.map(part => `(${part})`).join(' && ') : parts[0];
    this.trigger = probe && new FreezeTrigger(instance, probe.system, probe.event, whole);
  }

  get isSet(): boolean {
    return this.isThere;
  }

  /** Throws `TracefsError`, with the kernel's words about the filter. */
  async set(): Promise<void> {
    if (this.trigger && !this.isThere) {
      await this.trigger.set();
      this.isThere = true;
    }
  }

  async remove(): Promise<void> {
    if (this.trigger && this.isThere) {
      this.fired ||= await this.trigger.hasFired();
      await this.trigger.remove();
      this.isThere = false;
    }
  }

  /** Whether it has come true. */
  async hasFired(): Promise<boolean> {
    return this.fired || (this.isThere && (await this.trigger?.hasFired()) === true);
  }

  isOf(probe: OwnedProbe): boolean {
    return this.probe === probe;
  }
}
