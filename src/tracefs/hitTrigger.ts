import { readFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instance } from './instance';
import { errnoOf, fileError } from './kernelErrors';
import { checkProbeName } from './probeName';
import { appendCommand } from './tracefsFile';

/**
 * Every call has the same key, the event's own number, so that there is one entry, in the smallest table
 * (`TRACING_MAP_BITS_MIN` in `kernel/trace/tracing_map.h`). Kernels have this field since they have the trigger.
 */
const COUNT = 'hist:keys=common_type:size=128';

/**
 * Counts the calls of a static event in an instance (`Documentation/trace/histogram.rst`) by the processes that
 * `set_event_pid` names (`trace_event_buffer_reserve` in `kernel/trace/trace_events.c`): also those that the event's
 * filter keeps out, as the kernel asks triggers first (`__event_trigger_test_discard` in
 * `kernel/trace/trace_events.h`), and while tracing is off. It arms the event like `enable` does, until it is removed,
 * and goes with the instance (`clear_event_triggers`).
 */
export class HitTrigger {
  private constructor(
    private readonly instance: Pick<Instance, 'exclusively'>,
    private readonly folder: string,
  ) {}

  /** For an event of an instance; undefined where the kernel has no such triggers (CONFIG_HIST_TRIGGERS). */
  static async find(
    instance: Pick<Instance, 'folder' | 'exclusively'>,
    group: string,
    event: string,
  ): Promise<HitTrigger | undefined> {
    checkProbeName({ group, event });
    const folder = join(instance.folder, 'events', group, event);
    try {
      await access(join(folder, 'hist'));
      return new HitTrigger(instance, folder);
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') {
        return undefined;
      }
      throw await fileError(error, `Looking for the histogram of ${group}/${event}`);
    }
  }

  /** Counts from now on, from 0. */
  async set(): Promise<void> {
    await this.append('Counting hits', COUNT);
  }

  /**
   * Calls since it was set; `null` where that cannot be read. Read here: it is one page, for which another thread would
   * be asked five times, and there may be hundreds of such events.
   */
  hits(): bigint | null {
    try {
      const text = readFileSync(join(this.folder, 'hist'), 'latin1');
      const [, hits] = /^ +Hits: (\d+)$/m.exec(text) ?? [];
      return hits === undefined ? null : BigInt(hits);
    } catch {
      return null;
    }
  }

  async remove(): Promise<void> {
    await this.append('Counting no more hits', `!${COUNT}`);
  }

  private async append(doing: string, line: string): Promise<void> {
    await this.instance.exclusively(doing, () =>
      appendCommand(join(this.folder, 'trigger'), Buffer.from(line)),
    );
  }
}
