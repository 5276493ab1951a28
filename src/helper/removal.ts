import { setTimeout } from 'node:timers/promises';
import { TracefsError, type Tracefs } from '../tracefs';
import type { HelperState } from './helperState';
import type { OwnedProbe } from './ownedProbe';

/** How long something another tool holds is waited for at the end, in ms. */
const BUSY_WAIT_MS = 400;

/** Switches the probe on or off in the helper's instance. */
export async function setEnabled(
  state: HelperState,
  tracefs: Tracefs,
  probe: OwnedProbe,
  on: boolean,
): Promise<void> {
  const instance = await state.instance.open(tracefs);
  await instance.setEnabled(probe.system, probe.event, on);
  probe.enabled = on;
}

/** Disarms the probe and removes it from the kernel. On failure it stays ours, to be tried again. */
export async function removeProbe(state: HelperState, probe: OwnedProbe): Promise<void> {
  await unlessGone(() => disarm(state, probe));
  await deleteEvent(state, probe);
}

/** How far a removal is: each probe is disarmed and then deleted. */
export type Progress = (done: number, total: number) => void;

/**
 * The end of a connection: everything it made is taken out of the kernel. What another tool still
 * holds after a second try stays, for the next helper to find. Returns how many probes were removed.
 *
 * The instance goes before the events: while one exists in which an event was on, each deletion
 * waits some 25 ms for a grace period. Its lease is not missed, as the running process is known too.
 */
export async function removeEverything(
  state: HelperState,
  progress: Progress = () => undefined,
): Promise<number> {
  const all = state.probes.all;
  for (const [done, probe] of all.entries()) {
    await logged(state, probe, () => unlessGone(() => disarm(state, probe)));
    progress(done, all.length);
  }
  await logged(state, undefined, () => state.instance.close());
  const busy: OwnedProbe[] = [];
  for (const probe of all) {
    await deleteEvent(state, probe).catch(() => busy.push(probe));
  }
  if (busy.length > 0) {
    await setTimeout(BUSY_WAIT_MS);
  }
  for (const probe of busy) {
    await logged(state, probe, () => deleteEvent(state, probe));
  }
  return all.length - state.probes.all.length;
}

async function disarm(state: HelperState, probe: OwnedProbe): Promise<void> {
  if (probe.enabled) {
    await setEnabled(state, await state.tracefs(), probe, false);
  }
}

async function deleteEvent(state: HelperState, probe: OwnedProbe): Promise<void> {
  await unlessGone(() => probe.made?.close() ?? Promise.resolve());
  state.probes.delete(probe);
}

/** Whoever removed it: what is gone needs no removing. */
async function unlessGone(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof TracefsError) || !['notFound', 'closed'].includes(error.code)) {
      throw error;
    }
  }
}

async function logged(
  state: HelperState,
  probe: OwnedProbe | undefined,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    const what = probe === undefined ? 'the instance' : `${probe.system}/${probe.event}`;
    state.log.error(`${what} stays: ${error instanceof Error ? error.message : String(error)}`);
  }
}
