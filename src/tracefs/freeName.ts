import { parseListing } from './dynamicEvents';
import { TracefsError } from './errors';
import type { EventFolder } from './eventFolder';
import { distinctName, type NamedProbe } from './namedProbe';
import { readPages } from './pagedFile';
import type { ProbeDefinition } from './probe';
import { isUserProbe, PROBE_KINDS } from './probeKinds';
import { formatProbeName } from './probeName';
import { formatKernelPlace, formatUserPlace } from './probeTarget';

/**
 * `probe`, as it will be written, under a name that is free. Kernels of the 4.x series do not say
 * EEXIST, so the name is looked up first. Two symbols can come to one name ("a.b", "a_b"): if the
 * event that has it is for another place, ours gets `raw`'s hash added. Throws `exists`.
 */
export async function freeName(
  tracefs: EventFolder,
  probe: NamedProbe,
  raw: string,
): Promise<string> {
  if (!(await isTaken(tracefs, probe))) {
    return probe.event;
  }
  const event = distinctName(raw, probe.event);
  const isFree =
    event !== undefined &&
    !(await isSamePlace(tracefs, probe)) &&
    !(await isTaken(tracefs, { ...probe, event }));
  if (!isFree) {
    throw new TracefsError(
      'exists',
      `The event ${probe.group}/${probe.event} exists; give another name.`,
    );
  }
  return event;
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

/** Whether the event that has the name is a probe of this very place. */
async function isSamePlace(tracefs: EventFolder, probe: NamedProbe): Promise<boolean> {
  const { file } = PROBE_KINDS[probe.kind];
  const listing = (await readPages(tracefs.path(file))) ?? '';
  const place = placeOf(probe);
  return parseListing(listing).some(
    ({ definition }) => definition !== undefined && placeOf(definition) === place,
  );
}

/** All but the arguments and the maxactive, of which the kernel lists its own choice. */
function placeOf(probe: ProbeDefinition): string {
  const place = isUserProbe(probe)
    ? formatUserPlace(probe.target)
    : formatKernelPlace(probe.target);
  return `${probe.kind}${formatProbeName(probe)} ${place}`;
}
