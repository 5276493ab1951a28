import { join } from 'node:path';
import { TracefsError } from './errors';
import type { Instance } from './instance';
import { checkProbeName } from './probeName';
import { appendCommand, readIfThere } from './tracefsFile';

type Host = Pick<Instance, 'folder' | 'exclusively'>;

/**
 * A trigger that records the kernel's stack at each hit of an event (`Documentation/trace/events.rst`, 6.3.3). It
 * arms the event like `enable` does (`trace_event_trigger_enable_disable`).
 */
export class StackTrigger {
  private readonly file: string;

  constructor(
    private readonly instance: Host,
    group: string,
    event: string,
  ) {
    checkProbeName({ group, event });
    this.file = join(instance.folder, 'events', group, event, 'trigger');
  }

  /**
   * @param filter the event's own: the kernel does not look at that before a trigger (`__trace_event_discard_commit`)
   */
  async set(filter?: string): Promise<void> {
    const bytes = await readIfThere(this.file);
    const text = Buffer.from(bytes ?? []).toString('latin1');
    // The kernel lists what it has only as long as none is set (`trigger_show`).
    if (bytes === undefined || (text.startsWith('#') && !/\bstacktrace\b/.test(text))) {
      throw new TracefsError('notSupported', 'This kernel has no triggers that record stacks.');
    }
    const line = filter === undefined ? 'stacktrace' : `stacktrace if ${filter}`;
    await this.instance.exclusively('Recording stacks', () =>
      appendCommand(this.file, Buffer.from(line)),
    );
  }

  async remove(): Promise<void> {
    await this.instance.exclusively('Recording no more stacks', () =>
      appendCommand(this.file, Buffer.from('!stacktrace')),
    );
  }
}

/** Whether the program's stack is recorded at each event of an instance (`userstacktrace`). */
export async function setUserStacks(instance: Host, on: boolean): Promise<void> {
  const file = join(instance.folder, 'options', 'userstacktrace');
  if ((await readIfThere(file)) === undefined) {
    throw new TracefsError('notSupported', 'This kernel records no stacks of programs.');
  }
  await instance.exclusively('Switching the stacks of programs', () =>
    appendCommand(file, Buffer.from(on ? '1' : '0')),
  );
}
