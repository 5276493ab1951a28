import * as v from 'valibot';
import { Hex64 } from './scalars';

/** Most room for events that may be asked for, in KiB per CPU. */
const MAX_BUFFER_KIB = 16384;

export const StartCapture = v.strictObject({
  /** Room for events until they are read, in KiB per CPU. */
  bufferKib: v.pipe(v.number(), v.integer(), v.minValue(4), v.maxValue(MAX_BUFFER_KIB)),
});

/** A capture that runs: its pages come on channel 1, with its number. */
export const CaptureFacts = v.strictObject({
  capture: v.number(),
  /** The kernel's description of a sub-buffer and of an event's header. */
  headerPage: v.string(),
  headerEvent: v.string(),
  /** Byte order of the helper's machine. */
  littleEndian: v.boolean(),
  /** The time stamps' clock, by the kernel's name. */
  clock: v.string(),
});
export type CaptureFacts = v.InferOutput<typeof CaptureFacts>;

/** What a capture has read and lost on one CPU. */
export const CpuCounts = v.strictObject({
  cpu: v.number(),
  /** Sub-buffers read: sent, on their way, or discarded. */
  pages: v.number(),
  /** Events overwritten before they were read, and events for which there was no room. */
  overrun: Hex64,
  dropped: Hex64,
  /** Sub-buffers that the helper gave up as the extension read too slowly. */
  discarded: v.number(),
});
export type CpuCounts = v.InferOutput<typeof CpuCounts>;
