import type { CpuCounts } from '../../protocol/capture';
import type { Progress } from './captureBuffer';

/** A capture of either mode. */
export interface RunningCapture {
  readonly number: number;
  start(): void;
  /** Keeps events out of the buffer at once, whatever else is under way. */
  halt(): void;
  /** Takes out all there is: before an event is removed, as that empties the buffer (`trace_remove_event_call`). */
  drain(): Promise<void>;
  /** Halts, reads what is left, and lets go of the buffer. */
  stop(progress: Progress): Promise<void>;
  /** Lets go of the buffer, whatever is in it. */
  close(): void;
  counts(): Promise<CpuCounts[]>;
  /** Whether {@link counts} has seen since the latest call that the buffer was emptied. */
  takeEmptied(): boolean;
  /** How old was what the buffer was to keep at the latest look, in ms: 0 where it is read all the time. */
  readonly keptMs: number;
  /** Whether somebody else keeps events out, which nothing else tells. */
  readonly isShutByOthers: boolean;
  /** The buffer has other room now, in KiB per CPU. */
  resized(bufferKib: number): void;
}
