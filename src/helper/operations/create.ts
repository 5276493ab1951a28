import { createFits } from '../../protocol/batches';
import type { CreateProbe } from '../../protocol/probes';
import type { CreateResult } from '../../protocol/requests';
import { locationCount } from '../definition';
import { errorData } from '../errorData';
import type { HelperState, Task } from '../helperState';
import { describe, type OwnedProbe } from '../ownedProbe';
import { Refusal } from '../refusal';
import { removeProbe, setEnabled } from '../removal';
import { FreeNames } from '../eventName';
import { makeEvent } from '../makeEvent';
import { setFilter } from '../setFilter';
import { takeTracepoint } from '../takeTracepoint';
import type { Operation } from './operation';

/** Makes each probe on its own: one that is refused leaves the others. */
export const create: Operation<'create'> = async (state, { probes }, task) => {
  if (!createFits(probes)) {
    throw new Refusal('limit', 'These probes do not fit one answer: ask for fewer at once.');
  }
  const names = new FreeNames();
  const results: CreateResult[] = [];
  for (const probe of probes) {
    results.push(await createOne(state, probe, task, names));
    task.progress(results.length, probes.length);
  }
  return { results };
};

async function createOne(
  state: HelperState,
  request: CreateProbe,
  task: Task,
  names: FreeNames,
): Promise<CreateResult> {
  try {
    if (task.isStopped()) {
      throw new Refusal('cancelled', 'Cancelled before it was made.');
    }
    state.probes.checkRoom(locationCount(request));
    state.audit.checkRoom();
    const probe = await make(state, request, task, names);
    return { ok: true, probe: describe(probe) };
  } catch (error) {
    return { ok: false, error: errorData(error) };
  }
}

/** A probe that cannot be armed, or filtered, as it is to be is not kept. */
async function make(
  state: HelperState,
  request: CreateProbe,
  task: Task,
  names: FreeNames,
): Promise<OwnedProbe> {
  const tracefs = await state.tracefs();
  await state.instance.open(tracefs);
  const probe =
    request.kind === 'tracepoint'
      ? await takeTracepoint(state, tracefs, request)
      : await makeEvent(state, tracefs, request, task, names);
  if (request.limits !== undefined) {
    probe.limits = request.limits;
  }
  // Before it is armed, so that whatever ends the helper next, it was said.
  state.audit.made(probe);
  try {
    if (request.stacks === true) {
      probe.stacks = true;
    }
    await (request.filter === undefined ? undefined : setFilter(state, probe, request.filter));
    await (request.enable ? setEnabled(state, tracefs, probe, true) : undefined);
  } catch (error) {
    await removeProbe(state, probe);
    throw error;
  }
  return probe;
}
