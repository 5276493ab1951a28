import { setTimeout } from 'node:timers/promises';
import type { Instance, Tracefs } from '../tracefs';
import type { HelperState } from './helperState';
import { locationCount, type OwnedProbe } from './ownedProbe';
import { unlessGone } from './unlessGone';

/** How long something another tool holds is waited for at the end, and between two tries, in ms. */
const BUSY_WAIT_MS = 1000;
const BUSY_TRY_MS = 100;

/** Switches the probe on or off in the helper's instance. */
export async function setEnabled(
  state: HelperState,
  tracefs: Tracefs,
  probe: OwnedProbe,
  on: boolean,
): Promise<void> {
  const instance = await state.instance.open(tracefs);
  if (!on) {
    return disable(state, instance, probe);
  }
  probe.wasOn = true;
  await state.scope.prepare(instance);
  await probe.tracepointHits?.begin();
  try {
    await instance.setEnabled(probe.system, probe.event, true);
    probe.enabled = true;
    state.guard.armed(probe);
    await state.stacks.match(instance, probe);
    await state.captures.match(probe);
  } catch (error) {
    // Why it could not be armed is of more interest than what then failed; its removal tries again.
    await (probe.enabled
      ? disable(state, instance, probe)
      : probe.tracepointHits?.end().catch(() => undefined));
    throw error;
  }
}

/** Each trigger would keep it armed by itself, so that one that cannot be removed leaves none of the others. */
async function disable(state: HelperState, instance: Instance, probe: OwnedProbe): Promise<void> {
  await instance.setEnabled(probe.system, probe.event, false);
  probe.enabled = false;
  state.guard.disarmed(probe);
  await inTurn([
    () => probe.tracepointHits?.end(),
    () => state.stacks.match(instance, probe),
    () => state.captures.match(probe),
  ]);
}

/** Does all of them; rejects with what failed first. */
async function inTurn(tasks: readonly (() => Promise<void> | undefined)[]): Promise<void> {
  const failed: unknown[] = [];
  for (const task of tasks) {
    try {
      await task();
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length > 0) {
    throw failed[0];
  }
}

/** Disarms the probe and removes it from the kernel. On failure it stays ours, to be tried again. */
export async function removeProbe(state: HelperState, probe: OwnedProbe): Promise<void> {
  await unlessGone(() => disarm(state, probe));
  const remove = (): Promise<void> => deleteEvent(state, probe);
  // The kernel marks an instance for that when an event is switched on in it (EVENT_FILE_FL_WAS_ENABLED).
  await (probe.made && probe.wasOn ? state.captures.whileRemoving(remove) : remove());
}

/** How far a removal is: each probe is disarmed and then deleted. */
export type Progress = (done: number, total: number) => void;

/**
 * The end of a connection: everything it made is taken out of the kernel. What another tool holds
 * for longer than a moment stays, for the next helper to find. Returns how many probes were removed.
 *
 * The instance goes before the events: while one exists in which an event was on, each deletion
 * waits some 25 ms for a grace period. Its lease is not missed, as the running process is known too.
 * Only events of several places go before it: whether perf holds one is found out in the instance.
 */
export async function removeEverything(
  state: HelperState,
  progress: Progress = () => undefined,
): Promise<number> {
  const all = state.probes.all;
  state.guard.close();
  state.scope.close();
  state.captures.close();
  const single = all.filter(probe => locationCount(probe) === 1);
  for (const [done, probe] of single.entries()) {
    await unlessGone(() => disarm(state, probe)).catch(tell(state, nameOf(probe)));
    progress(done, all.length);
  }
  const several = all.filter(probe => locationCount(probe) > 1);
  await tryAll(
    state,
    several.map(probe => ({
      what: nameOf(probe),
      act: async () => {
        await unlessGone(() => disarm(state, probe));
        await deleteEvent(state, probe);
      },
    })),
  );
  await tryAll(state, [
    { what: 'the instance', act: () => state.instance.close() },
    ...single.map(probe => ({ what: nameOf(probe), act: () => deleteEvent(state, probe) })),
  ]);
  return all.length - state.probes.all.length;
}

/** One thing to take out of the kernel. */
interface Removal {
  readonly what: string;
  readonly act: () => Promise<void>;
}

/** Tries again for a while what somebody holds, and then says so. */
async function tryAll(state: HelperState, removals: readonly Removal[]): Promise<void> {
  let left = [...removals];
  const deadline = performance.now() + BUSY_WAIT_MS;
  while ((left = await tryEach(left)).length > 0 && performance.now() < deadline) {
    await setTimeout(BUSY_TRY_MS);
  }
  for (const { what, act } of left) {
    await act().catch(tell(state, what));
  }
}

/** Gives back what could not be removed. */
async function tryEach(removals: readonly Removal[]): Promise<Removal[]> {
  const failed: Removal[] = [];
  for (const removal of removals) {
    await removal.act().catch(() => failed.push(removal));
  }
  return failed;
}

/**
 * Switches it off. A uprobe of several places must not be deleted while perf holds it, which the kernel
 * does not prevent (`requireOff`): perf cannot have held one that was on in our instance until now. One
 * that was off is switched on for a moment to find out; not in a file that was written to, where its
 * places may be inside other instructions.
 */
async function disarm(state: HelperState, probe: OwnedProbe): Promise<void> {
  const tracefs = await state.tracefs();
  if (probe.enabled) {
    await setEnabled(state, tracefs, probe, false);
  } else if (probe.kept?.isUnchanged()) {
    probe.wasOn = true;
    await (await state.instance.open(tracefs)).requireNotHeld(probe.system, probe.event);
  }
}

async function deleteEvent(state: HelperState, probe: OwnedProbe): Promise<void> {
  await unlessGone(() => leaveTracepoint(state, probe));
  await unlessGone(() => probe.made?.close() ?? Promise.resolve());
  // Where another tool had removed it, another of ours may have its number already.
  const { eventId } = probe;
  if (probe.made && !state.probes.all.some(other => other !== probe && other.eventId === eventId)) {
    state.captures.retire(eventId);
  }
  probe.kept?.close();
  state.guard.disarmed(probe);
  state.probes.delete(probe);
  state.audit.removed(probe);
}

/** A static tracepoint stays, and may be taken in hand again. */
async function leaveTracepoint(state: HelperState, probe: OwnedProbe): Promise<void> {
  await probe.tracepointHits?.end();
  if (probe.kind === 'tracepoint' && probe.filter !== undefined) {
    const instance = await state.instance.open(await state.tracefs());
    await instance.setFilter(probe.system, probe.event, undefined);
  }
}

function nameOf(probe: OwnedProbe): string {
  return `${probe.system}/${probe.event}`;
}

/** Logs what failed and goes on. */
function tell(state: HelperState, what: string): (error: unknown) => void {
  return error => {
    state.log.error(`${what} stays: ${error instanceof Error ? error.message : String(error)}`);
  };
}
