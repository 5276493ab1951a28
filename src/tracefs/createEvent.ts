import { appendLocations, requireLocations } from './appendLocations';
import { createError, kindError } from './commandErrors';
import { TracefsError } from './errors';
import { findLogEntry, readErrorLog } from './errorLog';
import type { EventFolder } from './eventFolder';
import { formatProbeBytes } from './formatProbe';
import { freeName } from './freeName';
import type { MadeLocation, ProbeLocation } from './locations';
import { type NamedProbe, nameProbe, rawName } from './namedProbe';
import type { ProbeDefinition, ProbePath } from './probe';
import { isUserProbe, PROBE_KINDS } from './probeKinds';
import { retryProbe } from './syscallRetry';
import type { TraceEventFacts } from './traceEvent';
import { appendCommand } from './tracefsFile';
import { undoCreate, undoLocations } from './undoCreate';

export interface CreateOptions {
  /**
   * Uprobes: the path to write in place of the definition's, e.g. `/proc/self/fd/7` of a file
   * opened before. The kernel then probes exactly that file, whatever its name is or becomes, and
   * lists the written path.
   */
  written?: ProbePath;
  /** Further places of the event: all are made or none. */
  more?: readonly ProbeLocation[];
  /** Called after each further place with how many there are; what it throws undoes them all. */
  onLocation?: (done: number) => void;
}

/**
 * Makes the event, with all its places, and reads its id. One at a time, says the caller:
 * `error_log` is one for all.
 */
export async function createEvent(
  tracefs: EventFolder,
  definition: ProbeDefinition,
  options: CreateOptions,
): Promise<TraceEventFacts> {
  checkMaxActiveKind(definition);
  if (options.more !== undefined && options.more.length > 0) {
    await requireLocations(tracefs);
  }
  const named = nameProbe(definition);
  const event = await freeName(tracefs, withPath(named, options.written), rawName(definition));
  const { probe, line } = await writeWithRetry(tracefs, { ...named, event }, options);
  const id = await readId(tracefs, probe, line);
  const more = await addLocations(tracefs, probe, options);
  return { id, group: probe.group, name: probe.event, definition: probe, line, more };
}

/** All of them; if one fails the event is removed with those that were made. */
async function addLocations(
  tracefs: EventFolder,
  probe: NamedProbe,
  { more = [], written, onLocation = () => undefined }: CreateOptions,
): Promise<MadeLocation[]> {
  try {
    const write = (place: NamedProbe): NamedProbe => withPath(place, written);
    return await appendLocations(tracefs, probe, more, write, onLocation);
  } catch (error) {
    throw await undoLocations(tracefs, probe, error);
  }
}

/** The id of what was just written. If there is none to read, it is removed again. */
async function readId(tracefs: EventFolder, probe: NamedProbe, line: string): Promise<number> {
  try {
    return await tracefs.eventId(probe.group, probe.event);
  } catch (error) {
    throw await undoCreate(tracefs, probe, line, error);
  }
}

/** The kernel would ignore the number and, with it, the name (`__trace_uprobe_create`). */
function checkMaxActiveKind(definition: ProbeDefinition): void {
  if (isUserProbe(definition) && 'maxActive' in definition) {
    throw new TracefsError('invalidMaxActive', 'Only kretprobes take a maxactive; leave it out.');
  }
}

interface Written {
  probe: NamedProbe;
  line: string;
}

async function writeWithRetry(
  tracefs: EventFolder,
  probe: NamedProbe,
  options: CreateOptions,
): Promise<Written> {
  try {
    return { probe, line: await writeProbe(tracefs, probe, options) };
  } catch (error) {
    const other = retryProbe(probe, error);
    if (other === undefined) {
      throw error;
    }
    try {
      return { probe: other, line: await writeProbe(tracefs, other, options) };
    } catch (second) {
      throw bothFailed(probe, second);
    }
  }
}

/** The failure under the other name, told with the name that was asked for. */
function bothFailed(probe: NamedProbe, second: unknown): unknown {
  return second instanceof TracefsError && 'symbol' in probe.target
    ? new TracefsError(
        second.code,
        `${probe.target.symbol} is not there, so its other name was tried. ${second.message}`,
        second,
      )
    : second;
}

/** Writes the line and gives it back, with U+FFFD where its bytes are not UTF-8. */
async function writeProbe(
  tracefs: EventFolder,
  probe: NamedProbe,
  options: CreateOptions,
): Promise<string> {
  const bytes = formatProbeBytes(withPath(probe, options.written));
  const line = Buffer.from(bytes).toString('utf8');
  const file = tracefs.path(PROBE_KINDS[probe.kind].file);
  const before = await readErrorLog(tracefs);
  try {
    await appendCommand(file, bytes);
  } catch (error) {
    if (error instanceof Error && 'syscall' in error && error.syscall === 'open') {
      throw await kindError(error, probe.kind);
    }
    const log = findLogEntry(before, await readErrorLog(tracefs), bytes);
    throw await createError(error, probe, line, log);
  }
  return line;
}

function withPath(probe: NamedProbe, path: ProbePath | undefined): NamedProbe {
  return path === undefined || !isUserProbe(probe)
    ? probe
    : { ...probe, target: { ...probe.target, path } };
}
