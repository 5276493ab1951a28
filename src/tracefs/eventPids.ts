import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instance } from './instance';
import { readIfThere } from './tracefsFile';

/** Which threads' events an instance takes, and which it leaves out whatever the former say. */
const TAKEN = 'set_event_pid';
const LEFT_OUT = 'set_event_notrace_pid';

/**
 * The threads whose events an instance takes: `set_event_pid` (`Documentation/trace/ftrace.rst`), which
 * goes by thread id although it says pid. While it names any, events of others do not get into the
 * buffer; when the last of them has ended, none do. With `event-fork` their children are named too,
 * and those that end are not any more (`trace_event_follow_fork()` in `kernel/trace/trace_events.c`).
 * Hits are counted all the same.
 */
export class EventPids {
  constructor(private readonly instance: Instance) {}

  /** Thread ids that are named; none means events of all threads, or that all named have ended. */
  async named(): Promise<Set<number>> {
    return numbersIn(await readFile(join(this.instance.folder, TAKEN), 'latin1'));
  }

  /** Thread ids that are left out; none before Linux 5.7. Those that end are not any more. */
  async leftOut(): Promise<Set<number>> {
    const bytes = await readIfThere(join(this.instance.folder, LEFT_OUT));
    return numbersIn(Buffer.from(bytes ?? []).toString('latin1'));
  }

  /** Names threads beside those that are: all or none. Each call waits some 30 ms (`event_pid_write()`). */
  async add(tids: readonly number[]): Promise<void> {
    await this.instance.append('options/event-fork', '1', 'Following new threads');
    await this.instance.append(TAKEN, tids.join(' '), 'Limiting events to processes');
  }

  /**
   * Leaves threads out that are named. The kernel has no way to take single ones off the list.
   * Does nothing before Linux 5.7.
   */
  async leaveOut(tids: readonly number[]): Promise<void> {
    if ((await readIfThere(join(this.instance.folder, LEFT_OUT))) !== undefined) {
      await this.instance.append(LEFT_OUT, tids.join(' '), 'Leaving processes out');
    }
  }

  /**
   * Events of all threads again but this process's own; `then` may name threads anew before any event
   * gets into the buffer.
   *
   * Both lists only grow by writing; O_TRUNC is what empties one (`ftrace_event_set_pid_open()` in
   * `kernel/trace/trace_events.c`). The rule against it stands for files that hold everybody's
   * events; these two are the instance's own: `i_private` is its `trace_array`, and nothing else is
   * touched.
   */
  async clear(then: () => Promise<void>): Promise<void> {
    await this.instance.withoutEvents('scope', async () => {
      for (const name of [TAKEN, LEFT_OUT]) {
        await this.instance.exclusively('Taking events of all processes', () => this.empty(name));
      }
      await this.instance.excludeThisProcess();
      await then();
    });
  }

  private async empty(name: string): Promise<void> {
    const file = join(this.instance.folder, name);
    if ((await readIfThere(file)) !== undefined) {
      await (await open(file, constants.O_WRONLY | constants.O_TRUNC)).close();
    }
  }
}

function numbersIn(text: string): Set<number> {
  return new Set(text.split('\n').filter(Boolean).map(Number));
}
