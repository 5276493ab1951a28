import type { Writable } from 'node:stream';
import type {
  captureNotifications,
  CaptureCounts,
  CaptureFacts,
  RecorderFacts,
  StartCapture,
} from '../../protocol/capture';
import { type Instance, type PauseCause, TracefsError } from '../../tracefs';
import type { Log } from '../log';
import type { OwnedProbe } from '../ownedProbe';
import { UNUSED_BUFFER_KIB } from '../privateInstance';
import { Refusal } from '../refusal';
import type { Progress } from './captureBuffer';
import { ConditionHolder } from './conditionHolder';
import { openCapture, requireMemory } from './openCapture';
import { OthersWatch } from './othersWatch';
import { PageQueue } from './pageQueue';
import { Pauses } from './pauses';
import { Recorder } from './recorder';
import type { RunningCapture } from './runningCapture';
import type * as v from 'valibot';

/** What a capture tells by itself. */
type Tell = <N extends keyof typeof captureNotifications>(
  name: N,
  params: v.InferOutput<(typeof captureNotifications)[N]>,
) => void;

interface Running {
  readonly instance: Instance;
  readonly capture: RunningCapture;
  readonly pauses: Pauses;
  readonly others: OthersWatch;
  bufferKib: number;
}

/** The captures of a connection: one at a time. */
export class Captures {
  private current: Running | undefined;
  private queue: PageQueue | undefined;
  private tell: Tell = () => undefined;
  private condition: ConditionHolder | undefined;
  private count = 0;
  /** What the latest that ended by itself took is given back. */
  private left: Promise<void> | undefined;
  /** Why the latest capture ended by itself. */
  private failure: string | undefined;

  /** @param onEnd a capture ended, by itself or not */
  constructor(
    private readonly log: Log,
    private readonly onEnd: () => void = () => undefined,
  ) {}

  /** @param sink where pages go: the connection's stream */
  begin(sink: Writable, tell: Tell): void {
    this.queue = new PageQueue(sink);
    this.tell = tell;
  }

  /** Empties the instance's buffer and lets events into it. Throws `TracefsError` or {@link Refusal}. */
  async start(
    instance: Instance,
    request: StartCapture,
    probe?: OwnedProbe,
  ): Promise<CaptureFacts> {
    const { queue } = this;
    if (this.current || !queue) {
      throw new Refusal('state', 'A capture runs already.');
    }
    await this.left;
    queue.begin();
    const number = ++this.count;
    const condition = new ConditionHolder(instance, probe, request.freeze?.filter);
    // The guard may disarm its probe meanwhile.
    this.condition = condition;
    const pauses = new Pauses();
    const holder = {
      isEnded: () => condition.hasFired(),
      onPause: (cause: PauseCause, ms: number) => {
        pauses.add(cause, ms);
      },
    };
    try {
      await condition.match();
      const opened = await openCapture(
        instance,
        request,
        { number, queue, condition, holder },
        {
          onError: error => {
            this.fail(instance, error);
          },
          onFrozen: frozen => {
            this.tell('frozen', { capture: number, ...frozen });
          },
        },
      );
      const { capture, facts } = opened;
      const { bufferKib } = request;
      const others = new OthersWatch(instance, capture, facts.clock, pauses, error => {
        this.fail(instance, error);
      });
      this.current = { instance, capture, pauses, others, bufferKib };
      this.failure = undefined;
      capture.start();
      others.begin();
      return facts;
    } catch (error) {
      this.condition = undefined;
      await this.leave(instance, condition);
      throw error;
    }
  }

  /** Throws {@link Refusal} `state` when no capture runs. */
  counts(): Promise<CaptureCounts> {
    return this.countsOf(this.running());
  }

  /** Keeps events out of the buffer at once, before it is the turn of the request that ends the capture. */
  halt(): void {
    try {
      this.current?.capture.halt();
    } catch (error) {
      this.log.warn(`halting: ${messageOf(error)}`);
    }
  }

  /** Stops events at once, reads what is left, and says what was read and lost. */
  async stop(progress: Progress = () => undefined): Promise<CaptureCounts> {
    const running = this.running();
    await running.capture.stop(progress);
    // It may have failed in the meantime.
    this.running();
    try {
      return await this.countsOf(running);
    } finally {
      running.others.end();
      this.current = undefined;
      this.onEnd();
      const { condition } = this;
      this.condition = undefined;
      await this.leave(running.instance, condition);
    }
  }

  /** Other room for events, while they come in; returns how long none did, in ms at most. */
  async resize(bufferKib: number): Promise<number> {
    const running = this.running();
    requireMemory(bufferKib, running.bufferKib);
    let pausedMs = 0;
    await running.others.during(async () => {
      const before = performance.now();
      try {
        await running.instance.setBufferSize(bufferKib);
      } finally {
        // Events were kept out also where there was no memory in the end.
        pausedMs = performance.now() - before;
        running.pauses.add('resize', pausedMs);
      }
    });
    running.bufferKib = bufferKib;
    running.capture.resized(bufferKib);
    return Math.ceil(pausedMs);
  }

  /** Throws {@link Refusal} `state` when no recorder runs. */
  async freeze(): Promise<void> {
    await this.recorder().freeze();
  }

  recorderFacts(): Promise<RecorderFacts> {
    return this.recorder().facts();
  }

  /** A probe was armed or disarmed, or has another filter: the condition on it follows. */
  async match(probe: OwnedProbe): Promise<void> {
    await (this.condition?.isOf(probe) ? this.condition.match() : undefined);
  }

  /** Reads all there is. */
  async drain(): Promise<void> {
    await this.current?.capture.drain();
  }

  /**
   * Removes an event that was ever on here, which empties the instance's buffer and sets the kernel's counters of
   * losses back: it marks the instance, and waits for two grace periods with recording off, some 20 ms
   * (`probe_remove_event_call` in `kernel/trace/trace_events.c`, `tracing_reset_online_cpus` in
   * `kernel/trace/trace.c`). Nothing spares it, so no event gets in from the last one that is read on, and for how
   * long is told.
   */
  async whileRemoving(remove: () => Promise<void>): Promise<void> {
    const { current } = this;
    if (!current) {
      return remove();
    }
    // Most of it while events still come in.
    await this.drain();
    await current.instance.withoutEvents('remove', async () => {
      await this.drain();
      // What was being written when they were kept out is here by now.
      await this.drain();
      await this.seeLosses();
      await current.others.during(remove);
    });
  }

  /** Does what changes a probe; without events meanwhile where a condition goes by it, which is away for a moment. */
  async whileChanging(probe: OwnedProbe, change: () => Promise<void>): Promise<void> {
    const { current, condition } = this;
    await (current && condition?.isSet && condition.isOf(probe)
      ? current.instance.withoutEvents('filter', change)
      : change());
  }

  private async seeLosses(): Promise<void> {
    await this.current?.capture.counts().catch((error: unknown) => {
      this.log.warn(`counting losses: ${messageOf(error)}`);
    });
  }

  /** An event was removed: from now on its number is another's. */
  retire(event: number): void {
    if (this.current) {
      this.queue?.retire(event);
    } else {
      this.queue?.numbers.retire(event);
    }
  }

  /** The epoch of pages from which a number is that of the event that has it now. */
  sinceOf(event: number): number {
    return this.queue?.numbers.sinceOf(event) ?? 0;
  }

  /** The end of the connection. */
  close(): void {
    this.current?.others.end();
    this.current?.capture.close();
    this.current = undefined;
  }

  private async countsOf({ others, pauses }: Running): Promise<CaptureCounts> {
    try {
      return { cpus: await others.look(), pauses: pauses.all };
    } catch (error) {
      // Why it ended is of more interest.
      this.running();
      throw error;
    }
  }

  private recorder(): Recorder {
    const { capture } = this.running();
    if (!(capture instanceof Recorder)) {
      throw new Refusal(
        'state',
        'No flight recorder runs, but a capture that is read all the time.',
      );
    }
    return capture;
  }

  private running(): Running {
    if (!this.current) {
      throw new Refusal('state', this.failure ?? 'No capture runs.');
    }
    return this.current;
  }

  /** The buffer cannot be read: whoever asks next is told, and nothing is written to it any more. */
  private fail(instance: Instance, error: unknown): void {
    const reason = messageOf(error);
    this.log.error(`capture: ${reason}`);
    this.failure = `The capture ended by itself (${reason}): start it again.`;
    this.close();
    this.onEnd();
    this.left = this.leave(instance, this.condition);
  }

  /** Gives back what a capture took in the kernel: memory above all. */
  private async leave(instance: Instance, condition: ConditionHolder | undefined): Promise<void> {
    try {
      await condition?.remove();
      await instance.setTracingOn(false);
      await instance.setBufferSize(UNUSED_BUFFER_KIB);
    } catch (error) {
      const isGone = error instanceof TracefsError && error.code === 'notFound';
      this.log[isGone ? 'debug' : 'warn'](`after a capture: ${messageOf(error)}`);
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
