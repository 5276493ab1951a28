import * as v from 'valibot';
import { Filter } from './filter';
import { Limits } from './limits';
import { ProcessId } from './processFiles';
import {
  EventName,
  GroupId,
  GroupName,
  Handle,
  Hex64,
  KernelSymbol,
  Label,
  ModuleName,
} from './scalars';
import { stacksMember } from './stacks';

/** Most probes one connection may own. */
export const MAX_PROBES = 4096;
/** Most places of one probe. */
export const MAX_LOCATIONS = 1000;
/** Most places of all probes of one connection. */
export const MAX_ALL_LOCATIONS = 20_000;
/** Most items of one `create`, `remove`, `enable` or `disable`. */
export const MAX_BATCH = 64;
/** Most fetch arguments of one probe. */
export const MAX_ARGUMENTS = 16;

/** One fetch argument, `name=fetch:type` of a tracefs line. The helper checks the grammar again. */
export const Argument = v.strictObject({
  name: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z_]\w{0,31}$/))),
  fetch: v.pipe(v.string(), v.minLength(1), v.maxLength(63)),
  type: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(63))),
});
export type Argument = v.InferOutput<typeof Argument>;

const Arguments = v.pipe(v.array(Argument), v.maxLength(MAX_ARGUMENTS));

const common = {
  /** The group to put it in; left out, the helper makes a new one. */
  group: v.optional(GroupId),
  /** What the user calls it; the event's name is made from it unless `event` is given. */
  label: Label,
  event: v.optional(EventName),
  args: Arguments,
  /** Whether it is armed at once. */
  enable: v.boolean(),
  /** What disarms it; left out, nothing does. */
  limits: v.optional(Limits),
  /** A stack is recorded with each hit. */
  ...stacksMember,
  /** Which of its records are captured; left out, all. */
  filter: v.optional(Filter),
};

/**
 * A file as the extension saw it; the helper opens `path` as the user and compares. With `process` it
 * is the file of that device and inode which the process runs, whatever `path` leads to.
 */
export const FileIdentity = v.strictObject({
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(4095)),
  /** `st_dev` and `st_ino` of the file. */
  device: Hex64,
  inode: Hex64,
  process: v.optional(ProcessId),
});
export type FileIdentity = v.InferOutput<typeof FileIdentity>;

/** A further place of a uprobe, in the same file. */
export const UserLocation = v.strictObject({
  offset: Hex64,
  refCtrOffset: v.optional(Hex64),
  /** Left out, those of the probe; else of the same names and types, as the kernel checks. */
  args: v.optional(Arguments),
});
export type UserLocation = v.InferOutput<typeof UserLocation>;

/** A further place of a kprobe. */
export const KernelLocation = v.strictObject({
  symbol: KernelSymbol,
  module: v.optional(ModuleName),
  /** Bytes past the symbol; left out, none. */
  offset: v.optional(Hex64),
  args: v.optional(Arguments),
});
export type KernelLocation = v.InferOutput<typeof KernelLocation>;

const MAX_MORE = MAX_LOCATIONS - 1;

export const CreateUprobe = v.strictObject({
  kind: v.picklist(['uprobe', 'uretprobe']),
  ...common,
  file: FileIdentity,
  /** File offset of the instruction, in bytes. */
  offset: Hex64,
  /** File offset of a USDT semaphore. */
  refCtrOffset: v.optional(Hex64),
  /** Further places of the same event: all are made or none. */
  more: v.optional(v.pipe(v.array(UserLocation), v.maxLength(MAX_MORE))),
});

export const CreateKprobe = v.strictObject({
  kind: v.picklist(['kprobe', 'kretprobe']),
  ...common,
  symbol: KernelSymbol,
  module: v.optional(ModuleName),
  /** Bytes past the symbol. */
  offset: Hex64,
  /** kretprobe only: how many calls may be in flight at once. */
  maxActive: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096))),
  more: v.optional(v.pipe(v.array(KernelLocation), v.maxLength(MAX_MORE))),
});

/** A static tracepoint or a syscall's: enabled in the helper's instance, never created. */
export const CreateTracepoint = v.strictObject({
  kind: v.literal('tracepoint'),
  group: v.optional(GroupId),
  label: Label,
  system: GroupName,
  event: EventName,
  enable: v.boolean(),
  /** Its hits are not counted: only `ttlSeconds` holds. */
  limits: v.optional(Limits),
  ...stacksMember,
  filter: v.optional(Filter),
});

export const CreateProbe = v.variant('kind', [CreateUprobe, CreateKprobe, CreateTracepoint]);
export type CreateProbe = v.InferOutput<typeof CreateProbe>;

export const ProbeKind = v.picklist(['kprobe', 'kretprobe', 'uprobe', 'uretprobe', 'tracepoint']);
export type ProbeKind = v.InferOutput<typeof ProbeKind>;

/** A probe of this connection, as the kernel has it. */
export const Probe = v.strictObject({
  handle: Handle,
  group: v.strictObject({ id: GroupId, name: GroupName }),
  kind: ProbeKind,
  label: Label,
  event: EventName,
  /** `events/GROUP/EVENT/id`. */
  eventId: v.number(),
  enabled: v.boolean(),
  /** How many places it has, where that is more than one; `locations` tells of each. */
  locations: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2))),
  /** The line (of several: the first) as it was written to the kernel (uprobes: with `/proc/self/fd/N`); empty for a tracepoint. */
  written: v.string(),
  /** The same with the file's own path, for people and for copying; empty for a tracepoint. */
  canonical: v.string(),
  /** Uprobes: the file that was armed. */
  file: v.optional(FileIdentity),
  /** What disarms it. */
  limits: v.optional(Limits),
  /** A stack is recorded with each hit. */
  ...stacksMember,
  /** Which of its records are captured, as the kernel tells it back. */
  filter: v.optional(v.string()),
});
export type Probe = v.InferOutput<typeof Probe>;

/** A dynamic event of another tool or another helper: shown, never touched. */
export const ForeignProbe = v.strictObject({
  group: v.string(),
  event: v.string(),
  /** The kernel's listing of it; of an event with several places, that of the first. */
  line: v.string(),
  /** How many places it has, where that is more than one. */
  locations: v.optional(v.number()),
});
export type ForeignProbe = v.InferOutput<typeof ForeignProbe>;

/** One place of a probe. Its hits are `null` where the kernel's profile cannot tell. */
export const LocationFacts = v.strictObject({
  written: v.string(),
  canonical: v.string(),
  hits: v.nullable(Hex64),
  misses: v.optional(v.nullable(Hex64)),
});
export type LocationFacts = v.InferOutput<typeof LocationFacts>;

/** Hits since creation, over all places; `null` where the kernel's profile cannot tell this event from another. */
export const HitCount = v.strictObject({
  handle: Handle,
  hits: v.nullable(Hex64),
  /** Kernel return probes: calls the kernel had no slot for. */
  misses: v.optional(v.nullable(Hex64)),
});
export type HitCount = v.InferOutput<typeof HitCount>;

/** What a dead helper of the same user left in the kernel. */
export const Orphan = v.strictObject({
  /** The dead helper's name: the common prefix of its groups and the name of its instance. */
  owner: v.string(),
  pid: v.number(),
  /** How many events it left. */
  events: v.number(),
  /** The first of them, as the kernel lists them; as many as fit. */
  lines: v.array(v.string()),
  /** Whether its tracing instance is still there. */
  instance: v.boolean(),
});
export type Orphan = v.InferOutput<typeof Orphan>;
