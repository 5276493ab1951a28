import { setUserStacks, StackTrigger, type Instance } from '../tracefs';
import type { OwnedProbe } from './ownedProbe';

/**
 * Stacks that are recorded with the hits of probes: the kernel's by a trigger of the event, which would keep a
 * disarmed probe armed and so comes and goes with it; a program's by an option of the instance, so that while
 * one probe wants it all record it.
 */
export class Stacks {
  private readonly triggers = new Map<OwnedProbe, StackTrigger>();
  private readonly programs = new Set<OwnedProbe>();

  /** A probe is armed. */
  async armed(instance: Instance, probe: OwnedProbe): Promise<void> {
    if (probe.stacks !== true) {
      return;
    }
    if (isOnProgram(probe)) {
      await setUserStacks(instance, true);
      this.programs.add(probe);
    } else if (!this.triggers.has(probe)) {
      const trigger = new StackTrigger(instance, probe.system, probe.event);
      await trigger.set(probe.filter);
      this.triggers.set(probe, trigger);
    }
  }

  /** A probe is about to be disarmed. */
  async disarming(instance: Instance, probe: OwnedProbe): Promise<void> {
    const trigger = this.triggers.get(probe);
    this.triggers.delete(probe);
    await trigger?.remove();
    if (this.programs.delete(probe) && this.programs.size === 0) {
      await setUserStacks(instance, false);
    }
  }

  /** A probe has another filter, which its trigger is to have too. */
  async filtered(probe: OwnedProbe): Promise<void> {
    const trigger = this.triggers.get(probe);
    if (trigger) {
      await trigger.remove();
      await trigger.set(probe.filter);
    }
  }
}

function isOnProgram({ kind }: OwnedProbe): boolean {
  return kind === 'uprobe' || kind === 'uretprobe';
}
