import { buildIdOf } from './audit/buildId';
import { canonicalLine } from './canonicalLine';
import { definitionOf, locationsOf, type EventRequest } from './definition';
import type { FreeNames } from './eventName';
import type { HelperState, Task } from './helperState';
import { KeptFile } from './keptFile';
import type { OwnedProbe } from './ownedProbe';
import { openProbedFile } from './probedFile';
import { Refusal } from './refusal';
import { requireSemaphores } from './semaphores/requireSemaphores';
import type { CreateOptions, ProbeDefinition, TraceEvent, Tracefs } from '../tracefs';

/** Creates the event with all its places, off at first, and takes it in hand. */
export async function makeEvent(
  state: HelperState,
  tracefs: Tracefs,
  request: EventRequest,
  task: Task,
  names: FreeNames,
): Promise<OwnedProbe> {
  const counters = countersOf(request);
  if (counters.length > 0 && !(await tracefs.features()).refCtrOffset) {
    throw new Refusal(
      'notSupported',
      'This kernel cannot count up the semaphore of a USDT probe, which Linux 4.20 and later do.',
    );
  }
  const group = state.probes.group(request.group);
  const event = await names.take(tracefs, request.label, request.event);
  const definition = definitionOf(request, group.name, event);
  const options: CreateOptions = {
    more: locationsOf(request),
    onLocation: () => {
      if (task.isStopped()) {
        throw new Refusal('cancelled', 'Cancelled before all its places were made.');
      }
    },
  };
  const { made, kept, buildId } =
    'file' in request
      ? await makeOnFile(state, tracefs, request, definition, options)
      : { made: await tracefs.createEvent(definition, options), buildId: undefined };
  if (state.probes.all.some(({ eventId }) => eventId === made.id)) {
    // Another tool has removed that one, and the kernel has given its number away.
    state.captures.retire(made.id);
  }
  return state.probes.add({
    group,
    kind: request.kind,
    label: request.label,
    system: made.group,
    event: made.name,
    eventId: made.id,
    written: made.line,
    canonical: canonicalLine(made.definition),
    ...('file' in request ? { file: request.file } : {}),
    made,
    ...(kept === undefined ? {} : { kept }),
    ...(buildId === undefined ? {} : { buildId }),
    enabled: false,
  });
}

/**
 * The kernel looks the path up at each line, and keeps the inode
 * (`__trace_uprobe_create` in `kernel/trace/trace_uprobe.c`): the descriptor is needed no longer. Of several places the file is kept
 * open, as their removal has to know what is in it.
 */
async function makeOnFile(
  state: HelperState,
  tracefs: Tracefs,
  request: Extract<EventRequest, { file: unknown }>,
  definition: ProbeDefinition,
  options: CreateOptions,
): Promise<{ made: TraceEvent; kept?: KeptFile; buildId: string | undefined }> {
  const places = [request, ...(request.more ?? [])].map(({ offset }) => BigInt(offset));
  const last = [...places, ...countersOf(request)].reduce((most, offset) =>
    offset > most ? offset : most,
  );
  const file = openProbedFile(state.user, request.file, last);
  try {
    requireSemaphores(file.fd, countersOf(request));
    const kept = places.length > 1 ? { kept: KeptFile.of(file.path) } : {};
    try {
      const made = await tracefs.createEvent(definition, { ...options, written: file.path });
      return { made, ...kept, buildId: buildIdOf(file.fd) };
    } catch (error) {
      kept.kept?.close();
      throw error;
    }
  } finally {
    file.close();
  }
}

/** File offsets of the semaphores that a request names. */
function countersOf(request: EventRequest): bigint[] {
  const places = 'file' in request ? [request, ...(request.more ?? [])] : [];
  return places.flatMap(({ refCtrOffset }) =>
    refCtrOffset === undefined ? [] : BigInt(refCtrOffset),
  );
}
