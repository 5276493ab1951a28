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
  try {
    if (probe.enabled) {
      await setEnabled(state, await state.tracefs(), probe, false);
    }
    await probe.made?.close();
  } catch (error) {
    // Whoever removed it, it is gone.
    if (!(error instanceof TracefsError) || !['notFound', 'closed'].includes(error.code)) {
      throw error;
    }
  }
  state.probes.delete(probe);
}

/**
 * The end of a connection: everything it made is taken out of the kernel, and the instance last, as
 * its lease tells other helpers that the rest is not abandoned. What another tool still holds after
 * a second try stays, for the next helper to find. Returns how many probes were removed.
 */
export async function removeEverything(state: HelperState): Promise<number> {
  const all = state.probes.all;
  const busy: OwnedProbe[] = [];
  for (const probe of all) {
    await removeProbe(state, probe).catch(() => busy.push(probe));
  }
  if (busy.length > 0) {
    await setTimeout(BUSY_WAIT_MS);
  }
  for (const probe of busy) {
    await removeProbe(state, probe).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      state.log.error(`${probe.system}/${probe.event} stays in the kernel: ${why}`);
    });
  }
  await state.instance.close().catch((error: unknown) => {
    state.log.error(`the instance stays: ${error instanceof Error ? error.message : ''}`);
  });
  return all.length - state.probes.all.length;
}
