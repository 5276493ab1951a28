import { createError, kindError } from './commandErrors';
import { TracefsError } from './errors';
import { findLogEntry, readErrorLog } from './errorLog';
import type { EventFolder } from './eventFolder';
import { readFeatures } from './features';
import { formatProbeBytes } from './formatProbe';
import { definitionAt, type MadeLocation, type ProbeLocation } from './locations';
import type { NamedProbe } from './namedProbe';
import { PROBE_KINDS } from './probeKinds';
import { appendCommands } from './tracefsFile';

/** Throws `notSupported` on a kernel that would take the last place for the whole event. */
export async function requireLocations(tracefs: Pick<EventFolder, 'path'>): Promise<void> {
  if (!(await readFeatures(tracefs)).locations) {
    throw new TracefsError(
      'notSupported',
      'Before Linux 5.4 an event has one place only; attach separate probes.',
    );
  }
}

/**
 * Appends places to an event that is there, in order: `written` is how each is written (another
 * path), `onEach` is called after each with how many are done, and stops it by throwing. Throws for
 * the first that the kernel refuses; those before it are then in the kernel.
 */
export async function appendLocations(
  tracefs: EventFolder,
  probe: NamedProbe,
  locations: readonly ProbeLocation[],
  written: (probe: NamedProbe) => NamedProbe,
  onEach: (done: number) => void,
): Promise<MadeLocation[]> {
  const places = locations.map(location => {
    const definition = definitionAt(probe, location);
    return { definition, bytes: formatProbeBytes(written(definition)) };
  });
  const before = await readErrorLog(tracefs);
  let done = 0;
  try {
    const file = tracefs.path(PROBE_KINDS[probe.kind].file);
    const commands = places.map(({ bytes }) => bytes);
    await appendCommands(file, commands, () => onEach(++done));
  } catch (error) {
    const failed = places[done];
    if (failed === undefined || !(error instanceof Error && 'syscall' in error)) {
      throw error;
    }
    if (error.syscall === 'open') {
      throw await kindError(error, probe.kind);
    }
    const log = findLogEntry(before, await readErrorLog(tracefs), failed.bytes);
    throw await createError(error, failed.definition, text(failed.bytes), log);
  }
  return places.map(({ definition, bytes }) => ({ definition, line: text(bytes) }));
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
