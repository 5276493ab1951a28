import type { CpuCounts, FrozenBy, RecorderFacts } from '../../protocol/capture';
import type { CaptureBuffer, Progress } from './captureBuffer';
import type { ConditionHolder } from './conditionHolder';
import type { RunningCapture } from './runningCapture';

/** How often it is looked whether the condition has come true, in ms: one read of 2 bytes. */
const LOOK_MS = 100;

/** What froze a recorder, and what it held then. */
export interface Frozen {
  readonly by: FrozenBy;
  readonly events: number;
  readonly seconds: number;
}

/**
 * An overwriting buffer that nobody reads: it costs the traced programs what a capture costs them, and nobody
 * else anything. Once it is frozen, what it holds is read.
 */
export class Recorder implements RunningCapture {
  private timer: NodeJS.Timeout | undefined;
  private frozenBy: FrozenBy | undefined;
  private isByHand = false;
  private reading: Promise<void> | undefined;
  /** Of who waits for the reading, which may have begun before. */
  private progress: Progress | undefined;

  constructor(
    private readonly buffer: CaptureBuffer,
    private readonly condition: ConditionHolder,
    private readonly onFrozen: (frozen: Frozen) => void,
  ) {}

  get number(): number {
    return this.buffer.number;
  }

  start(): void {
    this.timer = setTimeout(() => void this.look(), LOOK_MS);
  }

  /** Freezes it by hand. */
  halt(): void {
    this.isByHand ||= this.buffer.isOn;
    this.buffer.halt();
  }

  /** Halts, and reads what it holds; what was frozen already is the same. */
  freeze(): Promise<void> {
    this.halt();
    return this.read();
  }

  /** What it holds is read rather than lost, where it is not yet being read anyway. */
  drain(): Promise<void> {
    return this.reading ?? this.buffer.drain();
  }

  async stop(progress: Progress): Promise<void> {
    this.progress = progress;
    this.halt();
    await this.read();
    await this.reading;
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

  get keptMs(): number {
    return this.reading ? 0 : this.buffer.keptMs;
  }

  /** That freezes it. */
  readonly isShutByOthers = false;

  resized(bufferKib: number): void {
    this.buffer.resized(bufferKib);
  }

  async facts(): Promise<RecorderFacts> {
    return {
      ...(this.frozenBy && { frozen: this.frozenBy }),
      ...(await this.buffer.held()),
      hasCondition: this.condition.isSet,
    };
  }

  private async look(): Promise<void> {
    try {
      if (!this.buffer.isOn && !this.buffer.isClosed) {
        await this.read();
      }
    } catch (error) {
      this.buffer.fail(error);
    } finally {
      if (!this.reading && !this.buffer.isClosed) {
        this.start();
      }
    }
  }

  private async read(): Promise<void> {
    if (!this.frozenBy) {
      clearTimeout(this.timer);
      const fired = await this.condition.hasFired().catch(() => false);
      // The kernel asks a condition only while events come in: it was before the hand.
      this.frozenBy ??= fired ? 'condition' : this.isByHand ? 'hand' : 'other';
      this.reading ??= this.tellAndRead(this.frozenBy);
    }
  }

  private async tellAndRead(by: FrozenBy): Promise<void> {
    this.onFrozen({ by, ...(await this.buffer.held()) });
    await this.buffer.empty((done, total) => this.progress?.(done, total));
  }
}
