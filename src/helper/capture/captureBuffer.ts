import type { EventGate } from '../../tracefs';
import type { BufferReader } from './bufferReader';

/** How often it is told how far the reading of what is left is, in ms. */
const TELL_MS = 250;

/** How many events of how many are read. */
export type Progress = (done: number, total: number) => void;

/** The buffer of a capture: read turn by turn, or emptied; closed once, by an error too. */
export class CaptureBuffer {
  private isOver = false;

  constructor(
    private readonly reader: BufferReader,
    private readonly gate: Pick<EventGate, 'isWanted' | 'isShutByOthers' | 'set' | 'release'>,
    private bufferKib: number,
    private readonly onError: (error: unknown) => void,
  ) {}

  get number(): number {
    return this.reader.number;
  }

  get isClosed(): boolean {
    return this.isOver;
  }

  /** Whether events get into it, or will in a moment. */
  get isOn(): boolean {
    return !this.isOver && this.gate.isWanted;
  }

  /** Sub-buffers that one CPU's buffer holds. */
  get room(): number {
    return this.reader.subBuffers(this.bufferKib);
  }

  halt(): void {
    this.gate.set(false);
  }

  resized(bufferKib: number): void {
    this.bufferKib = bufferKib;
  }

  /** Reads a batch of each CPU; returns the most sub-buffers that one of them gave. */
  turn(): Promise<number> {
    return this.unlessOver(() => this.reader.turn());
  }

  /** It cannot be read: probes can be removed all the same. */
  fail(error: unknown): void {
    if (!this.isOver) {
      this.close();
      this.onError(error);
    }
  }

  /**
   * Reads all that was in it at the call. Between two batches others have their turn, so that pages go out; what
   * comes in meanwhile does not hold it up for ever.
   */
  async drain(): Promise<void> {
    let left = this.reader.turnsFor(this.bufferKib);
    while (left > 0 && (await this.patientTurn()) > 0) {
      left--;
    }
  }

  /** Reads all there is, of a buffer that is off; `progress` is told of events where that takes a while. */
  async empty(progress: Progress): Promise<void> {
    const total = (await this.reader.held()).events;
    let told = performance.now();
    // Somebody else may let events in again.
    let left = this.reader.turnsFor(this.bufferKib);
    while (left > 0 && (await this.patientTurn()) > 0) {
      left--;
      if (performance.now() - told >= TELL_MS) {
        told = performance.now();
        // A writer that was at it when events were kept out may have added some since.
        progress(Math.max(0, total - (await this.reader.held()).events), total);
      }
    }
  }

  /** As {@link turn}, for who reads what does not run away: nothing is given up where it is taken at all. */
  private patientTurn(): Promise<number> {
    return this.unlessOver(() => this.reader.patientTurn());
  }

  private async unlessOver(turn: () => Promise<number>): Promise<number> {
    try {
      return this.isOver ? 0 : await turn();
    } catch (error) {
      this.fail(error);
      return 0;
    }
  }

  close(): void {
    if (!this.isOver) {
      this.isOver = true;
      this.reader.close();
      this.gate.release();
    }
  }

  counts(): ReturnType<BufferReader['counts']> {
    return this.reader.counts();
  }

  takeEmptied(): boolean {
    return this.reader.takeEmptied();
  }

  get keptMs(): number {
    return this.reader.heldLately.seconds * 1000;
  }

  get isShutByOthers(): boolean {
    return !this.isOver && this.gate.isShutByOthers;
  }

  held(): ReturnType<BufferReader['held']> {
    return this.reader.held();
  }
}
