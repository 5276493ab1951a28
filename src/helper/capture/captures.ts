import { endianness } from 'node:os';
import type { Writable } from 'node:stream';
import type { CaptureFacts, CpuCounts } from '../../protocol/capture';
import { type Instance, parsePageLayout, RingBufferError } from '../../tracefs';
import type { Log } from '../log';
import { Refusal } from '../refusal';
import { Capture } from './capture';
import { PageQueue } from './pageQueue';

const CLOCK = 'mono';

/** The captures of a connection: one at a time. */
export class Captures {
  /** Where pages go: the connection's stream. */
  sink: Writable | undefined;
  private current: Capture | undefined;
  private queue: PageQueue | undefined;
  private count = 0;
  /** Why the latest capture ended by itself. */
  private failure: string | undefined;

  constructor(private readonly log: Log) {}

  /** Empties the instance's buffer and lets events into it. Throws `TracefsError` or {@link Refusal}. */
  async start(instance: Instance, bufferKib: number): Promise<CaptureFacts> {
    if (this.current || !this.sink) {
      throw new Refusal('state', 'A capture runs already.');
    }
    this.queue ??= new PageQueue(this.sink);
    this.queue.begin();
    const littleEndian = endianness() === 'LE';
    await instance.setClock(CLOCK);
    await instance.setBufferSize(bufferKib);
    const texts = await instance.describePages();
    const { size } = this.layout(texts, littleEndian);
    const number = ++this.count;
    const cpus = await instance.openPages();
    const capture = new Capture(number, instance, cpus, size, this.queue, error => {
      this.fail(instance, error);
    });
    this.current = capture;
    this.failure = undefined;
    try {
      await instance.setTracingOn(true);
    } catch (error) {
      this.close();
      throw error;
    }
    capture.start();
    return { capture: number, ...texts, littleEndian, clock: CLOCK };
  }

  /** Throws {@link Refusal} `state` when no capture runs. */
  counts(): Promise<CpuCounts[]> {
    return this.running().counts();
  }

  /** Stops events at once, reads what is left, and says what was read and lost. */
  async stop(): Promise<CpuCounts[]> {
    const capture = this.running();
    await capture.stop();
    this.current = undefined;
    return capture.counts();
  }

  /** Before an event is removed, which empties the buffer. */
  drain(): void {
    this.current?.drain();
  }

  /** The end of the connection. */
  close(): void {
    this.current?.close();
    this.current = undefined;
  }

  private running(): Capture {
    if (!this.current) {
      throw new Refusal('state', this.failure ?? 'No capture runs.');
    }
    return this.current;
  }

  /** The buffer cannot be read: whoever asks next is told, and nothing is written to it any more. */
  private fail(instance: Instance, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.log.error(`capture: ${reason}`);
    this.failure = `The capture ended by itself (${reason}): start it again.`;
    this.close();
    instance.setTracingOn(false).catch(() => undefined);
  }

  private layout(
    { headerPage, headerEvent }: { headerPage: string; headerEvent: string },
    littleEndian: boolean,
  ): { size: number } {
    try {
      return parsePageLayout(headerPage, headerEvent, littleEndian);
    } catch (error) {
      throw error instanceof RingBufferError ? new Refusal('notSupported', error.message) : error;
    }
  }
}
