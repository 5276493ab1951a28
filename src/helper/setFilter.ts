import type { HelperState } from './helperState';
import type { OwnedProbe } from './ownedProbe';
import type { Instance } from '../tracefs';

/** Sets a probe's filter in the helper's instance, or takes it away. Throws `TracefsError`. */
export async function setFilter(
  state: HelperState,
  probe: OwnedProbe,
  filter: string | undefined,
): Promise<void> {
  const instance = await state.instance.open(await state.tracefs());
  await state.captures.whileChanging(probe, () => change(state, instance, probe, filter?.trim()));
}

async function change(
  state: HelperState,
  instance: Instance,
  probe: OwnedProbe,
  filter: string | undefined,
): Promise<void> {
  const before = probe.filter;
  await write(instance, probe, filter);
  try {
    await matchFollowers(state, instance, probe);
  } catch (error) {
    await write(instance, probe, before);
    await matchFollowers(state, instance, probe);
    throw error;
  }
}

async function write(
  instance: Instance,
  probe: OwnedProbe,
  filter: string | undefined,
): Promise<void> {
  const now = await instance.setFilter(probe.system, probe.event, filter);
  if (now === undefined) {
    delete probe.filter;
  } else {
    probe.filter = now;
  }
}

/** What has the probe's filter too, and is longer with it: it may be refused where the filter alone is not. */
async function matchFollowers(
  state: HelperState,
  instance: Instance,
  probe: OwnedProbe,
): Promise<void> {
  await state.stacks.match(instance, probe);
  await state.captures.match(probe);
}
