import { constants } from 'node:fs';
import { open, readdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTraceClock, writeBufferSize } from './bufferSettings';
import { TracefsError } from './errors';
import { readFilter, writeFilter } from './eventFilter';
import { errnoOf, fileError } from './kernelErrors';
import { Lease } from './lease';
import { EventGate, type PauseCause } from './eventGate';
import { checkProbeName } from './probeName';
import { openAllPages, type RawPages } from './rawPages';
import type { SerialQueue } from './serialQueue';
import { appendCommand, readIfThere, switchEvent } from './tracefsFile';

/**
 * One tracing instance: its own ring buffer, and its own switch, filter and trigger for each event.
 */
export class Instance {
  /** Whether events get into the buffer. */
  readonly gate: EventGate;

  constructor(
    readonly name: string,
    readonly folder: string,
    private readonly writes: SerialQueue,
  ) {
    this.gate = new EventGate(folder);
  }

  /**
   * Switches an event on or off in this instance. Arms or disarms the probe, which takes some 20 to
   * 60 ms. Throws `busy` if perf holds it, `invalidInput` if the place cannot be armed (e.g. a file
   * offset beyond the end of the file).
   */
  async setEnabled(group: string, event: string, on: boolean): Promise<void> {
    const file = this.eventFile(group, event, 'enable');
    const doing = `Switching ${group}/${event} ${on ? 'on' : 'off'}`;
    const settled = await this.write(doing, () => switchEvent(file, on));
    if (!settled) {
      throw new TracefsError(
        'busy',
        `${doing} failed: perf holds the event; stop perf and try again (EINTR).`,
        {
          errno: 'EINTR',
        },
      );
    }
  }

  /**
   * Throws `busy` where perf holds an event that is off. The kernel tells only when the event is
   * switched on, which is done for a moment (EINTR, `probe_event_enable` in
   * `kernel/trace/trace_uprobe.c`); a place that cannot be armed does not matter here.
   */
  async requireNotHeld(group: string, event: string): Promise<void> {
    try {
      await this.setEnabled(group, event, true);
    } catch (error) {
      if (error instanceof TracefsError && error.code === 'invalidInput') {
        return;
      }
      throw error;
    }
    await this.setEnabled(group, event, false);
  }

  /** Whether the event is on in this instance; a trigger alone does not make it so. */
  async isEnabled(group: string, event: string): Promise<boolean> {
    const file = this.eventFile(group, event, 'enable');
    try {
      return (await readFile(file, 'latin1')).startsWith('1');
    } catch (error) {
      throw await fileError(error, `Reading whether ${group}/${event} is on`);
    }
  }

  /**
   * Which of the event's records get into this instance's buffer; undefined for all. Hits are counted
   * all the same. Throws `invalidInput` with the kernel's words and the column where it stumbled.
   * @returns the filter as the kernel has it now
   */
  setFilter(group: string, event: string, filter: string | undefined): Promise<string | undefined> {
    const file = this.eventFile(group, event, 'filter');
    return this.write(`Setting the filter of ${group}/${event}`, () =>
      writeFilter(file, filter, task => this.withoutEvents('filter', task)),
    );
  }

  /** The event's filter in this instance; undefined for none. */
  async filter(group: string, event: string): Promise<string | undefined> {
    const file = this.eventFile(group, event, 'filter');
    try {
      return await readFilter(file);
    } catch (error) {
      throw await fileError(error, `Reading the filter of ${group}/${event}`);
    }
  }

  /** Does something while nothing gets into the buffer; what was off stays off. */
  withoutEvents(cause: PauseCause, task: () => Promise<void>): Promise<void> {
    return this.gate.pause(cause, task);
  }

  /** Switches writing to this instance's buffer on or off, whoever holds its gate. */
  async setTracingOn(on: boolean): Promise<void> {
    await this.append('tracing_on', on ? '1' : '0', 'Switching tracing');
  }

  /**
   * The clock of its time stamps, by the kernel's name; empties the buffer (`tracing_set_clock`). Throws
   * `notSupported` for one that this kernel lacks.
   */
  async setClock(clock: string): Promise<void> {
    await setTraceClock(this, clock);
  }

  /** How its pages and the events in them are laid out, in the kernel's words. */
  async describePages(): Promise<{ headerPage: string; headerEvent: string }> {
    const read = (name: string): Promise<string> =>
      readFile(join(this.folder, 'events', name), 'latin1');
    try {
      return { headerPage: await read('header_page'), headerEvent: await read('header_event') };
    } catch (error) {
      throw await fileError(error, 'Reading how the buffer is laid out');
    }
  }

  /** How the records of an event are laid out, in the kernel's words. */
  async describeEvent(group: string, event: string): Promise<string> {
    checkProbeName({ group, event });
    try {
      return await readFile(join(this.folder, 'events', group, event, 'format'), 'latin1');
    } catch (error) {
      throw await fileError(error, `Reading the format of ${group}/${event}`);
    }
  }

  /** Opens the buffer of every CPU for reading; while one is open the instance cannot be removed. */
  openPages(): Promise<RawPages[]> {
    return openAllPages(this.folder);
  }

  /**
   * Room of this instance's buffer, in KiB per CPU; the kernel rounds up to whole pages. Throws `tooMany`
   * where there is no memory for it, `busy` while somebody has its `trace` open or has mapped it.
   */
  async setBufferSize(kibibytes: number): Promise<void> {
    await this.exclusively('Sizing the buffer', () => writeBufferSize(this.folder, kibibytes));
  }

  /**
   * Keeps this process's own calls out of the buffer. The kernel goes by thread
   * (`Documentation/trace/ftrace.rst`, set_event_notrace_pid), so every thread is listed, and later
   * ones inherit it.
   */
  async excludeThisProcess(): Promise<void> {
    const doing = 'Keeping this process out of the trace';
    if ((await readIfThere(join(this.folder, 'set_event_notrace_pid'))) === undefined) {
      throw new TracefsError('notSupported', `${doing} needs a kernel of 5.7 or later.`);
    }
    await this.append(join('options', 'event-fork'), '1', doing);
    const known = new Set<string>();
    let fresh: string[];
    do {
      fresh = (await readdir('/proc/self/task')).filter(tid => !known.has(tid));
      if (fresh.length > 0) {
        fresh.forEach(tid => known.add(tid));
        // One write for all: each waits for a grace period of some 30 ms (`event_pid_write`).
        await this.append('set_event_notrace_pid', fresh.join(' '), doing);
      }
    } while (fresh.length > 0);
  }

  /**
   * Opens `trace_pipe` and keeps it open: as long as it is, nobody can remove the instance, so its
   * owner is alive. Throws `busy` if another process has it.
   */
  async holdLease(): Promise<Lease> {
    try {
      return new Lease(
        await open(join(this.folder, 'trace_pipe'), constants.O_RDONLY | constants.O_NONBLOCK),
      );
    } catch (error) {
      throw await fileError(error, `Holding the instance ${this.name}`);
    }
  }

  /**
   * Removes the instance, which switches its events off, unless another has just done so: `instance_rmdir()` in
   * kernel/trace/trace.c answers ENODEV then. Throws `busy` while anyone reads from it.
   */
  async remove(): Promise<void> {
    await this.write(`Removing the instance ${this.name}`, async () => {
      await rmdir(this.folder).catch((error: unknown) => {
        if (errnoOf(error) !== 'ENODEV') {
          throw error;
        }
      });
    });
  }

  /** One write(2) to a file of this instance; `doing` is the start of the sentence of a failure. */
  async append(file: string, value: string, doing: string): Promise<void> {
    await this.write(doing, () => appendCommand(join(this.folder, file), Buffer.from(value)));
  }

  /** Does what changes this instance's files while nothing else is written to tracefs by us. */
  exclusively(doing: string, task: () => Promise<void>): Promise<void> {
    return this.write(doing, task);
  }

  private async write<Result>(doing: string, task: () => Promise<Result>): Promise<Result> {
    try {
      return await this.writes.run(task);
    } catch (error) {
      throw await fileError(error, doing);
    }
  }

  private eventFile(group: string, event: string, file: 'enable' | 'filter'): string {
    checkProbeName({ group, event });
    return join(this.folder, 'events', group, event, file);
  }
}
