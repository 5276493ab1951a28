import type { CpuCounts } from '../../protocol/capture';
import type { CaptureBuffer, Progress } from './captureBuffer';
import { ReadPace } from './readPace';
import type { RunningCapture } from './runningCapture';

/** Reads an instance's ring buffer while it runs. */
export class Capture implements RunningCapture {
  private timer: NodeJS.Timeout | undefined;
  private readonly pace = new ReadPace();

  constructor(private readonly buffer: CaptureBuffer) {}

  get number(): number {
    return this.buffer.number;
  }

  start(): void {
    this.timer = setTimeout(() => void this.turn(), this.pace.delay);
  }

  halt(): void {
    this.buffer.halt();
  }

  drain(): Promise<void> {
    return this.buffer.drain();
  }

  async stop(progress: Progress): Promise<void> {
    clearTimeout(this.timer);
    this.halt();
    await this.buffer.empty(progress);
    this.close();
  }

  close(): void {
    clearTimeout(this.timer);
    this.buffer.close();
  }

  counts(): Promise<CpuCounts[]> {
    return this.buffer.counts();
  }

  takeEmptied(): boolean {
    return this.buffer.takeEmptied();
  }

  readonly keptMs = 0;

  get isShutByOthers(): boolean {
    return this.buffer.isShutByOthers;
  }

  resized(bufferKib: number): void {
    this.buffer.resized(bufferKib);
  }

  private async turn(): Promise<void> {
    this.pace.read(await this.buffer.turn(), this.buffer.room);
    if (!this.buffer.isClosed) {
      this.start();
    }
  }
}
