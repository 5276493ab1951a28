import { createError, kindError } from './commandErrors';
import { parseListing } from './dynamicEvents';
import { TracefsError } from './errors';
import { type ErrorLogEntry, findLogEntry, parseErrorLog } from './errorLog';
import { formatProbe, formatProbeBytes } from './formatProbe';
import { errnoOf, fileError } from './kernelErrors';
import { distinctName, type NamedProbe, nameProbe } from './namedProbe';
import type { ProbeDefinition, ProbePath } from './probe';
import { isUserProbe, PROBE_KINDS } from './probeKinds';
import { syscallRetry } from './syscallWrapper';
import type { TraceEventFacts } from './traceEvent';
import { appendCommand, readIfThere } from './tracefsFile';

export interface CreateOptions {
  /**
   * Uprobes: the path to write in place of the definition's, e.g. `/proc/self/fd/7` of a file opened before. The kernel then probes
   * exactly that file, whatever its name is or becomes, and lists the written path.
   */
  written?: ProbePath;
}

/** What creating needs of a `Tracefs`. */
export interface EventFolder {
  path(...parts: string[]): string;
  eventId(group: string, name: string): Promise<number>;
}

/** Makes the event and reads its id. The caller sees to it that only one is made at a time: `error_log` is one for all. */
export async function createEvent(
  tracefs: EventFolder,
  definition: ProbeDefinition,
  options: CreateOptions,
): Promise<TraceEventFacts> {
  checkMaxActiveKind(definition);
  let probe = await freeName(tracefs, definition);
  let line: string;
  try {
    line = await writeProbe(tracefs, probe, options);
  } catch (error) {
    const other = retryProbe(probe, error);
    if (other === undefined) {
      throw error;
    }
    probe = other;
    line = await writeProbe(tracefs, probe, options);
  }
  const id = await readId(tracefs, probe, line);
  return { id, group: probe.group, name: probe.event, definition: probe, line };
}

/** A uprobe with a maxactive would be created under another name: the kernel ignores what follows the number. */
function checkMaxActiveKind(definition: ProbeDefinition): void {
  if (isUserProbe(definition) && 'maxActive' in definition) {
    throw new TracefsError('invalidMaxActive', 'Only kretprobes take a maxactive; leave it out.');
  }
}

/**
 * Kernels of the 4.x series do not say EEXIST, so the name is looked up first. Two symbols can come to one name ("a.b", "a_b"):
 * if the event that has it is for another place, ours gets a name of its own.
 */
async function freeName(tracefs: EventFolder, definition: ProbeDefinition): Promise<NamedProbe> {
  const probe = nameProbe(definition);
  if (!(await isTaken(tracefs, probe))) {
    return probe;
  }
  const event = distinctName(definition, probe.event);
  const other = event === undefined ? undefined : { ...probe, event };
  if (
    other !== undefined &&
    !(await isListed(tracefs, probe)) &&
    !(await isTaken(tracefs, other))
  ) {
    return other;
  }
  throw new TracefsError(
    'exists',
    `The event ${probe.group}/${probe.event} exists; give another name.`,
  );
}

async function isTaken(tracefs: EventFolder, probe: NamedProbe): Promise<boolean> {
  try {
    await tracefs.eventId(probe.group, probe.event);
    return true;
  } catch (error) {
    if (error instanceof TracefsError && error.code === 'notFound') {
      return false;
    }
    throw error;
  }
}

/** Whether the event of this name is for this very place. */
async function isListed(tracefs: EventFolder, probe: NamedProbe): Promise<boolean> {
  const { file } = PROBE_KINDS[probe.kind];
  const listing = (await readIfThere(tracefs.path(file))) ?? new Uint8Array();
  const line = formatProbeBytes({ ...probe, args: [] });
  return parseListing(listing).some(
    ({ definition }) =>
      definition !== undefined &&
      Buffer.from(line).equals(formatProbeBytes({ ...definition, args: [] })),
  );
}

/** The kernel has no such symbol, and it is a system call: those have another name on most machines. */
function retryProbe(probe: NamedProbe, error: unknown): NamedProbe | undefined {
  if (isUserProbe(probe) || !('symbol' in probe.target) || probe.target.module !== undefined) {
    return undefined;
  }
  // Before 5.11 a missing symbol of a kretprobe was EINVAL, before 5.2 without a log entry.
  const isMissing =
    error instanceof TracefsError &&
    (error.code === 'notFound' || (error.errno === 'EINVAL' && error.log === undefined));
  const symbol = isMissing ? syscallRetry(probe.target.symbol) : undefined;
  return symbol === undefined ? undefined : { ...probe, target: { ...probe.target, symbol } };
}

/** Writes the line and gives it back. */
async function writeProbe(
  tracefs: EventFolder,
  probe: NamedProbe,
  options: CreateOptions,
): Promise<string> {
  const written = withPath(probe, options.written);
  const line = formatProbe(written);
  const bytes = formatProbeBytes(written);
  const file = tracefs.path(PROBE_KINDS[probe.kind].file);
  const before = await readLog(tracefs);
  try {
    await appendCommand(file, bytes);
  } catch (error) {
    if (error instanceof Error && 'syscall' in error && error.syscall === 'open') {
      throw await kindError(error, probe);
    }
    const log = findLogEntry(before, await readLog(tracefs), bytes);
    throw await createError(error, probe, line, log);
  }
  return line;
}

function withPath(probe: NamedProbe, path: ProbePath | undefined): NamedProbe {
  return path === undefined || !isUserProbe(probe)
    ? probe
    : { ...probe, target: { ...probe.target, path } };
}

async function readLog(tracefs: EventFolder): Promise<ErrorLogEntry[]> {
  return parseErrorLog((await readIfThere(tracefs.path('error_log'))) ?? new Uint8Array());
}

/** The id of the new event. If there is none to read, the event is removed again. */
async function readId(tracefs: EventFolder, probe: NamedProbe, line: string): Promise<number> {
  try {
    return await tracefs.eventId(probe.group, probe.event);
  } catch (error) {
    const isMissing = error instanceof TracefsError && error.code === 'notFound';
    if (isMissing && 'maxActive' in probe && (probe.maxActive ?? 0) > 0) {
      throw await removeSpurious(tracefs, probe, line);
    }
    throw await removeUnreadable(tracefs, probe, line, error);
  }
}

/**
 * Before 4.12 the kernel took what follows `r` for the name only if it was `:`, and so made `kprobes/r_SYMBOL_OFFSET` of a line with a
 * maxactive (696ced4fb1d7 "tracing/kprobes: expose maxactive for kretprobe in kprobe_events").
 */
async function removeSpurious(
  tracefs: EventFolder,
  probe: NamedProbe,
  line: string,
): Promise<TracefsError> {
  const target = probe.target;
  const name = 'symbol' in target ? `r_${target.symbol}_${target.offset}` : undefined;
  const failure = name === undefined ? undefined : await remove(tracefs, probe, `kprobes/${name}`);
  return new TracefsError(
    'notSupported',
    'This kernel is older than 4.12 and takes no maxactive; leave it out.' +
      (failure === undefined ? '' : ` The event kprobes/${name ?? ''} is left; remove it by hand.`),
    { line, ...(failure === undefined ? {} : { cause: failure }) },
  );
}

async function removeUnreadable(
  tracefs: EventFolder,
  probe: NamedProbe,
  line: string,
  cause: unknown,
): Promise<TracefsError> {
  const failure = await remove(tracefs, probe, `${probe.group}/${probe.event}`);
  const reason = await fileError(cause, 'Reading the new event');
  const outcome =
    failure === undefined
      ? 'It was removed again.'
      : `The event ${probe.group}/${probe.event} is left; remove it by hand.`;
  return new TracefsError(reason.code, `${reason.message} ${outcome}`, {
    ...(reason.errno === undefined ? {} : { errno: reason.errno }),
    line,
    cause: failure ?? cause,
  });
}

/** Gives back what went wrong, if anything did. */
async function remove(tracefs: EventFolder, probe: NamedProbe, name: string): Promise<unknown> {
  try {
    await appendCommand(tracefs.path(PROBE_KINDS[probe.kind].file), Buffer.from(`-:${name}`));
    return undefined;
  } catch (error) {
    return errnoOf(error) === undefined ? error : await fileError(error, `Removing ${name}`);
  }
}
