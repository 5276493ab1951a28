import { SerialQueue, setUserStacks, StackTrigger, type Instance } from '../tracefs';
import type { OwnedProbe } from './ownedProbe';

interface Recording {
  readonly trigger: StackTrigger;
  readonly filter: string | undefined;
}

/**
 * Stacks that are recorded with the hits of probes: the kernel's by a trigger of the event, which would keep a
 * disarmed probe armed and so comes and goes with it; a program's by an option of the instance, so that while
 * one probe wants it all record it.
 */
export class Stacks {
  private readonly triggers = new Map<OwnedProbe, Recording>();
  private readonly programs = new Set<OwnedProbe>();
  private readonly queue = new SerialQueue();

  /**
   * Makes what is recorded what the probe asks for: after it was armed or disarmed, by the guard at any time, or
   * has another filter or wish. What it is then counts, not what it was at the call.
   */
  match(instance: Instance, probe: OwnedProbe): Promise<void> {
    return this.queue.run(() =>
      isOnProgram(probe) ? this.matchProgram(instance, probe) : this.matchKernel(instance, probe),
    );
  }

  private async matchProgram(instance: Instance, probe: OwnedProbe): Promise<void> {
    const { programs } = this;
    if (isWanted(probe)) {
      await setUserStacks(instance, true);
      programs.add(probe);
    } else if (programs.delete(probe) && programs.size === 0) {
      await setUserStacks(instance, false);
    }
  }

  private async matchKernel(instance: Instance, probe: OwnedProbe): Promise<void> {
    const there = this.triggers.get(probe);
    if (there && (!isWanted(probe) || there.filter !== probe.filter)) {
      await there.trigger.remove();
      this.triggers.delete(probe);
    }
    if (isWanted(probe) && !this.triggers.has(probe)) {
      const { filter } = probe;
      const trigger = new StackTrigger(instance, probe.system, probe.event);
      await trigger.set(filter);
      this.triggers.set(probe, { trigger, filter });
    }
  }
}

function isWanted({ enabled, stacks }: OwnedProbe): boolean {
  return enabled && stacks === true;
}

function isOnProgram({ kind }: OwnedProbe): boolean {
  return kind === 'uprobe' || kind === 'uretprobe';
}
