import { randomBytes } from 'node:crypto';
import { eventNameFor, type Tracefs } from '../tracefs';

/**
 * Names that no dynamic event of any tool has: `uprobe_profile` and `kprobe_profile` name an event without its group,
 * so hits of two events of one name cannot be told apart. A wish that is free is granted; a name made from a label
 * always gets a random end, as another helper may be choosing now. The kernel's list is read once, for all events of a
 * request: for each it would take longer with every event there is.
 */
export class FreeNames {
  private taken: Set<string> | undefined;

  async take(tracefs: Tracefs, label: string, wish: string | undefined): Promise<string> {
    this.taken ??= await tracefs.eventNames();
    const name =
      wish !== undefined && !this.taken.has(wish) ? wish : withEnd(this.taken, wish ?? label);
    this.taken.add(name);
    return name;
  }
}

function withEnd(taken: ReadonlySet<string>, label: string): string {
  for (;;) {
    const name = eventNameFor(label, `_${randomBytes(3).toString('hex')}`);
    if (!taken.has(name)) {
      return name;
    }
  }
}
