import type { CreateProbe } from '../protocol/probes';
import { HitTrigger, type Tracefs } from '../tracefs';
import type { HelperState } from './helperState';
import type { OwnedProbe } from './ownedProbe';
import { Refusal } from './refusal';
import { TracepointHits } from './tracepointHits';

/**
 * Takes a static tracepoint in hand. The list is read afresh: another tool's dynamic event looks
 * alike under `events/`, and enabling it would keep its owner from removing it.
 */
export async function takeTracepoint(
  state: HelperState,
  tracefs: Tracefs,
  request: Extract<CreateProbe, { kind: 'tracepoint' }>,
): Promise<OwnedProbe> {
  const { system, event } = request;
  const all = await tracefs.staticEvents();
  if (!all.some(({ group, name }) => group === system && name === event)) {
    throw new Refusal('notFound', `The kernel has no static tracepoint ${system}:${event}.`);
  }
  if (state.probes.all.some(probe => probe.system === system && probe.event === event)) {
    throw new Refusal('exists', `${system}:${event} is among the probes already.`);
  }
  const counter = await HitTrigger.find(await state.instance.open(tracefs), system, event);
  return state.probes.add({
    group: state.probes.group(request.group),
    kind: 'tracepoint',
    label: request.label,
    system,
    event,
    eventId: await tracefs.eventId(system, event),
    written: '',
    canonical: '',
    ...(counter && { tracepointHits: new TracepointHits(counter) }),
    enabled: false,
  });
}
