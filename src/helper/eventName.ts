import { randomBytes } from 'node:crypto';
import { eventNameFor, type Tracefs } from '../tracefs';

/**
 * A name that no dynamic event of any tool has: `uprobe_profile` and `kprobe_profile` name an event
 * without its group, so hits of two events of one name cannot be told apart. A wish that is free is
 * granted; a name made from a label always gets a random end, as another helper may be choosing now.
 */
export async function freeEventName(
  tracefs: Tracefs,
  label: string,
  wish: string | undefined,
): Promise<string> {
  const taken = await tracefs.eventNames();
  if (wish !== undefined && !taken.has(wish)) {
    return wish;
  }
  for (;;) {
    const name = eventNameFor(wish ?? label, `_${randomBytes(3).toString('hex')}`);
    if (!taken.has(name)) {
      return name;
    }
  }
}
