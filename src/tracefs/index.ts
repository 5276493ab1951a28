/**
 * The shared core: probes as values, and tracefs as an object. Only this folder knows a path of
 * tracefs.
 */
export { type BufferSettings, readBufferSettings, requireClock, sameClock } from './bufferSettings';
export type { CpuStats } from './cpuStats';
export type { CreateOptions } from './createEvent';
export type { ListedProbe } from './dynamicEvents';
export type { ErrorLogEntry } from './errorLog';
export { TracefsError, type TracefsErrorCode } from './errors';
export { MAX_FILTER_BYTES } from './eventFilter';
export type { EventGate, GateHolder, PauseCause } from './eventGate';
export { EventPids } from './eventPids';
export type { Features } from './features';
export { validFetch, validFetchType } from './fetchGrammar';
export { type FormatField, parseFormatFields } from './formatFields';
export { formatProbe, formatProbeBytes } from './formatProbe';
export { FreezeTrigger } from './freezeTrigger';
export {
  eventNameFor,
  randomGroup,
  sanitizeIdentifier,
  validEventName,
  validIdentifier,
} from './identifiers';
export type { Instance } from './instance';
export { KernelAddresses } from './kernelAddresses';
export type { KernelFunction, KernelFunctions } from './kernelFunctions';
export type { Lease } from './lease';
export { definitionAt, type MadeLocation, type ProbeLocation } from './locations';
export { HitTrigger } from './hitTrigger';
export { parseProbe } from './parseProbe';
export type {
  FetchArgument,
  KernelProbe,
  KernelTarget,
  ProbeDefinition,
  ProbeKind,
  ProbePath,
  UserProbe,
  UserTarget,
} from './probe';
export { countEvents, pageTime } from './pageEvents';
export { type PageLayout, parsePageLayout } from './pageLayout';
export type { ProfileEntry } from './profile';
export type { RawPages } from './rawPages';
export { RingBufferError } from './ringBufferError';
export { visitPage } from './ringBufferPage';
export { SerialQueue } from './serialQueue';
export { setUserStacks, StackTrigger } from './stackRecording';
export type { StaticEvent } from './staticEvents';
export { syscallWrapper } from './syscallWrapper';
export { kprobeToken, probePrefix, uprobeToken } from './tokens';
export { ThreadHits } from './threadHits';
export type { TraceEvent } from './traceEvent';
export { Tracefs } from './tracefs';
export { Turns } from './turns';
