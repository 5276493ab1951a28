import * as v from 'valibot';
import { Filter } from './filter';
import { Handle, Hex64 } from './scalars';

/** Most room for events that may be asked for, in KiB per CPU: for a recorder, whose buffer is the record. */
export const MAX_BUFFER_KIB = 131_072;

const BufferKib = v.pipe(v.number(), v.integer(), v.minValue(4), v.maxValue(MAX_BUFFER_KIB));

/**
 * Clocks that count nanoseconds (`trace_clocks` in `kernel/trace/trace.c`); a kernel may have fewer. `mono` is
 * what programs read as CLOCK_MONOTONIC.
 */
export const TraceClock = v.picklist([
  'mono',
  'mono_raw',
  'boot',
  'local',
  'global',
  'perf',
  'tai',
]);
export type TraceClock = v.InferOutput<typeof TraceClock>;

/** What freezes a recorder: a call of an armed probe that is captured, and of which `filter` is true where it is given. */
export const FreezeCondition = v.strictObject({ handle: Handle, filter: v.optional(Filter) });
export type FreezeCondition = v.InferOutput<typeof FreezeCondition>;

export const StartCapture = v.strictObject({
  /** Room for events until they are read, in KiB per CPU. */
  bufferKib: BufferKib,
  /** `mono` unless told. */
  clock: v.optional(TraceClock),
  /** A recorder is read only once it is frozen: until then the newest events overwrite the oldest. */
  mode: v.optional(v.picklist(['stream', 'recorder'])),
  /** Of a recorder. */
  freeze: v.optional(FreezeCondition),
});
export type StartCapture = v.InferInput<typeof StartCapture>;

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
  /** ns that this clock was ahead of CLOCK_MONOTONIC at the start, to some 10 µs; left out where that is not known. */
  aheadOfMonotonic: v.optional(v.number()),
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
  /** Events that another program read out of the buffer before we could; left out where it took none. */
  taken: v.optional(Hex64),
});
export type CpuCounts = v.InferOutput<typeof CpuCounts>;

/** All the moments of one cause in which nothing was captured, and nothing counted. */
export const Pause = v.strictObject({
  /**
   * A probe was removed, a filter or the scope changed, or the buffer got another size. What another program did is
   * told with as long as it may have been: it threw away what was not read yet, or kept events out.
   */
  cause: v.picklist(['remove', 'filter', 'scope', 'resize', 'emptied', 'shut']),
  times: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Together, in ms. */
  ms: v.pipe(v.number(), v.finite(), v.minValue(0)),
});
export type Pause = v.InferOutput<typeof Pause>;

/** What a capture has read and lost. */
const CaptureCounts = v.strictObject({ cpus: v.array(CpuCounts), pauses: v.array(Pause) });
export type CaptureCounts = v.InferOutput<typeof CaptureCounts>;

/** Who froze a recorder: its condition, our own request, or somebody else who switched the instance off. */
export const FrozenBy = v.picklist(['condition', 'hand', 'other']);
export type FrozenBy = v.InferOutput<typeof FrozenBy>;

/** What a recorder has. */
export const RecorderFacts = v.strictObject({
  /** Left out while it records. */
  frozen: v.optional(FrozenBy),
  /** Events that are held, and the seconds since the oldest that no CPU has overwritten. */
  events: v.number(),
  seconds: v.number(),
  /** Whether its condition is set: not while its probe is disarmed. */
  hasCondition: v.boolean(),
});
export type RecorderFacts = v.InferOutput<typeof RecorderFacts>;

/** Requests about a capture. */
export const captureRequests = {
  startCapture: { params: StartCapture, result: CaptureFacts },
  stopCapture: { params: v.strictObject({}), result: CaptureCounts },
  captureCounts: { params: v.strictObject({}), result: CaptureCounts },
  /**
   * Other room for the events of the capture that runs. The kernel keeps all events out meanwhile and does
   * not count them (`tracing_stop_tr` in `kernel/trace/trace.c`): `pausedMs` says for how long.
   */
  resizeCapture: {
    params: v.strictObject({ bufferKib: BufferKib }),
    result: v.strictObject({ pausedMs: v.number() }),
  },
  freezeRecorder: { params: v.strictObject({}), result: v.strictObject({}) },
  recorder: { params: v.strictObject({}), result: RecorderFacts },
} as const;

/** Notifications about a capture. */
export const captureNotifications = {
  /** A recorder was frozen; what it holds comes as pages from now on. */
  frozen: v.strictObject({
    capture: v.number(),
    by: FrozenBy,
    events: v.number(),
    seconds: v.number(),
  }),
} as const;
