import * as v from 'valibot';
import { Nonce } from './proof';
import { captureNotifications, captureRequests } from './capture';
import { HelperErrorData } from './errors';
import { filterRequests } from './filter';
import { limitChanges, moreTime, Stopped } from './limits';
import {
  CreateProbe,
  ForeignProbe,
  HitCount,
  LocationFacts,
  MAX_BATCH,
  Orphan,
  Probe,
} from './probes';
import { kernelAddressRequests } from './kernelAddresses';
import { mapperRequests } from './mappers';
import { processFileRequests } from './processFiles';
import { Handle, KernelSymbol } from './scalars';
import { StackFormats, stackSwitch } from './stacks';
import { ScopeKind, scopeRequests } from './scope';

/** Raised with every change that an older peer would misread. */
export const PROTOCOL_VERSION = 1;

/** The empty object, exactly. */
const Nothing = v.strictObject({});

const Handles = v.strictObject({
  handles: v.pipe(v.array(Handle), v.minLength(1), v.maxLength(MAX_BATCH)),
});

/** One answer per item of a batch, in order. */
const ItemResult = v.union([
  v.strictObject({ ok: v.literal(true) }),
  v.strictObject({ ok: v.literal(false), error: HelperErrorData }),
]);
export type ItemResult = v.InferOutput<typeof ItemResult>;
const ItemResults = v.strictObject({ results: v.array(ItemResult) });

const CreateResult = v.union([
  v.strictObject({ ok: v.literal(true), probe: Probe }),
  v.strictObject({ ok: v.literal(false), error: HelperErrorData }),
]);
export type CreateResult = v.InferOutput<typeof CreateResult>;

/** Long answers come in pages that fit a frame: pass `next` back as `from` until there is none. */
const Page = v.strictObject({ from: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))) });
const nextPage = { next: v.optional(v.number()) };

/** A page of what one probe has. */
const PageOf = v.strictObject({ handle: Handle, from: Page.entries.from });

const Search = v.strictObject({
  /** Case-insensitive substring; empty finds all. */
  text: v.pipe(v.string(), v.maxLength(256)),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
});

export const CheckState = v.picklist(['ok', 'warning', 'failed', 'unknown']);

/** One row of Diagnose: `detail` is the fact found, in the kernel's words where there are any. */
export const Check = v.strictObject({
  id: v.picklist([
    'platform',
    'tracefs',
    'uprobes',
    'kprobes',
    'lockdown',
    'kallsyms',
    'filterFunctions',
    'container',
    'privileges',
    'instance',
    'audit',
  ]),
  state: CheckState,
  detail: v.string(),
});
export type Check = v.InferOutput<typeof Check>;

export const Hello = v.strictObject({
  protocol: v.number(),
  kernel: v.string(),
  architecture: v.string(),
  tracefs: v.nullable(v.string()),
  /** The helper's process and the user it works for. */
  pid: v.number(),
  uid: v.number(),
  /** Name of its tracing instance and prefix of all its groups; null when there is no tracefs. */
  instance: v.nullable(v.string()),
  /** Whose events are captured, until `scope` says otherwise. */
  scope: ScopeKind,
  features: v.strictObject({
    uprobes: v.boolean(),
    kprobes: v.boolean(),
    refCtrOffset: v.boolean(),
    kretprobeMaxActive: v.boolean(),
    locations: v.boolean(),
  }),
  /** Where the nonce is that hello brought, until the next request. */
  proof: v.optional(v.string()),
});
export type Hello = v.InferOutput<typeof Hello>;

const KernelFunction = v.strictObject({
  name: v.string(),
  module: v.optional(v.string()),
  blacklisted: v.boolean(),
  /** There are several of that name, so that the name alone does not say which. */
  ambiguous: v.optional(v.literal(true)),
});
export type KernelFunction = v.InferOutput<typeof KernelFunction>;

const StaticTracepoint = v.strictObject({ system: v.string(), event: v.string() });
export type StaticTracepoint = v.InferOutput<typeof StaticTracepoint>;

/**
 * Every request, once: parameters as the helper checks them, result as the extension does.
 * `docs/protocol.md` explains each; a test compares the two.
 */
export const requests = {
  hello: {
    params: v.strictObject({
      protocol: v.number(),
      client: v.pipe(v.string(), v.maxLength(128)),
      /** Challenges the helper to show that it is root. */
      nonce: v.optional(Nonce),
    }),
    result: Hello,
  },
  preflight: { params: Nothing, result: v.strictObject({ checks: v.array(Check) }) },
  create: {
    params: v.strictObject({
      probes: v.pipe(v.array(CreateProbe), v.minLength(1), v.maxLength(MAX_BATCH)),
    }),
    result: v.strictObject({ results: v.array(CreateResult) }),
  },
  remove: { params: Handles, result: ItemResults },
  enable: { params: Handles, result: ItemResults },
  disable: { params: Handles, result: ItemResults },
  /** More time for armed probes. */
  extend: { params: v.strictObject({ ...Handles.entries, ...moreTime }), result: ItemResults },
  limit: { params: v.strictObject({ ...Handles.entries, ...limitChanges }), result: ItemResults },
  /** Stacks recorded with the hits of probes. */
  stacks: { params: v.strictObject({ ...Handles.entries, ...stackSwitch }), result: ItemResults },
  stackFormats: { params: Nothing, result: StackFormats },
  ...filterRequests,
  ...scopeRequests,
  list: {
    params: Page,
    result: v.strictObject({ probes: v.array(Probe), scope: ScopeKind, ...nextPage }),
  },
  foreign: { params: Page, result: v.strictObject({ probes: v.array(ForeignProbe), ...nextPage }) },
  hits: { params: Page, result: v.strictObject({ counts: v.array(HitCount), ...nextPage }) },
  /** The places of one probe, each with its lines and its hits. */
  locations: {
    params: PageOf,
    result: v.strictObject({ locations: v.array(LocationFacts), ...nextPage }),
  },
  ...captureRequests,
  /**
   * The kernel's description of a probe's records, `events/GROUP/EVENT/format`; their number is this
   * event's in pages of epoch `since` and later.
   */
  format: {
    params: v.strictObject({ handle: Handle }),
    result: v.strictObject({ text: v.string(), since: v.number() }),
  },
  kernelSymbols: {
    params: v.strictObject({ ...Search.entries, from: Page.entries.from }),
    result: v.strictObject({
      symbols: v.array(KernelFunction),
      total: v.number(),
      source: v.picklist(['available_filter_functions', 'kallsyms']),
    }),
  },
  tracepoints: {
    params: Search,
    result: v.strictObject({ tracepoints: v.array(StaticTracepoint), total: v.number() }),
  },
  /** Does the kernel know this function, and may it be probed? */
  kernelSymbol: {
    params: v.strictObject({ symbol: KernelSymbol }),
    result: v.strictObject({ matches: v.array(KernelFunction) }),
  },
  ...kernelAddressRequests,
  ...processFileRequests,
  ...mapperRequests,
  orphans: { params: Nothing, result: v.strictObject({ orphans: v.array(Orphan) }) },
  sweep: {
    params: v.strictObject({
      owners: v.pipe(v.array(v.pipe(v.string(), v.maxLength(63))), v.minLength(1), v.maxLength(64)),
    }),
    result: ItemResults,
  },
  /** Removes everything and ends the helper; answered before it exits. */
  bye: { params: Nothing, result: v.strictObject({ removed: v.number() }) },
} as const;

export type Requests = typeof requests;
export type Method = keyof Requests;
export type Params<M extends Method> = v.InferInput<Requests[M]['params']>;
export type Result<M extends Method> = v.InferOutput<Requests[M]['result']>;

/** Notifications from the helper. */
export const notifications = {
  log: v.strictObject({
    level: v.picklist(['debug', 'info', 'warn', 'error']),
    message: v.string(),
  }),
  /** Removal and creation of many: how far it is. */
  progress: v.strictObject({ method: v.string(), done: v.number(), total: v.number() }),
  stopped: Stopped,
  ...captureNotifications,
} as const;
export type Notifications = typeof notifications;
export type Notification = keyof Notifications;
