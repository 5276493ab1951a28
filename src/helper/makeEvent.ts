import { canonicalLine } from './canonicalLine';
import { definitionOf, type EventRequest } from './definition';
import { freeEventName } from './eventName';
import type { HelperState } from './helperState';
import type { OwnedProbe } from './ownedProbe';
import { openProbedFile } from './probedFile';
import type { TraceEvent, Tracefs } from '../tracefs';

/** Creates the event, off at first, and takes it in hand. */
export async function makeEvent(
  state: HelperState,
  tracefs: Tracefs,
  request: EventRequest,
): Promise<OwnedProbe> {
  const group = state.probes.group(request.group);
  const event = await freeEventName(tracefs, request.label, request.event);
  const definition = definitionOf(request, group.name, event);
  const made =
    'file' in request
      ? await makeOnFile(state, tracefs, request, definition)
      : await tracefs.createEvent(definition);
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
    enabled: false,
  });
}

/**
 * The kernel looks the path up once, when the event is created, and keeps the inode
 * (`__trace_uprobe_create` in `kernel/trace/trace_uprobe.c`): the descriptor is needed no longer.
 */
async function makeOnFile(
  state: HelperState,
  tracefs: Tracefs,
  request: Extract<EventRequest, { file: unknown }>,
  definition: ReturnType<typeof definitionOf>,
): Promise<TraceEvent> {
  const file = openProbedFile(state.user, request.file, BigInt(request.offset));
  try {
    return await tracefs.createEvent(definition, { written: file.path });
  } finally {
    file.close();
  }
}
