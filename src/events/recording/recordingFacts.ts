import * as v from 'valibot';
import { damaged } from './recordingError';

/** As many as the kernel gives an event, and more events than it has numbers for at a time. */
const MAX_FIELDS = 256;
const MAX_EVENTS = 2048;
/** Bytes of all fields of a record at most, as in the kernel's own. */
const MAX_RECORD = 1 << 16;
/** Rows of one chunk of a column, times the bytes of a row of every event: what the first row of each takes. */
const MAX_ROW_BYTES = 1 << 16;

const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 53 - 1));
const Name = v.pipe(v.string(), v.maxLength(256));
/** What people call a probe. */
const Label = v.pipe(v.string(), v.maxLength(4096));
/** `orders 8121`, whose first part the kernel may have escaped. */
const ThreadName = v.pipe(v.string(), v.maxLength(128));
const Index = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_EVENTS));

const RecordedField = v.pipe(
  v.strictObject({
    name: Name,
    kind: v.picklist(['int', 'ints', 'string', 'strings', 'bytes']),
    /** Bytes of one number, and how many there are. */
    element: v.picklist([1, 2, 4, 8]),
    count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_RECORD)),
    signed: v.boolean(),
    /** How numbers are shown; `plain`: texts without quotes. */
    base: v.picklist(['decimal', 'hex', 'char', 'plain']),
    masked: v.optional(v.boolean()),
  }),
  v.check(({ kind, count }) => (kind !== 'int' && kind !== 'string') || count === 1),
  v.check(({ kind, element }) => (kind !== 'string' && kind !== 'strings') || element === 4),
  v.check(({ element, count }) => element * count <= MAX_RECORD),
);
export type RecordedField = v.InferOutput<typeof RecordedField>;

/** How often nothing was captured for a moment, for how long in all (ms), and why. */
const Pause = v.strictObject({
  cause: v.picklist(['remove', 'filter', 'scope', 'resize', 'emptied', 'shut']),
  times: Count,
  ms: v.pipe(v.number(), v.finite(), v.minValue(0)),
});

const RecordedEvent = v.strictObject({
  name: Name,
  label: Label,
  fields: v.pipe(v.array(RecordedField), v.maxLength(MAX_FIELDS)),
});

const Facts = v.strictObject({
  events: v.pipe(v.array(RecordedEvent), v.maxLength(MAX_EVENTS)),
  /** Which events are entry and return of one function, by index. */
  pairs: v.pipe(
    v.array(v.strictObject({ entries: v.array(Index), ret: Index })),
    v.maxLength(MAX_EVENTS),
  ),
  /** Names of what is masked; `process` for the names of processes. */
  masked: v.pipe(v.array(Name), v.maxLength(MAX_EVENTS)),
  /** What was lost: events in the kernel, sub-buffers between it and the editor, and what did not become rows. */
  losses: v.strictObject({
    kernel: Count,
    missed: Count,
    discarded: Count,
    badPages: Count,
    unknown: Count,
    dropped: Count,
    /** For how long nothing was captured, by cause. */
    pauses: v.optional(v.pipe(v.array(Pause), v.maxLength(16))),
  }),
  /** Where rows are a sample: how many events came, how many became rows, and between which times (ns). */
  sampled: v.optional(
    v.strictObject({
      of: Count,
      kept: Count,
      stretches: v.pipe(v.array(v.strictTuple([v.number(), v.number()])), v.maxLength(1000)),
    }),
  ),
  /** Time 0 in ns of the capture's clock, and in ms since the epoch where that is known. */
  zero: v.pipe(v.string(), v.regex(/^\d{1,20}$/)),
  // A date ends at 8.64e15, and rows come up to 9e9 ms later.
  epoch: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(8.6e15))),
});

/** What holds for all rows of a recording. */
export type RecordingFacts = v.InferOutput<typeof Facts>;

/** Throws `RecordingError` where it is not what a recording says. */
export function parseFacts(content: Buffer): RecordingFacts {
  const facts = parsed(Facts, content, 'what it says of itself');
  const { events, pairs } = facts;
  const sizes = events.map(({ fields }) =>
    fields.reduce((sum, { element, count }) => sum + element * count, 0),
  );
  const indexes = pairs.flatMap(({ entries, ret }) => [...entries, ret]);
  if (
    sizes.some(size => size > MAX_RECORD) ||
    sizes.reduce((sum, size) => sum + size, 0) > MAX_ROW_BYTES ||
    indexes.some(index => index >= events.length)
  ) {
    throw damaged('it has columns that cannot be');
  }
  return facts;
}

/** Pairs of a number and a text: names by thread. */
export function parseNames(content: Buffer): readonly (readonly [number, string])[] {
  const Names = v.array(v.strictTuple([v.pipe(v.number(), v.integer()), ThreadName]));
  return parsed(Names, content, 'the names of its threads');
}

/** A stack with the names that were known of its frames, the innermost first. */
export interface RecordedStack {
  readonly isKernel: boolean;
  readonly functions: readonly string[];
  /** With offsets. */
  readonly addresses: readonly string[];
}

/** Pairs of a number, by which rows mean a stack, and that stack. */
export function parseStacks(content: Buffer): readonly (readonly [number, RecordedStack])[] {
  const Frames = v.pipe(v.array(v.pipe(v.string(), v.maxLength(4096))), v.maxLength(1024));
  const Stack = v.strictObject({ isKernel: v.boolean(), functions: Frames, addresses: Frames });
  return parsed(v.array(v.strictTuple([Count, Stack])), content, 'its stacks');
}

/** How many rows it has. */
export function parseDone(content: Buffer): number {
  return parsed(v.strictObject({ rows: Count }), content, 'its end').rows;
}

/** What a section says. Throws `RecordingError` where it is nothing of that kind. */
export function parsed<Schema extends v.GenericSchema>(
  schema: Schema,
  content: Buffer,
  what: string,
): v.InferOutput<Schema> {
  try {
    return v.parse(schema, JSON.parse(content.toString('utf8')));
  } catch {
    throw damaged(`${what} cannot be read`);
  }
}
